/**
 * Scanning text that holds nothing to find, with the whole catalogue. The baseline is the least any scanner
 * could do: look once for a character that is not there.
 */
import { SafeAI } from '../../packages/core/dist/index.js';
import { figure, measure, printTable, seeded, withSpread } from './measure.mjs';

const WORDS =
  'the server reads its settings when it starts and again on every change of the file a request that ' +
  'arrives meanwhile is answered with the old ones so nothing waits and nothing is lost in between see ' +
  'the chapter about operation for the order in which values are taken and for what happens on error';

function prose(length) {
  const random = seeded(length);
  const words = WORDS.split(' ');
  let text = '';
  while (text.length < length) text += `${words[Math.floor(random() * words.length)]} `;
  return text.slice(0, length);
}

const safeai = new SafeAI();
const texts = [
  ['1 KB', prose(1024)],
  ['16 KB', prose(16 * 1024)],
  ['1 MB', prose(1024 * 1024)],
];

for (const [size, text] of texts) {
  const warmUp = text.length > 100_000 ? 20 : 10_000;
  const [baseline, scan] = measure(
    [
      { name: 'indexOf of an absent character', run: () => text.indexOf('~') },
      { name: 'scan, whole catalogue', run: () => safeai.detection.scan(text).length === 0 },
    ],
    { warmUp },
  );
  printTable(
    `Clean text of ${size}, µs`,
    [baseline, scan].map((row) => ({
      what: row.name,
      'median [min–max]': withSpread(row),
      'MB/s': figure(text.length / row.median),
      'ratio to indexOf': figure(row.median / baseline.median),
    })),
  );
}
