/** Runs every `tools/bench/*.bench.mjs` in turn, or those whose name contains an argument. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('./', import.meta.url));
const wanted = process.argv.slice(2);
const benches = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.mjs'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

if (benches.length === 0) console.log('No benchmarks found.');
for (const bench of benches) {
  console.log(`\n> ${bench}`);
  const { status } = spawnSync(process.execPath, [folder + bench], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
