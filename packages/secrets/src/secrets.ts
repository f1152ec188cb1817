import { setTimeout as sleep } from 'node:timers/promises';
import {
  formatDuration,
  SafeAIError,
  systemClock,
  type Clock,
  type ErrorDetail,
  type ExactValue,
  type Secret,
  type SecretRef,
} from '@safeai/core';
import type { SecretAlarm, SecretRotation } from './alarm.ts';
import { eachAtOnce } from './at-once.ts';
import type { SecretBackend } from './backend.ts';
import { CachedDocument, type CacheTerms } from './cache/cached-document.ts';
import type { Slot } from './cache/slot.ts';
import type { SecretDocument } from './document.ts';
import { exactValues, isSearched } from './exact-values.ts';
import { withRetries } from './retry.ts';
import { SecretError, toSecretError } from './secret-error.ts';
import type { BackendStatus, SecretRequest, SecretsStatus, SecretStatus } from './status.ts';
import { within } from './within.ts';

/** What secrets are read from, how long they are kept, and who is told. */
export interface SecretsOptions extends Partial<CacheTerms> {
  readonly backends: readonly SecretBackend[];
  /** The one that `secret://default` means; the first if absent. */
  readonly defaultBackend?: string;
  /** How long a read may take, with logging in and trying again, in milliseconds; 5 seconds if absent. */
  readonly timeoutMs?: number;
  /**
   * Takes all values that must not leave, whenever there is another one: before it is used, and not at all where this
   * throws. They are the texts themselves, in the form that `SafeAIRules.detection.exact` takes.
   */
  readonly onValues?: (values: readonly ExactValue[]) => void;
  /** Another value is in use. */
  readonly onRotated?: (rotation: SecretRotation) => void;
  /** Something is wrong, or right again. */
  readonly onAlarm?: (alarm: SecretAlarm) => void;
  readonly clock?: Clock;
  /** From 0 up to 1. */
  readonly random?: () => number;
  /** Resolves after so many milliseconds, rejects once the signal is aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const TTL_MS = 5 * 60_000;
const MAX_STALE_MS = 60 * 60_000;
const TIMEOUT_MS = 5000;
/** Most secrets that are read at the same time. */
const AT_ONCE = 8;
/** Most references that are kept beside those of {@link Secrets.load}. */
const MAX_LOOSE = 1000;
const DEFAULT = 'default';
const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * Reads secrets and keeps them for a while. One secret is read once for all who ask, at most every `ttlMs`; while its
 * backend does not answer, its last value is used on for `maxStaleMs`, and an alarm tells. Where the backend says that a
 * secret is not there any more, its value is not used any more.
 *
 * It sets no timer: call {@link sweep} every second or so, then values are fresh before anybody has to wait for them,
 * and logins do not end.
 *
 * @example
 * const secrets = new Secrets({ backends: [new EnvBackend()] });
 * const secret = await secrets.resolve(new SecretRef('env', 'OPENAI_API_KEY'));
 * secret.reveal();
 */
export class Secrets {
  readonly #options: SecretsOptions;
  readonly #terms: CacheTerms;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  readonly #backends = new Map<string, SecretBackend>();
  readonly #documents = new Map<string, CachedDocument>();
  /** References of {@link load}, as texts. */
  #loaded: ReadonlySet<string> = new Set();
  /** What is wrong with logins, by backend. */
  readonly #logins = new Map<string, SecretError>();
  #sweeping: Promise<void> | undefined;
  #isClosed = false;

  /** @throws SecretError `misconfigured` for names of backends that cannot be, or come twice */
  constructor(options: SecretsOptions) {
    this.#options = options;
    const { ttlMs = TTL_MS, maxStaleMs = MAX_STALE_MS, timeoutMs = TIMEOUT_MS } = options;
    this.#terms = { ttlMs, maxStaleMs };
    this.#timeoutMs = timeoutMs;
    this.#clock = options.clock ?? systemClock;
    for (const backend of options.backends) {
      const { name } = backend;
      if (!NAME.test(name) || name === DEFAULT || this.#backends.has(name)) {
        const message = `A secret backend cannot be named ${JSON.stringify(name)}: small letters, digits and "-", each name once, and not "default".`;
        throw new SecretError('misconfigured', message);
      }
      this.#backends.set(name, backend);
    }
  }

