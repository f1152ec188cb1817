/**
 * How the time of a scan grows with the text, for every rule and every analyzer of the catalogue, over
 * texts that are made to be slow. Everything is timed at 8 and 16 KB, as it is in the middle of a long text,
 * where nothing is left of the steps that every scan has free; what was slowest there or grew fastest is
 * timed at 2 and 4 MB. Build first.
 *
 * Fails where twice the text takes 2.6 times as long, twice in a row. Prints the speeds; a speed is no
 * reason to fail, it depends on the machine. `--all` times everything at the full size (hours).
 */
import { CATALOGUE, DESTRUCTIVE_ANALYZERS, SafeAI } from '../../packages/core/dist/index.js';
import { WorkBudget } from '../../packages/core/dist/detection/engine/work-budget.js';
import { figure, printTable } from '../bench/measure.mjs';
import {
  commonTexts,
  hostile,
  mixedTexts,
  textsAgainst,
  textsAgainstAnalyzer,
} from './hostile-texts.mjs';

const AIM_RATIO = 2.6;
const AIM_SPEED = 5;
const SMALL = 8 * 1024;
const FULL = 2 * 1024 * 1024;
const WORST_SPEEDS = 24;
const WORST_RATIOS = 12;

const { detection } = new SafeAI();
const cases = [
  ...[...commonTexts(), ...mixedTexts(CATALOGUE), ...CATALOGUE.flatMap(textsAgainst)].map(
    (text) => ({
      text,
      position: 'prose',
    }),
  ),
  ...[...DESTRUCTIVE_ANALYZERS.flatMap(textsAgainstAnalyzer), ...commonTexts()].map((text) => ({
    text,
    position: 'command',
  })),
];

/** A budget of which nothing is left but what the text itself allows. */
function spentBudget() {
  const budget = new WorkBudget();
  while (budget.charge(1000));
  budget.count(budget.counted);
  return budget;
}

/** Milliseconds of a scan: the least of a few, which is the least disturbed one. */
function time(text, position, times, budgetOf) {
  let least = Infinity;
  for (let run = 0; run < times; run++) {
    const budget = budgetOf();
    const start = process.hrtime.bigint();
    detection.scan(text, { position, budget });
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e6);
  }
  return least;
}

function measured({ text, position }, length, times, budgetOf = () => new WorkBudget()) {
  // The second half is no text of its own: both are cut from the same pieces.
  const single = time(hostile(text, length), position, times, budgetOf);
  const double = time(hostile(text, 2 * length), position, times, budgetOf);
  return { text, position, ratio: double / single, speed: (2 * length) / 1000 / double };
}

function print(title, results) {
  printTable(
    title,
    results.map(({ text, position, ratio, speed }) => ({
      against: text.target,
      generator: text.generator.slice(0, 60),
      position,
      'MB/s': figure(speed),
      't(2n)/t(n)': figure(ratio),
    })),
  );
}

const bySpeed = (left, right) => left.speed - right.speed;
const byRatio = (left, right) => right.ratio - left.ratio;

// What is run first is run before it is compiled for good.
for (const each of cases.filter((_, index) => index % 10 === 0))
  measured(each, SMALL / 2, 1, spentBudget);

let chosen = cases;
if (!process.argv.includes('--all')) {
  const screened = cases.map((each) => measured(each, SMALL, 2, spentBudget));
  print(`Slowest of ${cases.length} texts of 16 KB`, screened.sort(bySpeed).slice(0, 10));
  chosen = [
    ...new Set([
      ...screened.slice(0, WORST_SPEEDS),
      ...screened.toSorted(byRatio).slice(0, WORST_RATIOS),
    ]),
  ];
}

const results = chosen.map((each) => {
  const first = measured(each, FULL, 1);
  return first.ratio < AIM_RATIO ? first : measured(each, FULL, 2);
});
print('Slowest texts of 4 MB', results.sort(bySpeed).slice(0, 10));
print('Texts of 4 MB whose time grew fastest', results.toSorted(byRatio).slice(0, 10));

const growing = results.filter(({ ratio }) => ratio >= AIM_RATIO);
const slow = results.filter(({ speed }) => speed < AIM_SPEED);
console.log(
  `\n${results.length} texts of 4 MB: ${growing.length} grew ${AIM_RATIO} times or more, ` +
    `${slow.length} ran below ${AIM_SPEED} MB/s.`,
);
process.exitCode = growing.length === 0 ? 0 : 1;
