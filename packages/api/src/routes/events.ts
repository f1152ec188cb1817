import { Type } from '@sinclair/typebox';
import { EventFrameSchema, EventsQuery } from '../schema/events.ts';
import { Identifier, NoQuery, RequestBody } from '../schema/request.ts';
import { defineRoute } from './route.ts';

const EXAMPLE = {
  id: '1767225600000-0',
  event: 'scan.blocked',
  timestamp: '2026-01-01T00:00:00.000Z',
  tenant_id: 'default',
  agent_id: 'default-agent',
  boundary: 'input',
  action: 'block',
  rule: 'default-secret-detection',
  decision_id: '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10',
  detail: { boundary: 'input', action: 'block', detection_type: 'secret', detections: 1 },
};

const SOCKET = {
  status: 101,
  description:
    'A WebSocket. Each text message from the server is one event; each from the caller is an `EventFilter`, which takes the place of the one before.',
  schema: EventFrameSchema,
  example: EXAMPLE,
} as const;

export const eventsRoute = defineRoute({
  id: 'events',
  method: 'GET',
  path: '/v1/events',
  summary: 'Events as they happen, by WebSocket: all of them until a message says which',
  tags: ['events'],
  hot: false,
  takesTicket: true,
  query: EventsQuery,
  answer: SOCKET,
  errors: ['upgrade_required', 'shutting_down'],
});

export const eventsFilteredRoute = defineRoute({
  id: 'events_filtered',
  method: 'GET',
  path: '/v1/ws/events',
  summary: 'The same; the first message says which, and without one all of them come',
  tags: ['events'],
  hot: false,
  takesTicket: true,
  query: EventsQuery,
  answer: SOCKET,
  errors: ['upgrade_required', 'shutting_down'],
});

export const eventStreamRoute = defineRoute({
  id: 'events_stream',
  method: 'GET',
  path: '/v1/events/stream',
  summary: 'The same events as server-sent events',
  tags: ['events'],
  hot: false,
  takesTicket: true,
  query: EventsQuery,
  answer: {
    description:
      'Each `data` is one event, each `id` its place in the stream: who comes back says it in `Last-Event-ID`.',
    mediaType: 'text/event-stream',
  },
  errors: ['shutting_down'],
});

export const EventTicketBody = RequestBody('EventTicketRequest', {
  tenant_id: Type.Optional(
    Identifier("The one of the caller's tenants that it is for; all of them if absent."),
  ),
});

export const EventTicketSchema = Type.Object(
  {
    ticket: Type.String({ description: 'For the query key `ticket`, once.' }),
    expires_at: Type.String({ format: 'date-time' }),
  },
  { title: 'EventTicket', additionalProperties: false },
);

export const eventTicketRoute = defineRoute({
  id: 'events_ticket',
  method: 'POST',
  path: '/v1/events/ticket',
  summary: 'A ticket that opens one stream of events, for browsers',
  tags: ['events'],
  hot: false,
  query: NoQuery,
  body: { schema: EventTicketBody, required: false, example: { tenant_id: 'default' } },
  answer: {
    description: 'A ticket. It serves once, soon, and as long as what it was asked for with does.',
    schema: EventTicketSchema,
    example: {
      ticket: 'tk-w3Jm0yqvT6cY0s6o7nq1v0H2l5kQeZ8rXxkq4m9b1aE',
      expires_at: '2026-01-01T00:00:30.000Z',
    },
    shownOnce: true,
  },
  errors: [],
});
