import { SafeAIError } from '@safeai/core';
import { HttpError } from '../http/problem.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/events, GET /v1/ws/events: whoever gets here has opened no socket. */
export function eventSocket(): Handler<'events'> & Handler<'events_filtered'> {
  return () => {
    throw new HttpError(
      'upgrade_required',
      'Events come here by WebSocket. Without one, read /v1/events/stream.',
      { headers: { upgrade: 'websocket', connection: 'upgrade' } },
    );
  };
}

/** GET /v1/events/stream, where there is no server to stream from. */
export function eventStream(): Handler<'events_stream'> {
  return () => {
    throw noServer();
  };
}

/** POST /v1/events/ticket */
export function eventTicket({ tickets }: Dependencies): Handler<'events_ticket'> {
  return ({ body, visit }) => {
    if (visit === undefined) throw noServer();
    const { headers, peer, settings } = visit;
    // What the ticket opens changes nothing, so that it asks for no token of a page.
    const introduction = { method: 'GET', headers, peer, settings, signsIn: false };
    const { ticket, expiresAt } = tickets.give({ introduction, tenant: body?.tenant_id });
    return { ticket, expires_at: new Date(expiresAt).toISOString() };
  };
}

function noServer(): SafeAIError {
  return new SafeAIError('not_found', 'There are no events without a server.');
}
