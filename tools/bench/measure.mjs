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
