import picocolors from 'picocolors';
import type { OutputStream } from '../host.ts';

/** Functions that colour a text, or leave it as it is. */
export type Colours = ReturnType<typeof picocolors.createColors>;

/**
 * Colours for one stream. `FORCE_COLOR` (but `0`) turns them on everywhere, `NO_COLOR` off; otherwise
 * only a terminal gets them.
 */
export function colours(
  stream: OutputStream,
  env: Readonly<Record<string, string | undefined>>,
): Colours {
  return picocolors.createColors(wanted(stream, env));
}

function wanted(stream: OutputStream, env: Readonly<Record<string, string | undefined>>): boolean {
  const force = env.FORCE_COLOR ?? '';
  if (force !== '') return force !== '0' && force !== 'false';
  if ((env.NO_COLOR ?? '') !== '') return false;
  return stream.isTTY === true && env.TERM !== 'dumb';
}
