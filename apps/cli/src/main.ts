// Imports nothing but the version: `safeai --version` must start about as fast as node itself.
import { VERSION } from './version.ts';

const argv = process.argv.slice(2);
const [first] = argv;

if (argv.length === 1 && (first === '--version' || first === '-V')) {
  await print(VERSION);
} else if (argv.length === 0 || (argv.length === 1 && (first === '--help' || first === '-h'))) {
  const { HELP_TEXT } = await import('./help-text.ts');
  await print(HELP_TEXT);
} else {
  const [{ run }, { processHost }] = await Promise.all([import('./run.ts'), import('./host.ts')]);
  // Every command has awaited its output and closed what it opened.
  process.exit(await run(argv, processHost()));
}

/** Written at once, without the start-up cost of `process.stdout`. */
async function print(text: string): Promise<void> {
  const { writeSync } = await import('node:fs');
  try {
    writeSync(1, `${text}\n`);
  } catch {
    // The reader is gone: there is no one to tell.
  }
}
