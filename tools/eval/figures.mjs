/** From trials to figures: what is counted together, by family and by type. */

/**
 * Every family in the order in which it is reported, with its figures: a name and the trials that it takes.
 * `precise`: the parts that its precision is made of.
 */
export const FAMILIES = {
  secrets: {
    title: 'Secrets',
    recall: [
      ['all', ({ part }) => part === 'scored'],
      ['without gitleaks rows', ({ part, source }) => part === 'scored' && source !== 'gitleaks'],
    ],
    false: [
      ['clean', ({ part }) => part === 'scored'],
      ['near misses, upper bound', ({ part }) => part === 'near-miss'],
    ],
  },
  personal: {
    title: 'Personal data',
    recall: [
      ['all', ({ part }) => part === 'scored'],
      ['synthetic sentences', ({ part, source }) => part === 'scored' && isSynthetic(source)],
      ['recogniser tests', ({ part, source }) => part === 'scored' && isRecogniserTest(source)],
      ['addresses in synthetic sentences', ({ part }) => part === 'address'],
      ['apart: the value is the whole text', ({ part }) => part === 'lone'],
      ['apart: not rule-detectable', ({ part }) => part === 'not-by-rules'],
      ['apart: not looked for', ({ part }) => part === 'not-looked-for'],
    ],
    false: [
      ['clean', ({ part }) => part === 'scored'],
      ['apart: another number or code is the whole text', ({ part }) => part === 'lone'],
      ['near misses of the same type', ({ part }) => part === 'near-miss'],
    ],
    precise: ['scored', 'near-miss'],
  },
  injection: {
    title: 'Injection',
    recall: [
      ['all', ({ part }) => part === 'scored'],
      ['apart: BIPIA', ({ part }) => part === 'bipia'],
    ],
    false: [['clean', ({ part }) => part === 'scored']],
  },
  destructive: {
    title: 'Destructive commands',
    recall: [['all', ({ part }) => part === 'scored']],
    false: [['clean', ({ part }) => part === 'scored']],
  },
  evasion: {
    title: 'Evasion',
    recall: [['all', ({ part }) => part === 'scored']],
    false: [['clean', ({ part }) => part === 'scored']],
  },
};

function isSynthetic(source) {
  return source === 'presidio-research';
}

function isRecogniserTest(source) {
  return source === 'presidio-tests';
}

/**
 * The figures of one family and one set of rows: rates from 0 to 1 with the number of trials behind them.
 *
 * @returns `{ recall, false, precision, types }`
 */
export function figuresOf(family, trials) {
  const { recall, false: wrong, precise = ['scored'] } = FAMILIES[family];
  const positives = trials.filter(({ positive }) => positive);
  const negatives = trials.filter(({ positive }) => !positive);
  return {
    recall: named(recall, positives),
    false: named(wrong, negatives),
    precision: precisionOf(trials.filter(({ part }) => precise.includes(part))),
    types: typesOf(trials),
  };
}

/** Findings in clean text by family: how many act, and how many there are per million characters. */
export function cleanFiguresOf(trials) {
  const families = [...new Set(trials.map(({ about }) => about))];
  const characters = sum(trials.filter(({ about }) => about === families[0]).map((t) => t.length));
  return {
    characters,
    families: Object.fromEntries(
      families.map((family) => {
        const about = trials.filter((trial) => trial.about === family);
        const perMillion = (count) => round((count * 1e6) / characters);
        return [
          family,
          {
            findings: sum(about.map((trial) => trial.actingFindings)),
            acting: perMillion(sum(about.map((trial) => trial.actingFindings))),
            any: perMillion(sum(about.map((trial) => trial.anyFindings))),
          },
        ];
      }),
    ),
  };
}

/** A figure over no rows is left out, and so is one over the same rows as the first. */
function named(groups, trials) {
  const [first, ...others] = groups.map(([name, takes]) => [name, rate(trials.filter(takes))]);
  const telling = others.filter(([, { rows }]) => rows > 0 && rows !== first[1].rows);
  return Object.fromEntries(first[1].rows > 0 ? [first, ...telling] : telling);
}

/** Of the rows at which the family acted, those that were to be found. */
function precisionOf(trials) {
  const right = trials.filter((trial) => trial.positive && trial.acting).length;
  const wrong = trials.filter((trial) => !trial.positive && trial.acting).length;
  return right + wrong === 0 ? null : round(right / (right + wrong));
}

function typesOf(trials) {
  const counted = trials.filter(({ part }) => ['scored', 'address', 'near-miss'].includes(part));
  const types = [...new Set(counted.map(({ type }) => type))].sort();
  return Object.fromEntries(
    types.map((type) => {
      const of = counted.filter((trial) => trial.type === type);
      const positives = of.filter(({ positive }) => positive);
      const negatives = of.filter(({ positive }) => !positive);
      const both = positives.length > 0 && negatives.length > 0;
      return [
        type,
        {
          recall: rate(positives),
          false: rate(negatives),
          precision: both ? precisionOf(of) : null,
        },
      ];
    }),
  );
}

/**
 * In how many rows a detector acts: `found` where something was to be found, `false` where nothing was.
 * Detectors that act nowhere are left out.
 */
export function detectorCounts(trials) {
  const counts = new Map();
  for (const { positive, part, actors } of trials) {
    if (part !== 'scored' && part !== 'near-miss') continue;
    for (const id of new Set(actors)) {
      const count = counts.get(id) ?? { found: 0, false: 0 };
      count[positive ? 'found' : 'false']++;
      counts.set(id, count);
    }
  }
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function rate(trials) {
  const share = (count) => (trials.length === 0 ? null : round(count / trials.length));
  return {
    rows: trials.length,
    acting: share(trials.filter(({ acting }) => acting).length),
    any: share(trials.filter(({ any }) => any).length),
  };
}

function round(value) {
  return Math.round(value * 1e4) / 1e4;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
