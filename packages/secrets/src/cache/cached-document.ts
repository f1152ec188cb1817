import type { Secret, SecretRef } from '@safeai/core';
import type { SecretDocument } from '../document.ts';
import { isGone, SecretError, toSecretError } from '../secret-error.ts';
import { Slot } from './slot.ts';

/** How long values are used. */
export interface CacheTerms {
  /** How long a value is used before it is read again, in milliseconds. */
  readonly ttlMs: number;
  /** How long it is still used after that while it cannot be read, in milliseconds. */
  readonly maxStaleMs: number;
}

/** What a document needs of the cache that it is in. */
export interface DocumentPorts {
  /** On the clock of durations. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** @throws SecretError alone */
  readonly read: () => Promise<SecretDocument>;
  /** The same at once, where the backend never waits; undefined for any other. @throws SecretError alone */
  readonly readNow: () => SecretDocument | undefined;
  /** There are new values to guard. Nothing is used before it has returned, nor where it throws. */
  readonly guard: () => void;
  /** A slot was read, or could not be. */
  readonly settled: (slot: Slot, isRotated: boolean) => void;
}

/** The shortest time between two reads that were asked for by {@link CachedDocument.invalidate}, in milliseconds. */
const LEAST_INTERVAL_MS = 1000;
/** After a failed read, in milliseconds; doubled with each further one. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** One secret of a backend with all references into it: read once for all of them, however many ask. */
export class CachedDocument {
  readonly #terms: CacheTerms;
  readonly #ports: DocumentPorts;
  readonly #slots = new Map<string, Slot>();
  #reading: Promise<void> | undefined;
  #startedAt = -Infinity;
  #freshUntil = -Infinity;
  #dueAt = -Infinity;
  #failures = 0;
  #isAskedFor = false;
  /** Whether all values that were read are guarded. */
  #isGuarded = true;
  #error: SecretError | undefined;

  constructor(terms: CacheTerms, ports: DocumentPorts) {
    this.#terms = terms;
    this.#ports = ports;
  }

  get slots(): Iterable<Slot> {
    return this.#slots.values();
  }

  get size(): number {
    return this.#slots.size;
  }

  find(reference: SecretRef): Slot | undefined {
    return this.#slots.get(reference.toString());
  }

  slot(reference: SecretRef): Slot {
    const text = reference.toString();
    let slot = this.#slots.get(text);
    if (slot === undefined) this.#slots.set(text, (slot = new Slot(reference)));
    return slot;
  }

  /** Forgets all references but those. */
  keepOnly(wanted: ReadonlySet<string>): void {
    for (const text of this.#slots.keys()) if (!wanted.has(text)) this.#slots.delete(text);
  }

  /** Whether it is time to read it again. */
  get isDue(): boolean {
    return this.#ports.now() >= this.#dueAt;
  }

  /** Whether anybody has asked for it since it was read. */
  get isAskedFor(): boolean {
    return this.#isAskedFor;
  }

  /** The value in use: undefined where there is none, and where it is too old to be used. */
  usable(slot: Slot): Secret | undefined {
    if (this.usableForMs(slot) <= 0 && slot.secret !== undefined) {
      slot.drop();
      this.#ports.settled(slot, false);
    }
    return slot.secret;
  }

  /** How long the value in use serves without being read again, in milliseconds. */
  usableForMs({ secret, readAt }: Slot): number {
    const { ttlMs, maxStaleMs } = this.#terms;
    return secret === undefined ? 0 : readAt + ttlMs + maxStaleMs - this.#ports.now();
  }

  /** Reads it where that is due for a slot; a read that is under way is waited for. Never rejects: the slot says what came. */
  async freshen(slot: Slot): Promise<void> {
    this.#isAskedFor = true;
    if (slot.secret !== undefined && this.#ports.now() < this.#freshUntil) return;
    const isNew = slot.state === 'unread';
    if (isNew && !this.isDue && this.#error !== undefined) {
      slot.fail(this.#error);
      this.#ports.settled(slot, false);
    } else if (isNew || this.isDue || this.#reading !== undefined) {
      await this.read();
      // A read that was under way may have begun before the slot was there.
      if (slot.state === 'unread') await this.read();
    }
  }

  /** Reads it at once where a slot was never read and its backend never waits. Never throws: the slot says what came. */
  readAtOnce(slot: Slot): void {
    if (slot.state !== 'unread' || this.#reading !== undefined || !this.isDue) return;
    try {
      const document = this.#ports.readNow();
      if (document === undefined) return;
      this.#startedAt = this.#ports.now();
      this.#take(document);
    } catch (error) {
      this.#fail(toSecretError(error, 'the backend'));
    }
  }

  /** What is in use is suspected to be old: it is read again when it is next asked for. */
  invalidate(): void {
    const now = this.#ports.now();
    this.#freshUntil = Math.min(this.#freshUntil, now);
    if (this.#failures === 0) this.#dueAt = Math.max(now, this.#startedAt + LEAST_INTERVAL_MS);
  }

  /** Reads it now, once for all that wait. Never rejects. */
  read(): Promise<void> {
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readNow(): Promise<void> {
    this.#startedAt = this.#ports.now();
    this.#isAskedFor = false;
    try {
      this.#take(await this.#ports.read());
    } catch (error) {
      this.#fail(toSecretError(error, 'the backend'));
    }
  }

  #take(document: SecretDocument): void {
    const found = [...this.slots].map((slot) => ({ slot, value: valueOf(document, slot) }));
    for (const { slot, value } of found) {
      if (!(value instanceof SecretError) && slot.learn(value)) this.#isGuarded = false;
    }
    if (!this.#isGuarded) this.#guard();
    let failure: SecretError | undefined;
    const now = this.#ports.now();
    for (const { slot, value } of found) {
      if (value instanceof SecretError) {
        failure = value;
        this.#failSlot(slot, value);
      } else {
        this.#ports.settled(slot, slot.take(document.version, now));
      }
    }
    this.#schedule(failure);
  }

  #guard(): void {
    try {
      this.#ports.guard();
      this.#isGuarded = true;
    } catch {
      const message =
        'the value was read and is not used: the detectors did not take it to look for it';
      throw new SecretError('failed', message);
    }
  }

  #fail(error: SecretError): void {
    for (const slot of this.slots) this.#failSlot(slot, error);
    this.#schedule(error);
  }

  #failSlot(slot: Slot, error: SecretError): void {
    slot.fail(error);
    if (isGone(error)) slot.drop();
    this.usable(slot);
    this.#ports.settled(slot, false);
  }

  #schedule(error: SecretError | undefined): void {
    const now = this.#ports.now();
    this.#error = error;
    if (error === undefined) {
      const { ttlMs } = this.#terms;
      this.#failures = 0;
      this.#freshUntil = now + ttlMs;
      // Not all at the same time, and before anybody has to wait for it.
      this.#dueAt = now + ttlMs * (0.8 + 0.1 * this.#ports.random());
      return;
    }
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures++;
    this.#freshUntil = now;
    this.#dueAt = now + Math.max(pause * (0.5 + this.#ports.random() / 2), error.retryAfterMs ?? 0);
  }
}

function valueOf(document: SecretDocument, { reference }: Slot): Secret | SecretError {
  try {
    return document.value(reference.key);
  } catch (error) {
    return toSecretError(error, 'the backend');
  }
}
