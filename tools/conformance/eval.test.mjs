/** The detectors are as good as recorded. What to do when they are not: docs/explanation/detection-quality.md. */
import { beforeAll, describe, expect, test } from '@jest/globals';

import { regressions } from '../eval/compare.mjs';
import { figuresFor, FAMILY_NAMES, SETS, trialsFor } from '../eval/measure.mjs';
import { readRecord } from '../eval/record.mjs';
import { hasShared, ownRows } from '../eval/rows.mjs';
import { loadScanner } from '../eval/scanner.mjs';

const recorded = readRecord();
const sets = SETS.filter((set) => set === 'own' || (hasShared && recorded.shared));
const measurements = sets.flatMap((set) =>
  FAMILY_NAMES.filter((family) => recorded[set][family]).map((family) => [
    `${family}, ${set} rows`,
    family,
    set,
  ]),
);

let scanner;

beforeAll(async () => {
  scanner = await loadScanner();
});

describe('no figure is worse than recorded by more than a point', () => {
  test.each(measurements)('%s', (name, family, set) => {
    const measured = figuresFor(family, trialsFor(family, set, scanner));
    expect(regressions(name, recorded[set][family], measured)).toEqual([]);
  });

  test("every family of the project's own rows is recorded", () => {
    expect(Object.keys(recorded.own).sort()).toEqual([...FAMILY_NAMES].sort());
  });
});

describe('the comparison', () => {
  const rate = (rows, acting) => ({ rows, acting, any: acting });
  const family = (change = {}) => ({
    recall: { all: rate(100, 0.9) },
    false: { clean: rate(100, 0.02) },
    precision: 0.95,
    types: {
      large: { recall: rate(20, 0.8), false: rate(20, 0.1), precision: 0.9 },
      small: { recall: rate(19, 0.8), false: rate(19, 0.1), precision: 0.9 },
    },
    ...change,
  });
  const clean = (acting) => ({
    characters: 1e6,
    families: { secrets: { findings: 0, acting, any: 0 } },
  });

  test('names the figure, what was recorded and what was measured', () => {
    const measured = family({ recall: { all: rate(100, 0.88) } });
    expect(regressions('secrets, own rows', family(), measured)).toEqual([
      'secrets, own rows, recall (all): recorded 0.9, measured 0.88',
    ]);
  });

  test.each([
    ['recall', family({ recall: { all: rate(100, 0.889) } })],
    ['false positives', family({ false: { clean: rate(100, 0.031) } })],
    ['precision', family({ precision: 0.939 })],
    ['a type with enough rows', typeChanged('large', 'recall', 0.7)],
    ['the false positives of such a type', typeChanged('large', 'false', 0.2)],
    ['a figure that is measured no more', family({ recall: {} })],
  ])('sees a loss in %s', (_, measured) => {
    expect(regressions('x', family(), measured)).toHaveLength(1);
  });

  test.each([
    ['the same', family()],
    [
      'a loss of one point',
      family({ recall: { all: rate(100, 0.89) }, false: { clean: rate(100, 0.03) } }),
    ],
    [
      'a gain',
      family({ recall: { all: rate(120, 1) }, false: { clean: rate(100, 0) }, precision: 1 }),
    ],
    ['a loss in a type with few rows', typeChanged('small', 'recall', 0.1)],
    ['a new type', family({ types: { ...family().types, new: family().types.large } })],
  ])('is content with %s', (_, measured) => {
    expect(regressions('x', family(), measured)).toEqual([]);
  });

  test('sees one new finding in clean text, and is content with fewer', () => {
    expect(regressions('x', clean(0), clean(4.1))).toHaveLength(1);
    expect(regressions('x', clean(4.1), clean(0))).toEqual([]);
  });

  function typeChanged(type, kind, acting) {
    const { types } = family();
    const changed = { ...types[type], [kind]: { ...types[type][kind], acting, any: acting } };
    return family({ types: { ...types, [type]: changed } });
  }
});

test('every type of personal data that the catalogue reports has own cases, three to find and three to leave', () => {
  const rows = ownRows('personal');
  const count = (type, positive) =>
    rows.filter((row) => row.type === type && row.positive === positive).length;
  const { known, personal } = scanner;
  expect(known.size).toBeGreaterThan(50);
  expect([...personal].filter((type) => count(type, true) < 3 || count(type, false) < 3)).toEqual(
    [],
  );
});

test('every place that a row of ours names lies within its text and is not blank', () => {
  for (const family of ['secrets', 'personal', 'evasion']) {
    for (const { text, spans = [], number } of ownRows(family)) {
      for (const [start, end] of spans) {
        expect({
          family,
          number,
          holds: text.slice(start, end).trim() !== '' && end <= text.length,
        }).toEqual({
          family,
          number,
          holds: true,
        });
      }
    }
  }
});
