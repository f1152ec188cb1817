/**
 * Bundles a program for Node into a few files. Beside them stands `THIRD_PARTY_LICENSES.txt`: what its dependencies ask to
 * be said wherever a copy of them goes.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @param options esbuild's; paths from the root, what is in `outdir` goes away first */
export async function bundle(options) {
  const outdir = join(root, options.outdir);
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    conditions: ['@safeai/source'],
    // CommonJS inside asks for Node's modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    ...options,
    outdir,
  });
  writeFileSync(join(outdir, 'THIRD_PARTY_LICENSES.txt'), noticesOf(Object.keys(metafile.inputs)));
}

function noticesOf(inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []),
  );
  return [...folders].sort().map(noticeOf).join('\n');
}

function noticeOf(folder) {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const file = readdirSync(path).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? '' : `\n${readFileSync(join(path, file), 'utf8').trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}
