import type { IncomingHttpHeaders } from 'node:http';
import type { Exchange } from '../http/exchange.ts';
import type { EdgeSettings } from '../settings/settings.ts';
import type { Peer } from './peer.ts';

/** How a request came: what signing in asks beside who it is. */
export interface Visit {
  readonly headers: IncomingHttpHeaders;
  readonly peer: Peer;
  readonly settings: EdgeSettings;
  /** Over TLS, up to here or up to a trusted proxy. */
  readonly secure: boolean;
  /** The query as it was sent, without the `?`. */
  readonly search: string;
}

/** How a request came. */
export function visitOf({ req, peer, settings, search }: Exchange): Visit {
  const { headers, socket } = req;
  const secure =
    ('encrypted' in socket && socket.encrypted === true) ||
    (peer.trustedProxy && headers['x-forwarded-proto'] === 'https');
  return { headers, peer, settings, secure, search };
}

/** Whether browsers reach the server by TLS, so that a cookie may ask for it. */
export function cameSecurely({ secure, settings }: Visit): boolean {
  return secure || settings.publicUrl?.startsWith('https:') === true;
}
