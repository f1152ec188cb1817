import type { AlertState, JsonObject } from '@safeai/core';
import type { Members } from './burst.ts';
import type { Labels } from './intake.ts';
import type { Severity } from '../severity.ts';

/**
 * Where an alert stands: `counting`: fewer events than its rule asks for; `raised`: nobody was told yet; `open`: some
 * were; `over`.
 */
export type AlertStatus = 'counting' | 'raised' | 'open' | 'over';

/** Why nobody is told of an alert. */
export type HeldBy = 'silence' | 'inhibition';

/** What is remembered of an alert. */
export interface AlertBody extends Members {
  readonly rule: string;
  readonly severity: Severity;
  readonly labels: Labels;
  readonly status: AlertStatus;
  /** Events of the window, by the beginnings of its parts. */
  readonly recent: readonly (readonly [from: number, count: number])[];
  readonly startedAt: number;
  /** When its rule's number of events was in the window; null: it was not. */
  readonly raisedAt: number | null;
  readonly lastAt: number;
  /** Events since it began. */
  readonly count: number;
  /** How many of them were told. */
  readonly toldCount: number;
  /** Whether there is a kind of event that was not told yet. */
  readonly hasNews: boolean;
  readonly decisionIds: readonly string[];
  /** Of its last message; never begins anew. */
  readonly sequence: number;
  /** When its last message was written; null: there was none. */
  readonly toldAt: number | null;
  /** Channels that were told since it began, and those that took over for one. */
  readonly toldTo: readonly string[];
  /** Whether somebody looks after it. */
  readonly isAcknowledged: boolean;
  readonly heldBy: HeldBy | null;
}

/** The body of a state. This package alone writes them. */
export function bodyOf(state: AlertState): AlertBody {
  return state.body as unknown as AlertBody;
}

/** A body as it is kept. */
export function toJson(body: object): JsonObject {
  return body as unknown as JsonObject;
}
