import { Type, type Static } from '@sinclair/typebox';
import { AnyJsonObject, StringOrNull } from './json.ts';
import { Identifier, Query } from './request.ts';
import { StringEnum } from './string-enum.ts';

/** Most names that a listener may ask for. */
export const MAX_EVENT_NAMES = 100;
/** Longest list of names in a query, in UTF-16 code units. */
const MAX_EVENTS_LENGTH = 4096;
/** Longest `since`. */
const MAX_SINCE_LENGTH = 64;
/** Longest ticket. */
const MAX_TICKET_LENGTH = 128;

const BOUNDARIES = ['input', 'action', 'output', 'memory'] as const;

/** One event, as every stream of them has it: each frame has every key, null where it does not apply. */
export const EventFrameSchema = Type.Object(
  {
    id: Type.String({ description: 'Its place in the stream, for `since`.' }),
    event: Type.String({ description: 'What happened: `scan.blocked`, `policy.reloaded`, …' }),
    timestamp: Type.String({ format: 'date-time' }),
    tenant_id: StringOrNull('The tenant; `*` for what concerns all of them.'),
    agent_id: StringOrNull('The agent.'),
    boundary: StringOrNull('`input`, `action`, `output` or `memory`.'),
    action: StringOrNull('What was decided.'),
    rule: StringOrNull('The rule that decided.'),
    decision_id: StringOrNull('Of the record in the audit log.'),
    detail: AnyJsonObject({
      description:
        '`boundary`, `action`, `detection_type` (of the first finding), and what belongs to this event alone.',
    }),
  },
  { title: 'Event', additionalProperties: false },
);

/** One event on the wire. */
export type WireEvent = Static<typeof EventFrameSchema>;

/** A field that may be left out, or said to be null. */
function OrNull<Value>(schema: object) {
  return Type.Optional(Type.Unsafe<Value | null>({ anyOf: [schema, { type: 'null' }] }));
}

const SINCE =
  'Go on after this `id`, or at this time (ISO 8601), as far back as the server remembers. Where it remembers less, `stream.gap` comes first.';

/** What a listener sends on a socket: from then on, it hears these events alone. */
export const EventFilterSchema = Type.Object(
  {
    boundary: OrNull<(typeof BOUNDARIES)[number]>({ enum: [...BOUNDARIES] }),
    tenant_id: OrNull<string>(Identifier("One of the caller's tenants; all of them if absent.")),
    agent_id: OrNull<string>(Identifier('The agent.')),
    events: OrNull<string[]>(
      Type.Array(Type.String({ maxLength: 64 }), {
        maxItems: MAX_EVENT_NAMES,
        description: 'Names, or families of them: `scan.blocked`, `approval.*`.',
      }),
    ),
    since: OrNull<string>(Type.String({ maxLength: MAX_SINCE_LENGTH, description: SINCE })),
  },
  { title: 'EventFilter', additionalProperties: false, patternProperties: { '^x_': {} } },
);

/** What a listener asks for on a socket. */
export type WireEventFilter = Static<typeof EventFilterSchema>;

/** The same, in the address of a stream. */
export const EventsQuery = Query({
  boundary: Type.Optional(StringEnum(BOUNDARIES)),
  tenant_id: Type.Optional(Identifier("One of the caller's tenants; all of them if absent.")),
  agent_id: Type.Optional(Identifier('The agent.')),
  events: Type.Optional(
    Type.String({
      maxLength: MAX_EVENTS_LENGTH,
      description: 'Names, or families of them, with commas between: `scan.blocked,approval.*`.',
    }),
  ),
  since: Type.Optional(Type.String({ maxLength: MAX_SINCE_LENGTH, description: SINCE })),
  ticket: Type.Optional(
    Type.String({
      maxLength: MAX_TICKET_LENGTH,
      description: 'Of `POST /v1/events/ticket`, for callers that can send no header.',
    }),
  ),
});
