import { collectDefaultMetrics, Registry } from 'prom-client';

/** A mean of nothing: the event loop was not measured since it was last asked for, milliseconds ago. */
const NOT_MEASURED = /^nodejs_eventloop_lag_mean_seconds nan$/im;
const MEASUREMENTS = /^nodejs_eventloop_lag_\w+_seconds .*\n/gm;

let registry: Registry | undefined;

/**
 * CPU, memory, event loop, handles. One registry for all servers of a process: its observers never end. It
 * counts from the first call, which belongs to the start of a server.
 */
export function processRegistry(): Registry {
  if (registry === undefined) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}

/** The Prometheus text format, without what could not be measured yet. */
export async function processMetrics(): Promise<string> {
  const text = await processRegistry().metrics();
  return NOT_MEASURED.test(text) ? text.replace(MEASUREMENTS, '') : text;
}
