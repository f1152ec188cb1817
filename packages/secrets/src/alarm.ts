import type { SecretFailure } from './secret-error.ts';

/** Something that people should know of. It never holds a value. */
export interface SecretAlarm {
  /**
   * - `stale`: a secret cannot be read, and its last value is used on; `lost`: there is no value to use any more
   * - `recovered`: what was told is over
   * - `login`: a backend's login will end, or has ended
   */
  readonly kind: 'stale' | 'lost' | 'recovered' | 'login';
  readonly backend: string;
  /** The reference as it is written; null where it is about the backend. */
  readonly reference: string | null;
  /** Null for `recovered`. */
  readonly reason: SecretFailure | null;
  readonly message: string;
  /** How long the last value is still used, in milliseconds; null where there is none. */
  readonly usableForMs: number | null;
}

/** Another value has taken the place of one that was in use. It holds neither. */
export interface SecretRotation {
  readonly backend: string;
  readonly reference: string;
  /** What the backend calls the new version; null where it has no versions. */
  readonly version: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
