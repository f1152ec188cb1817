// Loads nothing but texts at the start, and awaits nothing: `bin/safeai.cjs` requires it, and
// `safeai --version` must start about as fast as node itself.
import { HELP_TEXT, VERSION } from './texts.ts';

const argv = process.argv.slice(2);

if (isAsked('--version', '-V')) {
  print(VERSION);
} else if (argv.length === 0 || isAsked('--help', '-h')) {
  print(HELP_TEXT);
} else if (argv[0] === 'hook' && !argv.some((word) => word === '--help' || word === '-h')) {
  // Without the grammar of the command line: a coding agent waits for it before every step.
  void import('./hook/main.ts');
} else {
  void runCommand();
}

function isAsked(...flags: readonly string[]): boolean {
  const [first = ''] = argv;
  return argv.length === 1 && flags.includes(first);
}

/** Writes a line to stdout, without the start-up cost of `process.stdout`. */
function print(text: string): void {
  try {
    process.getBuiltinModule('node:fs').writeSync(1, `${text}\n`);
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
    // Any other failure means that the reader is gone: there is no one to tell.
    if (isFull) process.stdout.write(`${text}\n`);
  }
}

async function runCommand(): Promise<void> {
  const [{ run }, { processHost }] = await Promise.all([import('./run.ts'), import('./host.ts')]);
  // Every command has awaited its output and closed what it opened.
  process.exit(await run(argv, processHost()));
}
