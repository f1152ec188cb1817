/**
 * Texts that are made to be slow and belong to no rule: runs of digits, openers, escapes, one long line. The
 * ten slowest of them at 256 KB, and how their time grows up to twice that. Every rule's own texts, up to
 * 1 MB: `npm run test:long -- growth`. Aims: never under 5 MB/s, less than 2.6 times for twice the text.
 */
import { CATALOGUE, SafeAI } from '../../packages/core/dist/index.js';
import { commonTexts, hostile, mixedTexts } from '../long/hostile-texts.mjs';
import { figure, printTable, spread, withSpread } from './measure.mjs';

const LENGTH = 256 * 1024;
const ROUNDS = 5;
const SHOWN = 10;

const { detection } = new SafeAI();

function time(text) {
  const start = process.hrtime.bigint();
  detection.scan(text);
  return Number(process.hrtime.bigint() - start) / 1000;
}

const all = [...commonTexts(), ...mixedTexts(CATALOGUE)].map((text) => ({
  name: text.generator,
  single: hostile(text, LENGTH),
  double: hostile(text, 2 * LENGTH),
}));
for (const { single } of all) time(single.slice(0, LENGTH / 16));
for (const each of all) each.first = time(each.single);
const slowest = all.sort((left, right) => right.first - left.first).slice(0, SHOWN);

printTable(
  `Hostile texts of ${LENGTH / 1024} KB, the slowest ${SHOWN} of ${all.length}`,
  slowest.map(({ name, single, double }) => {
    const rounds = Array.from({ length: ROUNDS }, () => [time(single), time(double)]);
    return {
      text: name,
      'MB/s [min–max]': withSpread(spread(rounds.map(([one]) => LENGTH / one))),
      't(2n)/t(n) [min–max]': withSpread(spread(rounds.map(([one, two]) => two / one))),
      'slowest, ms': figure(Math.max(...rounds.map(([one]) => one)) / 1000),
    };
  }),
);