  /**
   * Reads all these, and forgets others: those are all references that are in use. A value that is still usable is good
   * enough, so that a configuration can be loaded again while a backend is down.
   *
   * @throws SecretError with a detail for each one that cannot be had, and its place; then nothing is forgotten
   */
  async load(requests: readonly SecretRequest[]): Promise<void> {
    const documents = new Set(requests.map(({ reference }) => this.#slot(reference).document));
    await eachAtOnce([...documents], AT_ONCE, async (document) => {
      const missing = [...document.slots].some((slot) => document.usable(slot) === undefined);
      if (missing || document.isDue) await document.read();
    });
    this.#mustBeOpen();
    const details = requests.flatMap(({ reference, place }): ErrorDetail[] => {
      const { document, slot } = this.#slot(reference);
      if (document.usable(slot) !== undefined) return [];
      return [{ message: this.#errorOf(slot).message, ...place }];
    });
    const [first] = details;
    if (first !== undefined) {
      const more = details.length === 1 ? '' : ` (and ${details.length - 1} more)`;
      const failed = requests.map(({ reference }) => this.#slot(reference).slot);
      const reason = failed.find(({ error }) => error !== undefined)?.error?.reason ?? 'failed';
      throw new SecretError(reason, `${placeOf(first)}${first.message}${more}`, { details });
    }
    this.#loaded = new Set(requests.map(({ reference }) => reference.toString()));
    this.#forgetLoose();
  }

  /**
   * The value of a reference: from the cache while it is fresh, else read, else the last one as long as it may be used.
   *
   * @throws SecretError where there is none to use
   */
  async resolve(reference: SecretRef): Promise<Secret> {
    this.#mustBeOpen();
    const { document, slot } = this.#slot(reference);
    await document.freshen(slot);
    this.#mustBeOpen();
    const secret = document.usable(slot);
    if (secret === undefined) throw this.#errorOf(slot);
    return secret;
  }

  /**
   * The value in use, without waiting; undefined where there is none. One that is due to be read again, or was never
   * read, is read in the background.
   */
  current(reference: SecretRef): Secret | undefined {
    if (this.#isClosed || this.#backends.get(this.#backendOf(reference)) === undefined)
      return undefined;
    const { document, slot } = this.#slot(reference);
    const secret = document.usable(slot);
    void document.freshen(slot);
    return secret;
  }

  /**
   * A value was refused where it was used: it is read again when it is next asked for, at most once a second.
   *
   * @param used the value that was refused; where another is in use already, nothing is done
   */
  invalidate(reference: SecretRef, used?: Secret): void {
    const document = this.#documents.get(this.#addressOf(reference));
    const slot = document?.find(reference);
    if (used !== undefined && slot?.secret?.equals(used) === false) return;
    document?.invalidate();
  }

  /** Reads what is due, renews logins, and tells what has become too old. Never rejects; one at a time. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  /** Reads everything now, whatever is in the cache, and says how it stands. Backends that nothing refers to are tried. */
  async check(): Promise<SecretsStatus> {
    this.#mustBeOpen();
    await eachAtOnce([...this.#documents.values()], AT_ONCE, (document) => document.read());
    const { backends, secrets } = this.status();
    const tried = backends.map(async (status): Promise<BackendStatus> => {
      if (status.state !== 'unused') return status;
      try {
        await this.#read(status.backend, {});
        return { ...status, state: 'ok' };
      } catch (error) {
        const { reason, message } = toSecretError(error, status.backend);
        return { ...status, state: 'failed', reason, message };
      }
    });
    return { backends: await Promise.all(tried), secrets };
  }

  /** How it stands, without asking anybody. */
  status(): SecretsStatus {
    const slots = [...this.#documents.values()].flatMap((document) => [...document.slots]);
    const secrets = slots.map((slot) => this.#statusOf(slot));
    return { backends: this.#backendsOf(secrets), secrets };
  }

  /** All values that must not leave, as `SafeAIRules.detection.exact` takes them. They are the texts themselves. */
  exactValues(): ExactValue[] {
    return exactValues([...this.#documents.values()].flatMap((document) => [...document.slots]));
  }

  /** Ends logins. Nothing is given any more. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#sweeping;
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const closing = [...this.#backends.values()].map(async (backend) => {
      await within(Promise.resolve(backend.close?.(signal)), signal, '');
    });
    await Promise.allSettled(closing);
    this.#documents.clear();
  }

  async #sweep(): Promise<void> {
    if (this.#isClosed) return;
    await Promise.all([...this.#backends.values()].map((backend) => this.#sweepBackend(backend)));
    const documents = [...this.#documents.values()];
    await eachAtOnce(
      documents.filter(({ isDue }) => isDue),
      AT_ONCE,
      (document) => document.read(),
    );
    for (const document of documents) {
      for (const slot of document.slots) document.usable(slot);
    }
  }

  async #sweepBackend(backend: SecretBackend): Promise<void> {
    const { name } = backend;
    const before = this.#logins.get(name);
    try {
      const signal = AbortSignal.timeout(this.#timeoutMs);
      await within(Promise.resolve(backend.sweep?.(signal)), signal, this.#overdue(name));
      if (!this.#logins.delete(name)) return;
      this.#alarm({ kind: 'recovered', backend: name, message: `${name}: the login is renewed` });
    } catch (caught) {
      const error = toSecretError(caught, name);
      this.#logins.set(name, error);
      const { reason, message } = error;
      if (before?.reason !== reason) this.#alarm({ kind: 'login', backend: name, reason, message });
    }
  }

  /** Where a reference is kept; made where it is not. */
  #slot(reference: SecretRef): { readonly document: CachedDocument; readonly slot: Slot } {
    const address = this.#addressOf(reference);
    let document = this.#documents.get(address);
    if (document?.find(reference) === undefined && this.#count() >= this.#loaded.size + MAX_LOOSE) {
      this.#forgetLoose();
      document = this.#documents.get(address);
    }
    if (document === undefined) {
      document = this.#documentOf(reference);
      this.#documents.set(address, document);
    }
    return { document, slot: document.slot(reference) };
  }

  #documentOf(reference: SecretRef): CachedDocument {
    const backend = this.#backendOf(reference);
    const document = new CachedDocument(this.#terms, {
      now: () => this.#clock.monotonic(),
      random: this.#options.random ?? Math.random,
      read: () => this.#read(backend, reference),
      guard: () => this.#options.onValues?.(this.exactValues()),
      settled: (slot, isRotated) => {
        this.#settled(document, slot, isRotated);
      },
    });
    return document;
  }

  /** Reads from a backend, within the time for it. */
  async #read(
    name: string,
    { path, version }: Partial<Pick<SecretRef, 'path' | 'version'>>,
  ): Promise<SecretDocument> {
    const backend = this.#backends.get(name);
    if (backend === undefined) {
      const message = `there is no secret backend of this name; configure secrets.${name}, or name one of: ${[...this.#backends.keys()].join(', ')}`;
      throw new SecretError('misconfigured', message);
    }
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const endsAt = this.#clock.monotonic() + this.#timeoutMs;
    const { random = Math.random, wait = pause } = this.#options;
    const reading = withRetries(
      () =>
        backend.read({ path, version, signal }).catch((error: unknown) => {
          throw toSecretError(error, name);
        }),
      {
        remaining: () => endsAt - this.#clock.monotonic(),
        wait: async (ms) => void (await wait(ms, signal)),
        random,
      },
    );
    return within(reading, signal, this.#overdue(name));
  }

  #overdue(name: string): string {
    return `${name} did not answer within ${formatDuration(this.#timeoutMs)} (secrets.timeout); check that it runs and can be reached`;
  }

  #settled(document: CachedDocument, slot: Slot, isRotated: boolean): void {
    const reference = slot.reference.toString();
    const backend = this.#backendOf(slot.reference);
    if (isRotated) {
      const version = safeVersion(slot.version);
      quietly(() =>
        this.#options.onRotated?.({ backend, reference, version, at: this.#clock.now() }),
      );
    }
    const change = slot.settle();
    if (change === undefined) return;
    if (change === 'recovered') {
      this.#alarm({
        kind: change,
        backend,
        reference,
        message: `${reference}: it can be read again`,
      });
      return;
    }
    const { reason, message } = this.#errorOf(slot);
    const usableForMs = change === 'stale' ? document.usableForMs(slot) : null;
    const effect = change === 'stale' ? 'its last value is used on' : 'it is not used any more';
    const text = `${message}; ${effect}`;
    this.#alarm({ kind: change, backend, reference, reason, message: text, usableForMs });
  }

  #alarm(alarm: Partial<SecretAlarm> & Pick<SecretAlarm, 'kind' | 'backend' | 'message'>): void {
    const whole = { reference: null, reason: null, usableForMs: null, ...alarm };
    quietly(() => this.#options.onAlarm?.(whole));
  }

  #errorOf({ reference, error }: Slot): SecretError {
    const { reason = 'failed', message = 'it could not be read', retryAfterMs } = error ?? {};
    return new SecretError(reason, `${reference.toString()}: ${message}`, { retryAfterMs });
  }

  #statusOf(slot: Slot): SecretStatus {
    const { reference, state, error, secret, readAt } = slot;
    return {
      reference: reference.toString(),
      backend: this.#backendOf(reference),
      state,
      reason: error?.reason ?? null,
      message: error?.message ?? null,
      version: safeVersion(slot.version),
      ageMs: secret === undefined ? null : this.#clock.monotonic() - readAt,
      searched: isSearched(slot),
    };
  }

  #backendsOf(secrets: readonly SecretStatus[]): BackendStatus[] {
    return [...this.#backends.keys()].map((backend) => {
      const own = secrets.filter((status) => status.backend === backend);
      const wrong =
        own.find(({ state }) => state === 'lost') ?? own.find(({ state }) => state === 'stale');
      const login = this.#logins.get(backend);
      const { reason = null, message = null } = wrong ?? login ?? {};
      const failing = wrong?.state === 'lost' ? 'failed' : 'stale';
      const fine = own.length === 0 ? 'unused' : 'ok';
      const state = wrong === undefined && login === undefined ? fine : failing;
      return { backend, state, references: own.length, reason, message };
    });
  }

  #backendOf({ backend }: SecretRef): string {
    if (backend !== DEFAULT) return backend;
    return this.#options.defaultBackend ?? this.#options.backends[0]?.name ?? DEFAULT;
  }

  /** What references into the same secret have in common. */
  #addressOf(reference: SecretRef): string {
    const { path = '', version = '' } = reference;
    return JSON.stringify([this.#backendOf(reference), path, version]);
  }

  #count(): number {
    let count = 0;
    for (const { size } of this.#documents.values()) count += size;
    return count;
  }

  #forgetLoose(): void {
    for (const [address, document] of this.#documents) {
      document.keepOnly(this.#loaded);
      if (document.size === 0) this.#documents.delete(address);
    }
  }

  #mustBeOpen(): void {
    if (this.#isClosed) throw new SafeAIError('shutting_down', 'The secrets are closed.');
  }
}

function pause(ms: number, signal: AbortSignal): Promise<unknown> {
  return sleep(ms, undefined, { signal });
}

/** Who is told must not stop who tells. */
function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // Its own to report.
  }
}

/** A version as backends write them; a text that could be anything is not shown. */
function safeVersion(version: string | undefined): string | null {
  return version !== undefined && /^[A-Za-z0-9._-]{1,64}$/.test(version) ? version : null;
}

function placeOf({ file, line, column, path }: ErrorDetail): string {
  const where = [file, line, column].filter((part) => part !== undefined).join(':');
  return [where, path]
    .flatMap((part) => (part === undefined || part === '' ? [] : `${part}: `))
    .join('');
}
