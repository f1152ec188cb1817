/**
 * Measures the detectors on labelled rows: `npm run eval -- [families] [options]`. See README.md.
 */
import { parseArgs } from 'node:util';

import { cleanFiguresOf, FAMILIES, figuresOf } from './figures.mjs';
import { printClean, printFigures, printMisses, printRows } from './report.mjs';
import { sharedRows } from './rows.mjs';
import { loadScanner } from './scanner.mjs';
import { trialsOf } from './score.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    core: { type: 'string' },
    misses: { type: 'boolean' },
    rows: { type: 'boolean' },
    types: { type: 'boolean' },
  },
});

const known = [...Object.keys(FAMILIES), 'clean'];
const unknown = positionals.filter((family) => !known.includes(family));
if (unknown.length > 0) {
  console.error(`Unknown family: ${unknown.join(', ')}. Families: ${known.join(', ')}.`);
  process.exit(2);
}

const scanner = await loadScanner(options.core);
const families = positionals.length > 0 ? positionals : known;
for (const family of families) {
  const set = 'shared';
  const rows = sharedRows(family);
  if (rows.length === 0) continue;
  const trials = trialsOf({ family, set, rows, ...scanner });
  if (family === 'clean') printClean(set, cleanFiguresOf(trials));
  else printFigures(family, set, figuresOf(family, trials), options);
  if (options.misses) printMisses(family, set, trials);
  if (options.rows) printRows(family, set, trials);
}
