import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Peer } from '../edge/peer.ts';
import type { EdgeSettings } from '../settings/settings.ts';

/** One request and its answer, from the moment that the edge let it in. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly requestId: string;
  /** The continued trace, where the caller sent one. */
  readonly traceparent: string | undefined;
  readonly peer: Peer;
  readonly settings: EdgeSettings;
  /** Without the query. */
  readonly path: string;
  /** Without the `?`; empty where there is none. */
  readonly search: string;
  /** `performance.now()` at arrival. */
  readonly startedAt: number;
}

/** Path and query of a request target. */
export function splitTarget(target: string): { path: string; search: string } {
  const mark = target.indexOf('?');
  return mark === -1
    ? { path: target, search: '' }
    : { path: target.slice(0, mark), search: target.slice(mark + 1) };
}
