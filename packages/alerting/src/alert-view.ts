import type { AlertState, OutboxEntry } from '@safeai/core';
import type { Alert } from './alert.ts';
import { type AlertStatus, bodyOf, type HeldBy } from './pipeline/alert-body.ts';
import type { Members } from './pipeline/burst.ts';
import type { Labels } from './pipeline/intake.ts';
import type { Severity } from './severity.ts';

/** An alert as people see it who look after alerts. */
export interface AlertView extends Members {
  readonly key: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly tenantId: string;
  readonly labels: Labels;
  readonly status: AlertStatus;
  /** Why nobody is told; null: somebody was or will be. */
  readonly heldBy: HeldBy | null;
  readonly isAcknowledged: boolean;
  /** Events since it began. */
  readonly count: number;
  readonly startedAt: number;
  readonly lastAt: number;
  /** When its last message was written; null: there was none. */
  readonly toldAt: number | null;
  /** Ids of channels. */
  readonly toldTo: readonly string[];
  readonly decisionIds: readonly string[];
}

/** What {@link Outbox.alerts} remembers, for people. */
export function alertView(state: AlertState): AlertView {
  const { rule, severity, labels, status, heldBy, isAcknowledged, count, startedAt, lastAt } =
    bodyOf(state);
  const { toldAt, toldTo, decisionIds, members, otherCount } = bodyOf(state);
  return {
    ...{ key: state.key, tenantId: state.tenantId, rule, severity, labels, status, heldBy },
    ...{ isAcknowledged, count, startedAt, lastAt, toldAt, toldTo, decisionIds },
    ...{ members, otherCount },
  };
}

/** What a message of the outbox says. */
export function alertIn(message: Pick<OutboxEntry, 'body'>): Alert {
  return message.body as unknown as Alert;
}
