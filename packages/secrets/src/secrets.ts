import {
  SafeAIError,
  systemClock,
  type Clock,
  type ErrorDetail,
  type ExactValue,
  type Secret,
  type SecretRef,
} from '@safeai/core';
import { eachAtOnce } from './at-once.ts';
import { Backends, DEFAULT_BACKEND, type BackendTerms } from './backends.ts';
import type { SecretBackend } from './backend.ts';
import { CachedDocument, type CacheTerms } from './cache/cached-document.ts';
import { Documents } from './cache/documents.ts';
import { exactValues } from './exact-values.ts';
import { SecretError, toSecretError } from './secret-error.ts';
import { errorOf, SecretNews, type SecretListeners } from './secret-news.ts';
import {
  backendStatus,
  statusOf,
  type BackendStatus,
  type SecretRequest,
  type SecretsStatus,
} from './status.ts';

/** What secrets are read from, how long they are kept, and who is told. */
export interface SecretsOptions
  extends Partial<CacheTerms>, Partial<BackendTerms>, SecretListeners {
  readonly backends: readonly SecretBackend[];
  /** The one that `secret://default` means; the first if absent. */
  readonly defaultBackend?: string;
  /**
   * Takes all values that must not leave, whenever there is another one: before it is used, and not at all where this
   * throws. They are the texts themselves, in the form that `SafeAIRules.detection.exact` takes.
   */
  readonly onValues?: (values: readonly ExactValue[]) => void;
}

