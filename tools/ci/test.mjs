/**
 * Runs every check in turn and prints the sum of all tests as the last line:
 * `Tests: N passed, N failed, N skipped`. A failed check does not stop the ones after it.
 * Exit code 1 when any check failed, any test failed, a project left no results or, with CI=true, any test
 * was skipped.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const RESULTS = 'test-results.json';

/** The checks, in order. Add further ones here. */
const checks = [
  { name: 'format', command: 'npm', args: ['run', 'format:check'] },
  { name: 'lint', command: 'npm', args: ['run', 'lint'] },
  { name: 'typecheck', command: 'npm', args: ['run', 'typecheck'] },
  { name: 'unit tests', command: 'npm', args: ['run', 'test:unit'] },
  { name: 'build', command: 'npm', args: ['run', 'build'] },
  { name: 'conformance', command: 'npm', args: ['run', 'test:conformance'] },
];

/** Every project with Jest tests, as a path from the root. */
function testedProjects() {
  return ['packages', 'apps', 'tools'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .map((name) => join(folder, name))
      .filter((project) => existsSync(join(root, project, 'jest.config.js'))),
  );
}

/** Runs one check with its output passed through; true when it succeeded. */
function run({ name, command, args }) {
  console.log(`\n> ${name}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) console.error(`${name}: ${error.message}`);
  return status === 0;
}

/** Adds up the result files that Jest wrote; a suite that could not run counts as one failed test. */
function countTests(projects) {
  const total = { passed: 0, failed: 0, skipped: 0, missing: [] };
  for (const project of projects) {
    const file = join(root, project, RESULTS);
    if (!existsSync(file)) {
      total.missing.push(project);
      continue;
    }
    const result = JSON.parse(readFileSync(file, 'utf8'));
    total.passed += result.numPassedTests;
    total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    total.skipped += result.numPendingTests + result.numTodoTests;
  }
  return total;
}

const projects = testedProjects();
for (const project of projects) rmSync(join(root, project, RESULTS), { force: true });

const failedChecks = checks.filter((check) => !run(check)).map((check) => check.name);
const { passed, failed, skipped, missing } = countTests(projects);

console.log('');
if (failedChecks.length > 0) console.log(`Failed checks: ${failedChecks.join(', ')}`);
if (missing.length > 0) console.log(`No test results from: ${missing.join(', ')}`);
const skippedInCi = process.env.CI === 'true' && skipped > 0;
if (skippedInCi) console.log('Tests were skipped, which CI=true does not allow.');
console.log(`Tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failedChecks.length + missing.length + failed > 0 || skippedInCi ? 1 : 0;
