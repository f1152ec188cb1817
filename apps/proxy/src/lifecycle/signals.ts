const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls back at the first signal that asks the process to stop. A second one then ends it at once, as it would
 * without this.
 *
 * @returns stops listening for signals
 */
export function onStopSignal(stop: (signal: string) => void): () => void {
  const off = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    off();
    stop(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return off;
}