const TTL_MS = 5 * 60_000;
const MAX_STALE_MS = 60 * 60_000;
const TIMEOUT_MS = 5000;
/** Most secrets that are read at the same time. */
const AT_ONCE = 8;

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
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #backends: Backends;
  /** Those that are named are those of {@link load}. */
  readonly #documents: Documents;
  readonly #news: SecretNews;
  #sweeping: Promise<void> | undefined;
  #isClosed = false;

  /** @throws SecretError `misconfigured` for names of backends that cannot be, or come twice */
  constructor(options: SecretsOptions) {
    const { ttlMs = TTL_MS, maxStaleMs = MAX_STALE_MS, timeoutMs = TIMEOUT_MS, wait } = options;
    this.#options = options;
    this.#terms = { ttlMs, maxStaleMs };
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    const terms = { timeoutMs, clock: this.#clock, random: this.#random, wait };
    this.#backends = new Backends(options.backends, terms);
    this.#news = new SecretNews(options);
    this.#documents = new Documents({
      backendOf: (reference) => this.#backendOf(reference),
      make: (reference) => this.#documentOf(reference),
    });
  }

  /**
   * Reads all these, and forgets others: those are all references that are in use. A value that is still usable is good
   * enough, so that a configuration can be loaded again while a backend is down.
   *
   * @param isForgetting false: others are kept for now, until it is called again
   * @throws SecretError with a detail for each one that cannot be had, and its place; then nothing is forgotten
   */
  async load(requests: readonly SecretRequest[], isForgetting = true): Promise<void> {
    const before = this.#documents.named;
    const wanted = new Set(requests.map(({ reference }) => reference.toString()));
    // Neither are forgotten while it is not known which of them will be in use.
    this.#documents.named = new Set([...before, ...wanted]);
    try {
      await this.#readAll(requests);
      if (isForgetting) this.#documents.named = wanted;
    } catch (error) {
      this.#documents.named = before;
      throw error;
    }
    this.#documents.forgetLoose();
  }

  /** These are all references that are in use, whether they can be had or not. Nothing is read; others are forgotten. */
  expect(references: readonly SecretRef[]): void {
    this.#mustBeOpen();
    for (const reference of references) this.#documents.slot(reference);
    this.#documents.named = new Set(references.map((reference) => reference.toString()));
    this.#documents.forgetLoose();
  }

  /**
   * The value of a reference: from the cache while it is fresh, else read, else the last one as long as it may be used.
   *
   * @throws SecretError where there is none to use
   */
  async resolve(reference: SecretRef): Promise<Secret> {
    this.#mustBeOpen();
    const { document, slot } = this.#documents.slot(reference);
    await document.freshen(slot);
    this.#mustBeOpen();
    const secret = document.usable(slot);
    if (secret === undefined) throw errorOf(slot);
    return secret;
  }

  /**
   * The value in use, without waiting; undefined where there is none. One that is due to be read again is read in the
   * background; so is one that was never read, but for environment variables: they are read at once.
   */
  current(reference: SecretRef): Secret | undefined {
    if (this.#isClosed) return undefined;
    const { document, slot } = this.#documents.slot(reference);
    document.readAtOnce(slot);
    const secret = document.usable(slot);
    void document.freshen(slot);
    return secret;
  }

  /** The value in use, as {@link current} gives it; nothing is read by that. */
  inUse(reference: SecretRef): Secret | undefined {
    return this.#documents.of(reference)?.find(reference)?.secret;
  }

  /**
   * A value was refused where it was used: it is read again when it is next asked for, at most once a second.
   *
   * @param used the value that was refused; where another is in use already, nothing is done
   */
  invalidate(reference: SecretRef, used?: Secret): void {
    const document = this.#documents.of(reference);
    const slot = document?.find(reference);
    if (used !== undefined && slot?.secret?.equals(used) === false) return;
    document?.invalidate();
  }

  /** Reads what is due and in use, renews logins, and tells what has become too old. Never rejects; one at a time. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  /** Reads everything now, whatever is in the cache, and says how it stands. Backends that nothing refers to are tried. */
  async check(): Promise<SecretsStatus> {
    this.#mustBeOpen();
    await eachAtOnce(this.#documents.all, AT_ONCE, (document) => document.read());
    const { backends, secrets } = this.status();
    const tried = backends.map(async (status): Promise<BackendStatus> => {
      if (status.state !== 'unused') return status;
      try {
        await this.#backends.read(status.backend, {});
        return { ...status, state: 'ok' };
      } catch (error) {
        const { reason, message } = toSecretError(error, status.backend);
        return { ...status, state: 'failed', reason, message };
      }
    });
    return { backends: await Promise.all(tried), secrets };
  }

  /** How it stands, without asking anybody. What was asked for in vain, and is not among the loaded, is left out. */
  status(): SecretsStatus {
    const now = this.#clock.monotonic();
    const shown = this.#documents.slots.filter(
      ({ reference, wasRead }) => wasRead || this.#documents.named.has(reference.toString()),
    );
    const secrets = shown.map((slot) => statusOf(slot, this.#backendOf(slot.reference), now));
    const { names } = this.#backends;
    const backends = names.map((name) =>
      backendStatus(name, secrets, this.#news.loginProblem(name)),
    );
    return { backends, secrets };
  }

  /** All values that must not leave, as `SafeAIRules.detection.exact` takes them. They are the texts themselves. */
  exactValues(): ExactValue[] {
    return exactValues(this.#documents.slots);
  }

  /** Ends logins. Nothing is given any more. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#sweeping;
    await this.#backends.close();
    this.#documents.clear();
  }

  async #readAll(requests: readonly SecretRequest[]): Promise<void> {
    const documents = new Set(
      requests.map(({ reference }) => this.#documents.slot(reference).document),
    );
    await eachAtOnce([...documents], AT_ONCE, async (document) => {
      const isMissing = [...document.slots].some((slot) => document.usable(slot) === undefined);
      if (isMissing || document.isDue) await document.read();
    });
    this.#mustBeOpen();
    const errors: SecretError[] = [];
    const details: ErrorDetail[] = [];
    for (const { reference, place } of requests) {
      const { document, slot } = this.#documents.slot(reference);
      if (document.usable(slot) !== undefined) continue;
      const error = errorOf(slot);
      errors.push(error);
      details.push({ message: error.message, ...place });
    }
    const [first] = details;
    if (first === undefined) return;
    const more = details.length === 1 ? '' : ` (and ${details.length - 1} more)`;
    const message = `${placeOf(first)}${first.message}${more}`;
    throw new SecretError(errors[0]?.reason ?? 'failed', message, { details });
  }

  async #sweep(): Promise<void> {
    if (this.#isClosed) return;
    await Promise.all(this.#backends.names.map((name) => this.#sweepBackend(name)));
    const documents = this.#documents.all;
    const due = documents.filter((document) => document.isDue && this.#documents.isInUse(document));
    await eachAtOnce(due, AT_ONCE, (document) => document.read());
    for (const document of documents) {
      for (const slot of document.slots) document.usable(slot);
    }
  }

  async #sweepBackend(backend: string): Promise<void> {
    this.#news.login(backend, await this.#backends.sweep(backend));
  }

  #documentOf(reference: SecretRef): CachedDocument {
    const backend = this.#backendOf(reference);
    const document = new CachedDocument(this.#terms, {
      now: () => this.#clock.monotonic(),
      random: this.#random,
      read: () => this.#backends.read(backend, reference),
      readNow: () => this.#backends.readNow(backend, reference),
      guard: () => this.#options.onValues?.(this.exactValues()),
      settled: (slot, isRotated) => {
        if (isRotated) this.#news.rotated(slot, backend, this.#clock.now());
        this.#news.settled(slot, backend, () => document.usableForMs(slot));
      },
    });
    return document;
  }

  #backendOf({ backend }: SecretRef): string {
    if (backend !== DEFAULT_BACKEND) return backend;
    return this.#options.defaultBackend ?? this.#backends.names[0] ?? DEFAULT_BACKEND;
  }

  #mustBeOpen(): void {
    if (this.#isClosed) throw new SafeAIError('shutting_down', 'The secrets are closed.');
  }
}

function placeOf({ file, line, column, path }: ErrorDetail): string {
  const where = [file, line, column].filter((part) => part !== undefined).join(':');
  return [where, path]
    .flatMap((part) => (part === undefined || part === '' ? [] : `${part}: `))
    .join('');
}
