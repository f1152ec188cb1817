import type { LoadedConfig } from '@safeai/config';
import type { Ports } from '@safeai/core';
import type { AuditAccess } from '../audit-access.ts';
import type { RuntimeHealth } from '../runtime.ts';

/** Everything that lasts: the ports of the decision path, and what else is asked of them. */
export interface Storage {
  readonly ports: Partial<Ports>;
  readonly audit: AuditAccess;
  readonly folder?: string;
  /**
   * Told when a sweep (reminders and expiries of approvals, expired memory) fails: once for the same failure in a
   * row. Absent: nothing is swept, for others do.
   */
  readonly onSweepError?: (message: string) => void;
  /**
   * Told what should be known about alert channels: that one fails, refuses recipients, or is to end. Absent: alerts are
   * kept and not sent, for others do that.
   */
  readonly onAlertNotice?: (message: string) => void;
  /** Told what becomes of secrets. Absent: nobody is. */
  readonly onSecretNotice?: (message: string) => void;
  /**
   * Goes over to the key of memory that a configuration names, while everything runs; false where it is the one in use.
   * Absent: nothing lasts, or not for long.
   *
   * @throws SafeAIError (as a rejection) `invalid_config` for what is no key; `state_unavailable`
   */
  readonly useMemoryKeys?: (loaded: LoadedConfig) => Promise<boolean>;
  health(): Promise<Pick<RuntimeHealth, 'audit' | 'state'>>;
  /** Writes out what is pending and releases locks. Idempotent. */
  close(): Promise<void>;
}
