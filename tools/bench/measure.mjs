/** Keeps results alive, so that the work that is measured cannot be optimised away. */
let sink = 0;

/**
 * Median and spread of the time of one call, in microseconds.
 *
 * Each candidate is warmed with at least 10 000 calls; then the candidates take turns, round by round, so
 * that a busy moment of the machine hits all of them alike.
 *
 * @param candidates `{ name, run }`: `run` does the work once and gives something back
 * @returns rows in the order given: `{ name, median, min, max }`
 */
export function measure(candidates, { rounds = 7, roundMs = 150, warmUp = 10_000 } = {}) {
  const plans = candidates.map(({ name, run }) => {
    for (let call = 0; call < warmUp; call++) keep(run());
    return { name, run, calls: callsWithin(run, roundMs), samples: [] };
  });
  for (let round = 0; round < rounds; round++) {
    for (const plan of plans) {
      const start = process.hrtime.bigint();
      for (let call = 0; call < plan.calls; call++) keep(plan.run());
      plan.samples.push(Number(process.hrtime.bigint() - start) / 1000 / plan.calls);
    }
  }
  if (sink === Number.MAX_VALUE) console.log(sink);
  return plans.map(({ name, samples }) => ({ name, ...spread(samples) }));
}

/**
 * Latency of single calls, in microseconds, sync or async. Each candidate is warmed; then the candidates
 * take turns, a block of calls each, so that a busy moment of the machine hits all of them alike.
 *
 * @param candidates `{ name, run, before, after }`: what stands around a block of calls is not timed
 * @returns rows in the order given: `{ name, p50, p99, rounds }`: the spread of the rounds' medians, the 99th
 * percentile of all calls, and the medians themselves
 */
export async function latencies(candidates, { rounds = 7, roundMs = 100, warmUp = 10_000 } = {}) {
  const plans = [];
  for (const candidate of candidates) {
    const { before = () => undefined, after = () => undefined } = candidate;
    const plan = { ...candidate, before, after, all: [], medians: [] };
    const took = await block(plan, warmUp);
    const last = spread(took.slice(-Math.min(100, took.length)));
    plan.calls = Math.max(5, Math.round((roundMs * 1000) / last.median));
    plans.push(plan);
  }
  for (let round = 0; round < rounds; round++) {
    for (const plan of plans) {
      const took = await block(plan, plan.calls);
      plan.medians.push(spread(took).median);
      for (const call of took) plan.all.push(call);
    }
  }
  return plans.map(({ name, all, medians }) => {
    const sorted = Float64Array.from(all).sort();
    const p99 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))];
    return { name, p50: spread(medians), p99, rounds: medians };
  });
}

async function block({ run, before, after }, calls) {
  const took = [];
  before();
  for (let call = 0; call < calls; call++) {
    const start = process.hrtime.bigint();
    const result = run();
    keep(result instanceof Promise ? await result : result);
    took.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  after();
  return took;
}

/** Median, least and greatest of some figures. */
export function spread(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], min: sorted[0], max: sorted[sorted.length - 1] };
}

function callsWithin(run, ms) {
  let calls = 1;
  for (;;) {
    const start = process.hrtime.bigint();
    for (let call = 0; call < calls; call++) keep(run());
    const took = Number(process.hrtime.bigint() - start) / 1e6;
    if (took > ms / 4) return Math.max(1, Math.round((calls * ms) / took));
    calls *= 4;
  }
}

function keep(value) {
  if (value) sink++;
}

/** Prints rows as a table under a title: the first row's keys are its columns. */
export function printTable(title, rows) {
  console.log(`\n${title}`);
  const columns = Object.keys(rows[0]);
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index].length)));
  for (const row of cells) {
    console.log(
      `  ${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[index]) : cell.padStart(widths[index]))).join('  ')}`,
    );
  }
}

/** A figure with two or three digits that count. */
export function figure(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** `median [min–max]`. */
export function withSpread({ median, min, max }) {
  return `${figure(median)} [${figure(min)}–${figure(max)}]`;
}

/** A random source with a seed: the same figures in every run. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
