import type { Alert } from '../alert.ts';

/** Somewhere alerts are sent. */
export interface AlertChannel {
  /** `email`, `pagerduty`, … */
  readonly type: string;
  /** Whether it calls people, and keeps an alert open until it is closed. */
  readonly pages: boolean;
  /** Most messages at once that its service takes; undefined: as many as the rate allows. */
  readonly burst?: number;
  /** Most messages in a minute that its service takes, whatever the rate is. */
  readonly perMinute?: number;
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
