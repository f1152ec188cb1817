import type { SafeAI, SecretHappening } from '@safeai/core';
import type { SecretAlarm, SecretRotation, SecretsStatus } from '@safeai/secrets';
import { reasonOf } from '../reason-of.ts';

/** Where it is told what becomes of secrets. */
export interface SecretNewsParts {
  readonly boundary: Pick<SafeAI, 'recordSecret'>;
  /** How all of them stand. */
  readonly status: () => SecretsStatus;
  /** Tells the operator. Must not throw. */
  readonly onNotice: (message: string) => void;
}

const EVENTS = {
  stale: 'secret.stale',
  login: 'secret.stale',
  lost: 'secret.lost',
  recovered: 'secret.recovered',
} as const satisfies Readonly<Record<SecretAlarm['kind'], SecretHappening['event']>>;

/** Tells what becomes of secrets: on record, as events, and to the operator. Names and states alone. */
export class SecretNews {
  readonly #parts: SecretNewsParts;
  /** What is being put on record; it never rejects. */
  #recording: Promise<void> = Promise.resolve();

  constructor(parts: SecretNewsParts) {
    this.#parts = parts;
  }

  rotated({ backend, reference, version }: SecretRotation): void {
    const which = version === null ? '' : ` (version ${version})`;
    this.#parts.onNotice(`${reference}: another value is in use${which}`);
    this.#record({ event: 'secret.rotated', backend, reference, version });
  }

  alarm({ kind, message, backend, reference, reason, usableForMs }: SecretAlarm): void {
    this.#parts.onNotice(message);
    const happening = { event: EVENTS[kind], backend, reference, reason, usableForMs };
    this.#record(kind === 'recovered' ? { ...happening, goesOn: this.#goesOn() } : happening);
  }

  /** Once all that was told is on record. */
  settled(): Promise<void> {
    return this.#recording;
  }

  /** Whether something cannot be read now. */
  #goesOn(): boolean {
    const { backends } = this.#parts.status();
    return backends.some(({ state }) => state === 'stale' || state === 'failed');
  }

  #record(happening: SecretHappening): void {
    // In the order in which it happened.
    this.#recording = this.#recording.then(async () => {
      try {
        await this.#parts.boundary.recordSecret(happening);
      } catch (error) {
        this.#parts.onNotice(`${happening.event} is not on record: ${reasonOf(error)}`);
      }
    });
  }
}
