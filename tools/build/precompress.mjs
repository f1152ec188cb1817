/**
 * Writes `.br` and `.gz` beside every file of a folder that is over 1 KB and gets smaller by it. What is compressed once,
 * when it is built, is compressed as far as it goes. Pages are left out: they are small, and may differ by request.
 *
 * node tools/build/precompress.mjs FOLDER
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const SMALL = 1024;
const LEFT_OUT = /\.(?:br|gz|html|woff2|png)$/;

const forms = {
  '.br': (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  '.gz': (bytes) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

const folder = process.argv[2];
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || LEFT_OUT.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  const bytes = readFileSync(path);
  if (bytes.length <= SMALL) continue;
  for (const [end, compressed] of Object.entries(forms)) {
    const smaller = compressed(bytes);
    if (smaller.length < bytes.length) writeFileSync(path + end, smaller);
  }
}
