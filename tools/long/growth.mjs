/**
 * How the time of a scan grows with the text, for every rule and every analyzer of the catalogue, over
 * texts that are made to be slow. Everything is timed at 4 and 8 KB, as it is in the middle of a long text,
 * where nothing is left of the steps that every scan has free; what was slowest there or grew fastest is
 * timed at 512 KB and 1 MB. Some minutes in all. Build first.
 *
 * Fails where twice the text takes 2.6 times as long, twice in a row. Prints the speeds; a speed is no
 * reason to fail, it depends on the machine. `--full` goes to 4 MB, `--all` times everything there (hours).
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
const KB = 1024;
const SMALL = 4 * KB;
const takesAll = process.argv.includes('--all');
const FULL = takesAll || process.argv.includes('--full') ? 2 * KB * KB : 512 * KB;
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

/** Milliseconds of the processor for a scan: the least of a few, which is the least disturbed one. */
function time(text, position, times, budgetOf) {
  let least = Infinity;
  for (let run = 0; run < times; run++) {
    const budget = budgetOf();
    const start = process.cpuUsage();
    detection.scan(text, { position, budget });
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

function measured({ text, position }, length, times, budgetOf = () => new WorkBudget()) {
  // The second half is no text of its own: both are cut from the same pieces.
  const single = time(hostile(text, length), position, times, budgetOf);
  const double = time(hostile(text, 2 * length), position, times, budgetOf);
  return { text, position, ratio: double / single, speed: (2 * length) / 1000 / double };
}

/** How long the longer of the two texts is that are timed. */
function size(length) {
  const kilobytes = (2 * length) / KB;
  return kilobytes < KB ? `${kilobytes} KB` : `${kilobytes / KB} MB`;
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
if (!takesAll) {
  const screened = cases.map((each) => measured(each, SMALL, 2, spentBudget));
  print(`Slowest of ${cases.length} texts of ${size(SMALL)}`, screened.sort(bySpeed).slice(0, 10));
  chosen = [
    ...new Set([
      ...screened.slice(0, WORST_SPEEDS),
      ...screened.toSorted(byRatio).slice(0, WORST_RATIOS),
    ]),
  ];
}

const results = chosen.map((each) => {
  const first = measured(each, FULL, 2);
  return first.ratio < AIM_RATIO ? first : measured(each, FULL, 4);
});
print(`Slowest texts of ${size(FULL)}`, results.sort(bySpeed).slice(0, 10));
print(`Texts of ${size(FULL)} whose time grew fastest`, results.toSorted(byRatio).slice(0, 10));

const growing = results.filter(({ ratio }) => ratio >= AIM_RATIO);
const slow = results.filter(({ speed }) => speed < AIM_SPEED);
console.log(
  `\n${results.length} texts of ${size(FULL)}: ${growing.length} grew ${AIM_RATIO} times or more, ` +
    `${slow.length} ran below ${AIM_SPEED} MB/s.`,
);
process.exitCode = growing.length === 0 ? 0 : 1;
