import type { Alert } from '../alert.ts';

/** Somewhere alerts are sent. */
export interface AlertChannel {
  /** `email`, `pagerduty`, … */
  readonly type: string;
  /** Whether it calls people, and keeps an alert open until it is closed. */
  readonly pages: boolean;
  /** Least time between two messages, in milliseconds, where its service wants that; none if absent. */
  readonly leastGapMs?: number;
  /** What an operator should know about it, in words. */
  notes(now: number): readonly string[];
  /**
   * Sends one alert, once.
   *
   * @throws DeliveryError (as a rejection) where the channel did not take it, or did not say in time that it did
   */
  send(alert: Alert, signal?: AbortSignal): Promise<void>;
  /** Lets go of connections. Idempotent. */
  close(): Promise<void>;
}
