import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** The generators of the core's own test of growth, see there. They are no part of what is shipped. */
export const { commonTexts, hostile, mixedTexts, textsAgainst, textsAgainstAnalyzer } =
  await loadSource('../../packages/core/test/growth/hostile-texts.ts');

async function loadSource(path) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
}
