import type { CliHost } from '../host.ts';

/** Reloads at SIGHUP. */
export interface HangUp {
  /** From now on; a signal that came before it counts. */
  readonly onReload: (reload: () => void) => void;
  readonly close: () => void;
}

/**
 * Takes SIGHUP, which service managers send to have the configuration read again. On a terminal it says that the
 * terminal is gone, and ends the process as ever.
 */
export function takeHangUp({ stdin, stderr }: Pick<CliHost, 'stdin' | 'stderr'>): HangUp {
  let isDue = false;
  let reload = (): void => {
    isDue = true;
  };
  const onSignal = (): void => {
    reload();
  };
  if (stdin.isTTY !== true && stderr.isTTY !== true) process.on('SIGHUP', onSignal);
  return {
    onReload: (listener) => {
      reload = listener;
      if (isDue) listener();
    },
    close: () => {
      process.off('SIGHUP', onSignal);
    },
  };
}
