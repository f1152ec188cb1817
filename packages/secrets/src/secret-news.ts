import type { SecretAlarm, SecretRotation } from './alarm.ts';
import type { Slot } from './cache/slot.ts';
import { SecretError } from './secret-error.ts';
import { shownVersion } from './status.ts';

/** Who is told. */
export interface SecretListeners {
  /** Another value is in use. */
  readonly onRotated?: (rotation: SecretRotation) => void;
  /** Something is wrong, or right again. */
  readonly onAlarm?: (alarm: SecretAlarm) => void;
}

/** Tells what becomes of secrets and of logins. */
export class SecretNews {
  readonly #listeners: SecretListeners;
  /** What is wrong with logins, by backend. */
  readonly #logins = new Map<string, SecretError>();

  constructor(listeners: SecretListeners) {
    this.#listeners = listeners;
  }

  /** What is wrong with a backend's login. */
  loginProblem(backend: string): SecretError | undefined {
    return this.#logins.get(backend);
  }

  /** Another value of a slot is in use. */
  rotated(slot: Slot, backend: string, at: number): void {
    const reference = slot.reference.toString();
    const version = shownVersion(slot.version);
    quietly(() => this.#listeners.onRotated?.({ backend, reference, version, at }));
  }

  /**
   * A slot was read, or could not be.
   *
   * @param usableForMs how long its last value serves
   */
  settled(slot: Slot, backend: string, usableForMs: () => number): void {
    const change = slot.settle();
    if (change === undefined) return;
    const reference = slot.reference.toString();
    if (change === 'recovered') {
      const message = `${reference}: it can be read again`;
      this.#alarm({ kind: change, backend, reference, message });
      return;
    }
    const { reason, message } = errorOf(slot);
    const isStale = change === 'stale';
    const effect = isStale ? 'its last value is used on' : 'it is not used any more';
    this.#alarm({
      ...{ kind: change, backend, reference, reason },
      message: `${message}; ${effect}`,
      usableForMs: isStale ? usableForMs() : null,
    });
  }

  /** A backend's login was looked after. */
  login(backend: string, problem: SecretError | undefined): void {
    const before = this.#logins.get(backend);
    if (problem === undefined) {
      if (!this.#logins.delete(backend)) return;
      this.#alarm({ kind: 'recovered', backend, message: `${backend}: the login serves again` });
      return;
    }
    const { reason, message } = problem;
    this.#logins.set(backend, problem);
    if (before?.reason !== reason) this.#alarm({ kind: 'login', backend, reason, message });
  }

  #alarm(alarm: Partial<SecretAlarm> & Pick<SecretAlarm, 'kind' | 'backend' | 'message'>): void {
    const whole = { reference: null, reason: null, usableForMs: null, ...alarm };
    quietly(() => this.#listeners.onAlarm?.(whole));
  }
}

/** Why a slot has no value to use. */
export function errorOf({ reference, error }: Slot): SecretError {
  const { reason = 'failed', message = 'it could not be read', retryAfterMs } = error ?? {};
  return new SecretError(reason, `${reference.toString()}: ${message}`, { retryAfterMs });
}

/** Who is told must not stop who tells. */
function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // Its own to report.
  }
}
