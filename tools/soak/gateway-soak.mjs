import { Target } from '../bench/gateway/load.mjs';
import { startGateway, startUpstream } from '../bench/gateway/processes.mjs';
import { SlowStreams } from './slow-streams.mjs';

const MB = 1_000_000;

/** What may be left on the heap between two marks besides what each request leaves: caches, compiled code. */
const HEAP_NOISE = 2 * MB;
/** What a request may leave on the heap, in bytes: less than a number in a map. */
const HEAP_SLOPE = 8;
/** After requests. What is aimed at is in the benchmark: this is what shows that something grows. */
const RESIDENT = 512 * MB;
const RESIDENT_GROWTH = 64 * MB;
/** What a stream may hold while its reader does not read, in bytes. */
const STREAM_BYTES = 512_000;
const STREAM_RESIDENT = 64 * MB;
/** The connection takes some of it before its reader is noticed to be stuck. */
const STUCK_BYTES = 2 * MB;

const SETTINGS = `
policies: []
budgets:
  - { name: everything, limit: 1000000, period: total }
  - { name: each-agent, limit: 1000000, limit_tokens: 1000000000000, per: [tenant, agent], period: total }
`;

/**
 * Loads a gateway with everything on and looks at what stays in its memory: requests of all kinds, streams at once
 * whose readers take one piece by turns, and streams whose readers stop reading and leave.
 *
 * @param requests how many in all; the heap is compared half-way and at the end
 * @param streams how many at once
 * @param stuck how many whose readers stop
 * @returns what was wrong, in words, and the figures
 */
export async function gatewaySoak({ requests, streams, stuck, log = () => undefined }) {
  const upstream = await startUpstream();
  const server = await startGateway(upstream.port, {
    settings: SETTINGS,
    nodeArgs: ['--expose-gc'],
  });
  const problems = [];
  const figures = {};
  const note = async (name) => {
    figures[name] = await server.gauge({ collect: true });
    const { rss, heap, external } = figures[name];
    log(`${name}: resident ${mb(rss)}, heap ${mb(heap)}, outside of it ${mb(external)}`);
    return figures[name];
  };
  const hold = (what, value, most) => {
    if (!(value <= most)) problems.push(`${what}: ${value}, and may be ${most}`);
  };
  const rest = async (what) => {
    const left = await untilIdle(upstream, server);
    if (left !== undefined) problems.push(`${what}: ${left}`);
  };

  try {
    const targets = Array.from(
      { length: 8 },
      (_, index) => new Target(`agent-${index}`, server, { 'x-safeai-agent': `agent-${index}` }),
    );
    await mixed(targets, Math.max(500, requests / 10));
    await mixed(targets, requests / 2);
    const half = await note('requests, half');
    await mixed(targets, requests / 2);
    const all = await note('requests, all');
    hold(
      'heap left by the second half of the requests',
      all.heap + all.external - half.heap - half.external,
      HEAP_NOISE + (requests / 2) * HEAP_SLOPE,
    );
    hold('resident after the requests', all.rss, RESIDENT);
    hold('resident by the second half of the requests', all.rss - half.rss, RESIDENT_GROWTH);
    await rest('after the requests');

    const slow = await SlowStreams.open(server, 'held', streams);
    const { open } = (await upstream.ask('answers')).answers;
    if (open !== streams) problems.push(`${open} of ${streams} streams are open at the provider`);
    const during = await note(`${streams} streams, not read`);
    hold(
      'resident by the streams that are open',
      during.rss - all.rss,
      STREAM_RESIDENT + streams * STREAM_BYTES,
    );
    await upstream.ask('release');
    problems.push(...(await slow.readByTurns()));
    await rest('after the streams');

    const held = await SlowStreams.open(server, 'endless', stuck);
    const { whole } = (await upstream.ask('answers')).answers;
    await held.untilStuck(upstream);
    const full = await note(`${stuck} streams, stuck`);
    hold(
      'resident by the streams that are stuck',
      full.rss - during.rss,
      STREAM_RESIDENT + stuck * STUCK_BYTES,
    );
    hold(
      'streams that nobody reads, and that the provider sent whole',
      (await upstream.ask('answers')).answers.whole - whole,
      0,
    );
    held.leave();
    await rest('after readers left');

    await mixed(targets, requests / 10);
    const end = await note('at the end');
    hold('heap left by the streams', end.heap + end.external - all.heap - all.external, 8 * MB);
    await Promise.all(targets.map(({ pool }) => pool.close()));
  } finally {
    await server.stop();
    await upstream.stop();
  }
  return { problems, figures };
}

/** A prompt that the shipped rules block. */
const SECRET = JSON.stringify({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'token=sk-ABCDEF1234567890ABCDEF' }],
});

/** Requests of all kinds: most of them whole, some as streams, some that are blocked, some whose caller leaves. */
async function mixed(targets, count) {
  let made = 0;
  const worker = async (target) => {
    for (let turn = made++; turn < count; turn = made++) {
      if (turn % 20 === 3) await target.refused(SECRET);
      else if (turn % 20 === 7) await target.left('burst');
      else await target.call(turn % 5 === 0 ? 'short' : 'whole');
    }
  };
  await Promise.all(targets.flatMap((target) => [target, target, target, target].map(worker)));
}

/** What is still open at the provider or reserved after 20 seconds without a request; undefined if nothing is. */
async function untilIdle(upstream, server) {
  let left;
  for (let attempt = 0; attempt < 200; attempt++) {
    left = await stillOpen(upstream, server);
    if (left === undefined) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return left;
}

async function stillOpen(upstream, server) {
  const { answers } = await upstream.ask('answers');
  if (answers.open > 0) return `${answers.open} requests are open at the provider`;
  const answer = await fetch(`${server.url}/v1/budgets`);
  const budgets = await answer.json();
  if (answer.status !== 200 || budgets.length === 0) return `budgets: ${answer.status}`;
  const reserved = budgets.filter((each) => each.reserved > 0 || each.reserved_tokens > 0);
  return reserved.length === 0 ? undefined : `reserved: ${JSON.stringify(reserved)}`;
}

function mb(bytes) {
  return `${(bytes / MB).toFixed(1)} MB`;
}
