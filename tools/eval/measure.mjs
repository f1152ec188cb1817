/** Measures families of rows with a scanner. */
import { cleanFiguresOf, detectorCounts, FAMILIES, figuresOf } from './figures.mjs';
import { ownRows, sharedRows } from './rows.mjs';
import { trialsOf } from './score.mjs';

/** Every family that has rows, in the order in which they are reported. */
export const FAMILY_NAMES = [...Object.keys(FAMILIES), 'clean'];

/** The project's own rows, and those that lie beside it. */
export const SETS = ['own', 'shared'];

/** Types with fewer rows than this are compared only within their family. */
export const ENOUGH_ROWS = 20;

/** Every trial of a family and set; none where the rows are absent. */
export function trialsFor(family, set, scanner) {
  const rows = set === 'own' ? ownRows(family) : sharedRows(family);
  return trialsOf({ family, set, rows, ...scanner });
}

/** The figures of a family. */
export function figuresFor(family, trials) {
  return family === 'clean' ? cleanFiguresOf(trials) : figuresOf(family, trials);
}

/**
 * Everything that is recorded: the figures of every family by set, and how often each detector acts on the
 * project's own rows. Of rows that are not the project's, only types with enough rows are kept.
 */
export function measureAll(scanner) {
  const record = {};
  const own = [];
  for (const set of SETS) {
    for (const family of FAMILY_NAMES) {
      const trials = trialsFor(family, set, scanner);
      if (trials.length === 0) continue;
      const figures = figuresFor(family, trials);
      if (set === 'own') own.push(...trials);
      else if (figures.types) figures.types = largeTypes(figures.types);
      (record[set] ??= {})[family] = figures;
    }
  }
  return { ...record, detectors: detectorCounts(own.filter(({ family }) => family !== 'evasion')) };
}

function largeTypes(types) {
  return Object.fromEntries(
    Object.entries(types).filter(
      ([, { recall, false: wrong }]) => recall.rows >= ENOUGH_ROWS || wrong.rows >= ENOUGH_ROWS,
    ),
  );
}
