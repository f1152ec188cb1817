/**
 * Measures the detectors on labelled rows: `npm run eval -- [families] [options]`. See README.md.
 */
import { parseArgs } from 'node:util';

import { FAMILY_NAMES, figuresFor, measureAll, SETS, trialsFor } from './measure.mjs';
import { writeRecord } from './record.mjs';
import { printClean, printFigures, printMisses, printRows } from './report.mjs';
import { loadScanner } from './scanner.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    core: { type: 'string' },
    misses: { type: 'boolean' },
    record: { type: 'boolean' },
    rows: { type: 'boolean' },
    types: { type: 'boolean' },
  },
});

const unknown = positionals.filter((family) => !FAMILY_NAMES.includes(family));
if (unknown.length > 0) {
  console.error(`Unknown family: ${unknown.join(', ')}. Families: ${FAMILY_NAMES.join(', ')}.`);
  process.exit(2);
}
if (options.record && (options.core || positionals.length > 0)) {
  console.error(
    '--record is for all families and the build in packages/core/dist: leave the rest out.',
  );
  process.exit(2);
}

const scanner = await loadScanner(options.core);
for (const family of positionals.length > 0 ? positionals : FAMILY_NAMES) {
  for (const set of SETS) {
    const trials = trialsFor(family, set, scanner);
    if (trials.length > 0) print(family, set, trials);
  }
}
if (options.record) {
  writeRecord(measureAll(scanner));
  // Loaded late: only this needs the other packages built.
  const { qualityPages } = await import('../docs/pages.mjs');
  const { writePages } = await import('../docs/write.mjs');
  const written = await writePages(qualityPages());
  console.log(`\nRecorded in tools/eval/recorded.json; written: ${written.join(', ')}`);
}

function print(family, set, trials) {
  const figures = figuresFor(family, trials);
  if (family === 'clean') printClean(set, figures);
  else printFigures(family, set, figures, options);
  if (options.misses) printMisses(family, set, trials);
  if (options.rows) printRows(family, set, trials);
}
