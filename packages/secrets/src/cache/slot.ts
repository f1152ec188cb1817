import type { Secret, SecretRef } from '@safeai/core';
import type { SecretError } from '../secret-error.ts';

/**
 * How it stands with a secret: never read, in use, in use although it could not be read again, or not to be had.
 */
export type SecretState = 'unread' | 'ok' | 'stale' | 'lost';

/** How a slot's state changed. */
export type StateChange = 'stale' | 'lost' | 'recovered';

/** What one reference stands for now. */
export class Slot {
  readonly reference: SecretRef;
  #secret: Secret | undefined;
  #previous: Secret | undefined;
  #latest: Secret | undefined;
  #version: string | undefined;
  #readAt = 0;
  #error: SecretError | undefined;
  #state: SecretState = 'unread';
  #wasOk = false;

  constructor(reference: SecretRef) {
    this.reference = reference;
  }

  /** The value in use. */
  get secret(): Secret | undefined {
    return this.#secret;
  }

  /** Why it could not be read the last time. */
  get error(): SecretError | undefined {
    return this.#error;
  }

  get state(): SecretState {
    return this.#state;
  }

  /** Whether there has been a value. */
  get wasRead(): boolean {
    return this.#latest !== undefined;
  }

  get version(): string | undefined {
    return this.#version;
  }

  /** When it was read last, on the clock of durations. */
  get readAt(): number {
    return this.#readAt;
  }

  /** What must not leave: the latest value, in use or not, and the one before it. */
  get guarded(): readonly (Secret | undefined)[] {
    return [this.#latest, this.#previous];
  }

  /** A value was read; whether it is another than the latest. It is guarded from now on, and used once it is {@link take}n. */
  learn(secret: Secret): boolean {
    if (this.#latest?.equals(secret) === true) return false;
    this.#previous = this.#latest;
    this.#latest = secret;
    return true;
  }

  /** The latest value is used from now on; whether it takes the place of another. */
  take(version: string | undefined, now: number): boolean {
    const before = this.#secret;
    this.#secret = this.#latest;
    this.#version = version;
    this.#readAt = now;
    this.#error = undefined;
    return before !== undefined && before !== this.#latest;
  }

  /** It could not be read, and is used on. */
  fail(error: SecretError): void {
    this.#error = error;
  }

  /** It is not used any more. */
  drop(): void {
    this.#secret = undefined;
  }

  /** The state as it has become since the last call, and what has changed by that. */
  settle(): StateChange | undefined {
    const before = this.#state;
    const wasOk = this.#wasOk;
    const failed = this.#error !== undefined;
    if (this.#secret !== undefined) this.#state = failed ? 'stale' : 'ok';
    else this.#state = failed ? 'lost' : 'unread';
    this.#wasOk ||= this.#state === 'ok';
    // What was never there is missed by nobody.
    if (before === this.#state || !wasOk || this.#state === 'unread') return undefined;
    if (this.#state !== 'ok') return this.#state;
    return before === 'unread' ? undefined : 'recovered';
  }
}
