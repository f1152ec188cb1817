/**
 * Scanning the same clean text with the whole catalogue and with secretlint's recommended preset, in turns.
 *
 * secretlint marks every step for its profiler and keeps all marks. Awaited without a turn of the event loop, as
 * here, the marks are made but not yet gathered; gathered, they make each call slower than the one before
 * it. The second row leaves them out: that is what its rules cost.
 */
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { SafeAI } from '../../packages/core/dist/index.js';
import { figure, latencies, printTable, spread, withSpread } from './measure.mjs';
import { prose } from './texts.mjs';

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] };
const options = { config, noPhysicFilePath: true };
const mark = performance.mark.bind(performance);
const safeai = new SafeAI();

const SIZES = [
  { name: '1 KB', length: 1024, aim: 40 },
  { name: '16 KB', length: 16 * 1024, aim: 8 },
  { name: '1 MB', length: 1024 * 1024, aim: 4 },
];

for (const { name, length, aim } of SIZES) {
  const content = prose(length);
  const lint = () =>
    lintSource({
      source: { filePath: 'text.txt', ext: '.txt', contentType: 'text', content },
      options,
    });
  const warmUp = length > 100_000 ? 20 : 10_000;
  const [scan, preset, rules] = await latencies(
    [
      { name: 'scan, whole catalogue', run: () => safeai.detection.scan(content) },
      { name: 'secretlint, as shipped', run: lint, after: () => performance.clearMarks() },
      {
        name: 'secretlint, without its marks',
        run: lint,
        before: () => (performance.mark = () => undefined),
        after: () => (performance.mark = mark),
      },
    ],
    { warmUp },
  );
  const times = (row) => spread(row.rounds.map((median, round) => median / scan.rounds[round]));
  printTable(
    `The same clean text of ${name}, µs (aim: ${aim} times)`,
    [scan, preset, rules].map((row) => ({
      what: row.name,
      'p50 [min–max]': withSpread(row.p50),
      p99: figure(row.p99),
      'times the scan [min–max]': withSpread(times(row)),
    })),
  );
}

// Else its profiler gathers all the marks, each by a look at all before it.
process.exit();
