/**
 * Scanning text with the whole catalogue: what it costs where there is nothing to find, where there is much,
 * and where there are more rules. The baseline is the least any scanner could do: look once for a character
 * that is not there. Aims: clean 1 KB in 8 µs; 1 000 rules in 1.5 times the time of 250.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CATALOGUE, DetectionEngine, SafeAI } from '../../packages/core/dist/index.js';
import { figure, latencies, printTable, seeded, spread, withSpread } from './measure.mjs';
import { dense, foreignProse, json, prose } from './texts.mjs';

const KB = 1024;

/** The first rules of the catalogue, then made-up ones: as the real ones, but for their anchors. */
function rules(count) {
  const random = seeded(count);
  const letter = () => 'abcdefghijklmnopqrstuvwxyz0123456789'.charAt(Math.floor(random() * 36));
  const anchored = CATALOGUE.filter((rule) => rule.anchors.length > 0);
  const all = CATALOGUE.slice(0, count);
  while (all.length < count) {
    const like = anchored[all.length % anchored.length];
    // One anchor of five to nine characters for every one of the rule that it is like, twelve at most.
    const anchors = like.anchors
      .slice(0, 12)
      .map(() => Array.from({ length: 4 + Math.floor(random() * 5) }, letter).join('') + '_');
    all.push({
      ...like,
      id: `made-up-${all.length}`,
      mode: like.mode === 'assign' ? 'assign' : 'sticky',
      lead: undefined,
      anchors,
      pattern: like.mode === 'assign' ? like.pattern : `[a-z0-9]{4,8}_[A-Za-z0-9]{24,64}`,
      maxLength: like.mode === 'assign' ? like.maxLength : 73,
      context: undefined,
      validator: undefined,
    });
  }
  return all;
}

function printed(rows, text, baseline) {
  return rows.map((row) => ({
    what: row.name,
    'p50 [min–max]': withSpread(row.p50),
    p99: figure(row.p99),
    'MB/s': figure(text.length / row.p50.median),
    'ratio [min–max]': withSpread(
      spread(row.rounds.map((median, round) => median / baseline.rounds[round])),
    ),
  }));
}

const SIZES = [...new Set([250, 1000, CATALOGUE.length, 2000])].sort((left, right) => left - right);

const safeai = new SafeAI();

for (const [size, text] of [
  ['1 KB', prose(KB)],
  ['16 KB', prose(16 * KB)],
  ['1 MB', prose(KB * KB)],
]) {
  const rows = await latencies(
    [
      { name: 'indexOf of an absent character', run: () => text.indexOf('~') },
      { name: 'scan, whole catalogue', run: () => safeai.detection.scan(text).length === 0 },
    ],
    { warmUp: text.length > 100_000 ? 20 : 10_000 },
  );
  printTable(`Clean text of ${size}, µs`, printed(rows, text, rows[0]));
}

for (const [size, text] of [
  ['1 KB', prose(KB)],
  ['16 KB', prose(16 * KB)],
]) {
  const rows = await latencies(
    SIZES.map((count) => {
      const engine = new DetectionEngine({ rules: rules(count) });
      return { name: `${count} rules`, run: () => engine.scan(text).length === 0 };
    }),
  );
  printTable(`More rules, clean text of ${size}, µs`, printed(rows, text, rows[0]));
}

const clean = prose(16 * KB);
const texts = [
  ['clean prose', clean],
  ['prose in other scripts', foreignProse(16 * KB)],
  ['JSON', json(16 * KB)],
  ['full of values to find', dense(CATALOGUE, 16 * KB)],
];
const rows = await latencies(
  texts.map(([name, text]) => ({ name, run: () => safeai.detection.scan(text).length })),
  { warmUp: 1000 },
);
printTable('Texts of 16 KB, µs', printed(rows, clean, rows[0]));

const starts = [];
for (let run = 0; run < 7; run++) {
  const child = fork(fileURLToPath(new URL('./start/cold.mjs', import.meta.url)));
  const [figures] = await once(child, 'message');
  starts.push(figures);
}
printTable(
  'A process that begins, ms',
  Object.keys(starts[0]).map((what) => ({
    what,
    'median [min–max]': withSpread(spread(starts.map((figures) => figures[what]))),
  })),
);
