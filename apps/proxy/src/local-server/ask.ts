import type { ServerFile } from './live-server.ts';

/** A request to a server. */
export interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** Sends a request to a server. Redirects are not followed. */
export type Ask = (url: string, sent: Sent) => Promise<Response>;

/** As any program does. */
export const askAsAnyone: Ask = (url, sent) => fetch(url, { ...sent, redirect: 'error' });

/** As a program of the machine that a server runs on: over TLS it is known by its key, not by its certificate. */
export function askLocally({ url, token }: ServerFile): Ask {
  if (!url.startsWith('https:')) return askAsAnyone;
  return async (to, sent) => {
    const { askByKey } = await import('./ask-by-key.ts');
    return askByKey(to, sent, token);
  };
}
