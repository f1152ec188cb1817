import type { JsonObject } from '../json.ts';
import type { TenantScope } from '../ports.ts';

/** What is remembered of an alert between the events that it is about. */
export interface AlertState {
  /** Names the alert for ever: its deduplication key. */
  readonly key: string;
  /** `*` for what concerns all of them. */
  readonly tenantId: string;
  /** Whether it goes on: it was raised and is not over. */
  readonly isOpen: boolean;
  /** When something is to be done about it, in milliseconds since the epoch; null: nothing, unless there are events. */
  readonly dueAt: number | null;
  readonly changedAt: number;
  /** 1 for a new one; each change adds one. */
  readonly version: number;
  /** Ids, names of rules and counts. */
  readonly body: JsonObject;
}

/** A message that is to reach one channel. */
export interface OutboxMessage {
  /** Names the message for ever, whatever channel it goes to. */
  readonly id: string;
  readonly channel: string;
  /** Messages of one key reach a channel in the order of their sequence. */
  readonly key: string;
  readonly sequence: number;
  readonly tenantId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Ids, names of rules and counts. */
  readonly body: JsonObject;
}

/** What became of a message; `covered`: the channel that it was moved to had it already. */
export type MessageState = 'waiting' | 'sent' | 'covered' | 'dead';

/** A message as it is kept. */
export interface OutboxEntry extends OutboxMessage {
  readonly state: MessageState;
  /** When it is tried next, if it is waiting. */
  readonly dueAt: number;
  /** By this channel. */
  readonly attempts: number;
  /** By this channel; null before the first attempt. */
  readonly firstTriedAt: number | null;
  /** Channels that it was moved from. */
  readonly movedFrom: readonly string[];
  /** Code of what went wrong at the last attempt; null if nothing did. */
  readonly problem: string | null;
  /** When it ceased to wait. */
  readonly endedAt: number | null;
}

/** What is new about an alert, and the messages about it: both are kept, or neither. */
export interface AlertChange {
  /** Takes the place of the state with the version before; of none, where its version is 1. */
  readonly next: AlertState;
  /** Those whose id the channel has already are not appended again. */
  readonly messages: readonly OutboxMessage[];
}

/** Asks for messages to send. */
export interface OutboxLease {
  readonly channel: string;
  /** Unguessable; names who sends them. */
  readonly leaseId: string;
  /** How long nobody else gets them, in milliseconds. The same for all who ask. */
  readonly leaseMs: number;
  readonly limit: number;
}

/** A message that is leased. */
export interface LeasedMessage {
  readonly channel: string;
  readonly id: string;
  readonly leaseId: string;
}

/** How an attempt ended. Problems are codes and hold no content. */
export type DeliveryEnd =
  | { readonly result: 'sent' }
  /** It waits, and is tried again after so many milliseconds. */
  | { readonly result: 'again'; readonly inMs: number; readonly problem: string }
  /** Another channel is to send it, at once. */
  | { readonly result: 'moved'; readonly channel: string; readonly problem: string }
  | { readonly result: 'dead'; readonly problem: string };

/** Which messages are shown. */
export interface OutboxFilter {
  readonly tenants: TenantScope;
  readonly state?: MessageState;
  readonly channel?: string;
  readonly limit: number;
}

/** Which alerts are shown. */
export interface AlertFilter {
  readonly tenants: TenantScope;
  readonly isOpen?: boolean;
  /** Only those that come after this one. */
  readonly after?: Pick<AlertState, 'changedAt' | 'key'>;
  readonly limit: number;
}

/** Which dead messages are to be tried again. */
export interface OutboxRetry {
  readonly tenants: TenantScope;
  /** That message alone, in every channel that gave it up. */
  readonly id?: string;
  readonly channel?: string;
}

/** How many messages a channel has. */
export interface OutboxBacklog {
  readonly channel: string;
  readonly waiting: number;
  readonly dead: number;
}

/** Alerts that nobody is told about for a time. What is null does not restrict it. */
export interface Silence {
  /** `si-` and 24 hex digits. */
  readonly id: string;
  /** Null: every tenant, and what concerns all of them. */
  readonly tenantId: string | null;
  /** Glob over the names of alert rules. */
  readonly rule: string | null;
  /** Glob over the names of events. */
  readonly event: string | null;
  /** Glob over the ids of agents. */
  readonly agentId: string | null;
  readonly reason: string;
  readonly setBy: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The first millisecond in which it holds no more. */
  readonly until: number;
}
