/**
 * What a call of a model costs in between: chat completions, whole (1.4 KB) and as streams of 200 tokens, through the
 * gateway with everything on (scan, policy, budgets, metrics, the audit log on disk), a bare node:http proxy with
 * connections that are kept, and Portkey's gateway with nothing on. Each is a process of its own, and so is the
 * provider; all are warmed, then they take turns. CPU time is compared, not time on the clock: it does not depend on
 * who else is busy. Ratios are those of the same round.
 *
 * `--quick` makes few requests: to see that it runs.
 */
import { rm } from 'node:fs/promises';
import { installPortkey } from './gateway/install-portkey.mjs';
import { Target } from './gateway/load.mjs';
import {
  startGateway,
  startPassThrough,
  startPortkey,
  startUpstream,
} from './gateway/processes.mjs';
import { figure, printTable, spread, withSpread } from './measure.mjs';

const isQuick = process.argv.includes('--quick');

/** What is asked: how often to warm, and in a round, how many at once. */
const KINDS = [
  { kind: 'whole', name: 'JSON', aim: 1.5, warmUp: 10_000, round: 2_000, atOnce: 32 },
  { kind: 'burst', name: 'SSE, burst', aim: 1.6, warmUp: 400, round: 100, atOnce: 32 },
  { kind: 'paced', name: 'SSE, a token in 5 ms', aim: 1.6, warmUp: 64, round: 48, atOnce: 16 },
].map((each) => (isQuick ? { ...each, warmUp: 64, round: 32 } : each));
const ROUNDS = isQuick ? 3 : 9;
const PROBES = isQuick ? 20 : 300;
const MB = 1_000_000;

const upstream = await startUpstream();
const bare = new Target('bare node:http', await startPassThrough(upstream.port));
const gateway = new Target('SafeAI, everything on', await startGateway(upstream.port), {
  'x-safeai-agent': 'bench',
});
const targets = [bare, gateway];
const folder = await installPortkey();
let portkey;
if (folder !== undefined) {
  portkey = new Target('Portkey 1.15.2, nothing on', await startPortkey(folder), {
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstream.url}/v1`,
  });
  targets.push(portkey);
}

for (const { kind } of KINDS) {
  await bare.check(kind);
  await gateway.check(kind);
}
for (const { kind, warmUp, round, atOnce } of KINDS) {
  for (const target of targets) await target.load(kind, warmUp, atOnce);
  for (let count = 0; count < ROUNDS; count++) {
    for (const target of targets) await target.sample(kind, round, atOnce);
  }
}
const loaded = await Promise.all(targets.map(({ server }) => server.gauge()));
const waits = await probe();

for (const { kind, name, aim } of KINDS) {
  const base = bare.samples[kind];
  const ours = gateway.samples[kind];
  printTable(
    `${name} (aims: SafeAI at most ${aim} of the bare proxy, Portkey at least 2.5 of SafeAI)`,
    targets.map((target) => ({
      proxy: target.name,
      'CPU µs/call [min–max]': withSpread(spread(target.samples[kind])),
      'of the bare proxy': ratios(target.samples[kind], base),
      'of SafeAI': ratios(target.samples[kind], ours),
    })),
  );
}
printTable(
  'Added to the bare proxy, one call at a time, ms: median [quartiles] of differences (aim: at most 1 and the hold-back)',
  targets.slice(1).map(({ name }, index) => ({
    proxy: name,
    'JSON, first byte': added(waits.whole, index + 1, 'byte'),
    'SSE, first byte': added(waits.short, index + 1, 'byte'),
    'SSE, first text': added(waits.short, index + 1, 'text'),
  })),
);
printTable(
  'Memory after the load (aim: SafeAI at most 130 MB)',
  targets.map(({ name }, index) => ({
    proxy: name,
    'resident, MB': figure(loaded[index].rss / MB),
    'heap, MB': figure(loaded[index].heap / MB),
  })),
);
if (portkey === undefined)
  console.log('\nPortkey could not be installed: the package registry is out of reach.');

for (const target of targets) await target.stop();
await upstream.stop();
if (folder !== undefined) await rm(folder, { recursive: true, force: true });

function ratios(samples, base) {
  return withSpread(spread(samples.map((sample, round) => sample / base[round])));
}

/** Waits of single calls, the proxies by turns: for each kind a list for each proxy. */
async function probe() {
  const waits = { whole: targets.map(() => []), short: targets.map(() => []) };
  for (let count = -20; count < PROBES; count++) {
    for (const kind of Object.keys(waits)) {
      for (const [index, target] of targets.entries()) {
        const wait = await target.firstBytes(kind);
        if (count >= 0) waits[kind][index].push(wait);
      }
    }
  }
  return waits;
}

/** What a proxy adds to the bare one in the same turn. */
function added(ofTargets, index, what) {
  const sorted = ofTargets[index]
    .map((wait, turn) => wait[what] - ofTargets[0][turn][what])
    .sort((a, b) => a - b);
  const at = (share) => sorted[Math.floor(sorted.length * share)].toFixed(2);
  return `${at(0.5)} [${at(0.25)}–${at(0.75)}]`;
}
