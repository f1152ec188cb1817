/**
 * Runs the tests that take long: every other `tools/long/*.mjs` that is no part of one, or those that are
 * named (`npm run test:long -- growth`); what begins with `--` is given to them. Each prints its result and
 * fails by its exit code. Build first.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Imported by tests. */
const PARTS = ['run.mjs', 'hostile-texts.mjs'];

const folder = fileURLToPath(new URL('./', import.meta.url));
const given = process.argv.slice(2);
const options = given.filter((each) => each.startsWith('--'));
const wanted = given.filter((each) => !each.startsWith('--'));
const tests = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs') && !PARTS.includes(file))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

const results = tests.map((test) => {
  console.log(`\n> ${test}`);
  const start = Date.now();
  const { status } = spawnSync(process.execPath, [folder + test, ...options], { stdio: 'inherit' });
  return { test, passed: status === 0, seconds: Math.round((Date.now() - start) / 1000) };
});

console.log('');
if (tests.length === 0) console.log(`No test has a name like ${wanted.join(', ')}.`);
for (const { test, passed, seconds } of results)
  console.log(`${passed ? 'passed' : 'FAILED'}  ${test} (${seconds} s)`);
process.exitCode = tests.length > 0 && results.every(({ passed }) => passed) ? 0 : 1;
