import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { build, type BuildResult } from 'esbuild';

/** Largest size in a browser, in bytes after gzip. */
const MOST_GZIPPED = 12_000;

/** What is written for a browser of a program that uses the whole of this package. */
function bundle(): Promise<BuildResult<{ metafile: true; write: false }>> {
  return build({
    stdin: {
      contents: "import * as all from './src/index.ts'; globalThis.all = all;",
      resolveDir: fileURLToPath(new URL('../', import.meta.url)),
    },
    ...{ bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022' },
    ...{ conditions: ['@safeai/source'], metafile: true, write: false, logLevel: 'silent' },
  });
}

test('a browser can have it: nothing of Node, of servers, of schemas and validators', async () => {
  const { metafile, outputFiles } = await bundle();
  const [output] = Object.values(metafile.outputs);
  expect(output?.imports).toEqual([]);
  const inputs = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
  expect(inputs.filter((path) => path.includes('node_modules'))).toEqual([]);
  const elsewhere = inputs.filter((path) => path.startsWith('..'));
  expect(elsewhere.filter((path) => !/^\.\.\/(api\/src\/wire|core\/src)\//.test(path))).toEqual([]);
  expect(elsewhere.filter((path) => path.includes('detection/'))).toEqual([]);
  const size = gzipSync(outputFiles[0]?.contents ?? '').length;
  expect(size).toBeGreaterThan(1_000);
  expect(size).toBeLessThan(MOST_GZIPPED);
});
