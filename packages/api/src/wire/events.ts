import {
  compileGlob,
  EVENT_NAMES,
  InvalidRequestError,
  STREAM_EVENT_NAMES,
  type Role,
  type SafeAIEvent,
} from '@safeai/core';
import { REVIEW_ROLES, SPENDING_ROLES } from '../routes/roles.ts';
import {
  EventFilterSchema,
  MAX_EVENT_NAMES,
  type EventsQuery,
  type WireEvent,
  type WireEventFilter,
} from '../schema/events.ts';
import type { Static } from '@sinclair/typebox';
import { millisecondsOfTime } from '../validation/formats.ts';
import { closestWord } from '../validation/suggestion.ts';
import { bodyValidator } from '../validation/validator.ts';

/** A place in the stream: when an event was told, and which of that millisecond it was. */
export interface EventPosition {
  /** Milliseconds since the epoch. */
  readonly ms: number;
  /** From 0; -1: before the first. */
  readonly order: number;
}

/** Which events a listener wants. Null: any. */
export interface EventFilter {
  readonly boundary: string | null;
  readonly tenantId: string | null;
  readonly agentId: string | null;
  /** Names and families of them. */
  readonly events: readonly string[] | null;
}

/** What a listener asks for: which events, and from where on. */
export interface EventsAsked {
  readonly filter: EventFilter;
  /** Null: from now on. */
  readonly since: EventPosition | null;
}

/** A place as the `id` of a frame. */
export function writePosition({ ms, order }: EventPosition): string {
  return `${String(ms)}-${String(order)}`;
}

/** An `id` of a frame; undefined for what is none. */
export function parsePosition(text: string): EventPosition | undefined {
  const [, ms, order] = /^(\d{1,15})-(\d{1,9})$/.exec(text) ?? [];
  return ms === undefined ? undefined : { ms: Number(ms), order: Number(order) };
}

/** What an event of a kind says beyond that it happened is for these roles. */
function knowing(event: string): readonly Role[] {
  return event.startsWith('budget.') ? SPENDING_ROLES : REVIEW_ROLES;
}

/** Whether somebody may know which rule and which record an event is about, and its details. */
export function knowsDetails(roles: readonly Role[], event: string): boolean {
  return roles.some((role) => knowing(event).includes(role));
}

/** A frame without what it is about. */
const BARE = {
  tenant_id: null,
  agent_id: null,
  boundary: null,
  action: null,
  rule: null,
  decision_id: null,
} as const;

const BARE_DETAIL = { boundary: null, action: null, detection_type: null } as const;

/**
 * An event as a frame.
 *
 * @param position its place in the stream
 * @param withDetails for somebody who {@link knowsDetails}
 */
export function fromEvent(
  event: SafeAIEvent,
  position: EventPosition,
  withDetails: boolean,
): WireEvent {
  const { boundary, action } = event;
  return {
    id: writePosition(position),
    event: event.event,
    timestamp: new Date(event.timestamp).toISOString(),
    tenant_id: event.tenantId,
    agent_id: event.agentId,
    boundary,
    action,
    rule: withDetails ? event.rule : null,
    decision_id: withDetails ? event.decisionId : null,
    detail: { ...BARE_DETAIL, boundary, action, ...(withDetails ? event.detail : {}) },
  };
}

/**
 * What a stream says of itself.
 *
 * @param position up to which the listener has been told everything
 */
export function streamFrame(
  event: (typeof STREAM_EVENT_NAMES)[number],
  position: EventPosition,
  timestamp: number,
  detail: Readonly<Record<string, string | boolean | null>> = {},
): WireEvent {
  return {
    ...BARE,
    id: writePosition(position),
    event,
    timestamp: new Date(timestamp).toISOString(),
    detail: { ...BARE_DETAIL, ...detail },
  };
}

const validate = bodyValidator(EventFilterSchema);

/**
 * What a message on a socket asks for.
 *
 * @throws InvalidRequestError
 */
export function toEventsAsked(message: unknown): EventsAsked {
  const [error] = validate(message);
  if (error !== undefined) throw notValid(error.path, error.message);
  return asked(message as WireEventFilter, '$.');
}

/**
 * What the address of a stream asks for.
 *
 * @throws InvalidRequestError
 */
export function toEventsAskedByQuery(query: Static<typeof EventsQuery>): EventsAsked {
  const { boundary, tenant_id, agent_id, since, events } = query;
  const names = events?.split(',').map((name) => name.trim());
  return asked({ boundary, tenant_id, agent_id, since, events: names } as WireEventFilter, '');
}

function asked(filter: WireEventFilter, prefix: string): EventsAsked {
  const { boundary, tenant_id, agent_id, events, since } = filter;
  (events ?? []).forEach((name, index) => {
    checkName(name, `${prefix}events[${String(index)}]`);
  });
  if ((events?.length ?? 0) > MAX_EVENT_NAMES) {
    throw notValid(`${prefix}events`, `must name at most ${String(MAX_EVENT_NAMES)} events`);
  }
  return {
    filter: {
      boundary: boundary ?? null,
      tenantId: tenant_id ?? null,
      agentId: agent_id ?? null,
      events: events ?? null,
    },
    since: since === null || since === undefined ? null : sinceOf(since, `${prefix}since`),
  };
}

const KNOWN: readonly string[] = [...EVENT_NAMES, ...STREAM_EVENT_NAMES];

/** A name that no event has would be waited for in vain. */
function checkName(name: string, path: string): void {
  const isNamed = compileGlob(name);
  if (KNOWN.some((known) => isNamed(known))) return;
  const meant = closestWord(name, KNOWN);
  throw notValid(path, `names no event${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}

function sinceOf(text: string, path: string): EventPosition {
  const position = parsePosition(text);
  if (position !== undefined) return position;
  const ms = millisecondsOfTime(text);
  if (Number.isNaN(ms)) {
    throw notValid(path, 'must be the id of an event, or a time in ISO 8601');
  }
  return { ms, order: -1 };
}

function notValid(path: string, message: string): InvalidRequestError {
  return new InvalidRequestError(`${path} ${message}`, { details: [{ path, message }] });
}
