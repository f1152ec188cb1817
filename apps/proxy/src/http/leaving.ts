import type { ServerResponse } from 'node:http';
import { ClientGone } from './read-body.ts';

/** Aborted with {@link ClientGone} when the connection of an answer closes before the answer was written whole. */
export function leaving(res: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const leave = (): void => {
    if (!res.writableFinished) controller.abort(new ClientGone());
  };
  if (res.destroyed) leave();
  else res.once('close', leave);
  return controller.signal;
}
