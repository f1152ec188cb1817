/**
 * What it costs to tell an event to many sockets: CPU time of the server for each delivery, against writing and sending
 * it for each client. The readers are another process.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { figure, printTable, spread, withSpread } from './measure.mjs';

const ROUNDS = 5;
const SERVERS = ['safeai', 'each'];
/** Sockets, events of a round, and how long an event may take to be told to all. */
const SIZES = [
  { sockets: 100, bursts: 60, restMs: 30 },
  { sockets: 1_000, bursts: 20, restMs: 150 },
  { sockets: 5_000, bursts: 6, restMs: 700 },
];
const BURSTS = [1, 10];

async function start(name, sockets, stalled = 0) {
  const server = fork(new URL('events/server.mjs', import.meta.url), [name]);
  const [{ url }] = await once(server, 'message');
  const readers = fork(new URL('events/readers.mjs', import.meta.url), [
    url,
    String(sockets),
    String(stalled),
  ]);
  await once(readers, 'message');
  return { name, server, readers, samples: [] };
}

async function ask(child, message) {
  child.send(message);
  const [answer] = await once(child, 'message');
  return answer;
}

/** @returns CPU µs for each delivery. @throws when not all arrived */
async function round({ server, readers }, { sockets, bursts, restMs }, burst) {
  const before = await ask(readers, {});
  const { cpu } = await ask(server, { bursts, burst, restMs });
  const deliveries = sockets * bursts * burst;
  for (let tries = 0; ; tries++) {
    const { frames } = await ask(readers, {});
    if (frames - before.frames === deliveries) return cpu / deliveries;
    if (tries === 100) throw new Error(`${frames - before.frames} of ${deliveries} arrived`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const rows = [];
/** By sockets: one event at a time, for each client by itself. */
const oneByOne = new Map();
const blocks = [];
for (const size of SIZES) {
  const started = [];
  for (const name of SERVERS) started.push(await start(name, size.sockets));
  const [own, each] = started;
  for (const burst of BURSTS) {
    // Each burst of ten stands for itself, as each event does.
    const plan = { ...size, bursts: Math.ceil(size.bursts / (burst === 1 ? 1 : 2)) };
    for (const one of started) {
      one.samples = [];
      await round(one, plan, burst);
    }
    for (let count = 0; count < ROUNDS; count++) {
      for (const one of started) one.samples.push(await round(one, plan, burst));
    }
    if (burst === 1) oneByOne.set(size.sockets, spread(each.samples).median);
    const ratios = own.samples.map((sample, index) => sample / each.samples[index]);
    const single = own.samples.map((sample) => sample / oneByOne.get(size.sockets));
    rows.push({
      sockets: size.sockets,
      'events at once': burst,
      'SafeAI, CPU µs/delivery': withSpread(spread(own.samples)),
      'written and sent for each': withSpread(spread(each.samples)),
      ratio: withSpread(spread(ratios)),
      'to one by one for each': withSpread(spread(single)),
    });
  }
  for (const { name, server } of started) {
    const longest = [];
    for (let count = 0; count < ROUNDS; count++) {
      const watched = { bursts: 3, burst: 1, restMs: size.restMs, blocks: true };
      longest.push((await ask(server, watched)).longest / 1000);
    }
    blocks.push({
      sockets: size.sockets,
      server: name === 'each' ? 'written and sent for each' : 'SafeAI',
      'longest block, CPU ms [min–max]': withSpread(spread(longest)),
      worst: figure(Math.max(...longest)),
    });
  }
  for (const { server, readers } of started) {
    readers.kill();
    server.kill();
  }
}
const crowds = [await start('safeai', 1_000), await start('safeai', 1_000, 1)];
const crowd = { sockets: 1_000, bursts: 20, restMs: 100 };
for (let count = -1; count < ROUNDS; count++) {
  for (const one of crowds) {
    const sample = await round(one, crowd, 10);
    if (count >= 0) one.samples.push(sample);
  }
}
for (const { server, readers } of crowds) {
  readers.kill();
  server.kill();
}
const [alike, beside] = crowds.map(({ samples }) => samples);

printTable('Events to many sockets', rows);
printTable('The longest that one event holds the loop', blocks);
printTable('One of 1 001 sockets that reads nothing, events ten at a time', [
  {
    'without, CPU µs/delivery': withSpread(spread(alike)),
    with: withSpread(spread(beside)),
    ratio: withSpread(spread(beside.map((sample, index) => sample / alike[index]))),
  },
]);
