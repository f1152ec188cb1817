import type {
  AlertRule,
  AlertView,
  ChannelHealth,
  ChannelTest,
  Severity,
  SilenceRequest,
} from '@safeai/alerting';
import type {
  CallContext,
  OutboxEntry,
  OutboxFilter,
  OutboxRetry,
  Silence,
  TenantScope,
} from '@safeai/core';

/** Which alerts are shown. */
export interface AlertQuery {
  readonly tenants: TenantScope;
  /** `open`: those that go on; `over`: those that do not. Both if absent. */
  readonly state?: 'open' | 'over' | undefined;
  /** Name of a rule. */
  readonly rule?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly limit: number;
  /** Where a page before ended. */
  readonly cursor?: string | undefined;
}

/** Some alerts, the last changed first. */
export interface AlertPage {
  readonly alerts: readonly AlertView[];
  /** Where the next page begins; null: this is the last one. */
  readonly nextCursor: string | null;
}

/** A channel as the configuration has it, without its secrets. */
export interface ChannelView {
  readonly id: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly minSeverity: Severity;
  readonly ratePerMinute: number;
  readonly fallback: string | null;
  /** What this process has found; `unknown` where it sends nothing. */
  readonly state: ChannelHealth['state'] | 'unknown';
  /** Code of the last failure. */
  readonly problem: string | null;
  readonly waiting: number;
  readonly dead: number;
}

/** Whom is told about what. */
export interface AlertRules {
  readonly rules: readonly AlertRule[];
  readonly channels: readonly ChannelView[];
}

/** What people do with alerts. */
export interface AlertAccess {
  /** Rules and channels in force. @throws SafeAIError (as a rejection) `state_unavailable` */
  rules(): Promise<AlertRules>;
  /** @throws SafeAIError (as a rejection) `invalid_request` for a cursor that is none; `state_unavailable` */
  list(query: AlertQuery): Promise<AlertPage>;
  /** @throws SafeAIError (as a rejection) `not_found` for an unknown one and for another tenant's; `state_unavailable` */
  one(tenants: TenantScope, key: string): Promise<AlertView>;
  /** Messages on their way and gone, the newest first. @throws SafeAIError (as a rejection) `state_unavailable` */
  messages(filter: OutboxFilter): Promise<readonly OutboxEntry[]>;
  /** Has dead messages tried again; how many. @throws SafeAIError (as a rejection) `state_unavailable` */
  retry(asked: Omit<OutboxRetry, 'tenants'>, call?: CallContext): Promise<number>;
  /**
   * Sends a test to one channel, or to all that are used, at once. Channels are every tenant's.
   *
   * @throws SafeAIError (as a rejection) `forbidden` where the caller may not name every tenant; `not_found` for a channel
   *   that is not used
   */
  test(channel?: string, call?: CallContext): Promise<readonly ChannelTest[]>;
  /**
   * Somebody looks after an alert: it is not told again unless something is new.
   *
   * @throws SafeAIError (as a rejection) `not_found` for an unknown one and for another tenant's; `conflict` where it is
   *   over, or somebody does already
   */
  acknowledge(key: string, call?: CallContext): Promise<AlertView>;
  /** Somebody says that an alert is over. @throws as above */
  resolve(key: string, call?: CallContext): Promise<AlertView>;
  /** Those that hold now and concern one of the tenants, the oldest first. */
  silences(tenants: TenantScope): Promise<readonly Silence[]>;
  /** @throws InvalidRequestError (as a rejection); SafeAIError `forbidden` for a tenant that is not the caller's */
  silence(request: Omit<SilenceRequest, 'setBy'>, call?: CallContext): Promise<Silence>;
  /**
   * Ends a silence.
   *
   * @throws SafeAIError (as a rejection) `not_found` for an unknown one, for one that is over, and for another tenant's
   */
  endSilence(id: string, call?: CallContext): Promise<Silence>;
}
