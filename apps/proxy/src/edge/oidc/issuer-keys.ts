import { isNativeError } from 'node:util/types';
import { SafeAIError } from '@safeai/core';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { isLoopbackAddress } from '../peer.ts';
import { fetchJson } from './fetch-json.ts';

/** From this age on the keys are asked for again, in milliseconds. */
const FRESH_MS = 10 * 60_000;

/** Between two attempts to get them, whatever tokens come, in milliseconds. */
const COOLDOWN_MS = 10_000;

/** While the issuer does not answer, keys of up to this age go on serving, in milliseconds. */
const STALE_MS = 24 * 60 * 60_000;

/** What the keys of an issuer need. */
export interface IssuerKeysOptions {
  /** As its tokens and its discovery document name it. */
  readonly issuer: string;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number;
  /** Told why the keys could not be had. */
  readonly onFailure: (reason: string) => void;
}

interface Known {
  readonly find: JWTVerifyGetKey;
  readonly at: number;
}

/**
 * The keys that an issuer signs with, from the address that its discovery document names. They are asked for at first
 * use, when they are ten minutes old, and for a token whose key is not among them: at most every ten seconds, and once
 * for all who wait. While the issuer does not give them, those that are known serve for a day.
 *
 * (jose's createRemoteJWKSet forgets its keys when they are old and the issuer is away, and asks for every token then.)
 */
export class IssuerKeys {
  readonly #issuer: string;
  readonly #now: () => number;
  readonly #onFailure: (reason: string) => void;
  #known: Known | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;
  #failed = false;
  #asking: Promise<void> | undefined;

  constructor({ issuer, monotonic, onFailure }: IssuerKeysOptions) {
    this.#issuer = issuer;
    this.#now = monotonic;
    this.#onFailure = onFailure;
  }

  /**
   * The key of a token, as jose asks for it.
   *
   * @throws SafeAIError `issuer_unavailable` where it cannot be known whether there is one; JOSEError where there is
   *   none
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.#age() >= FRESH_MS) await this.#refresh();
    if (this.#known === undefined || this.#age() >= STALE_MS) throw unavailable();
    const known = this.#known;
    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await this.#refresh();
    if (this.#failed) throw unavailable();
    return this.#known.find(header, token);
  };

  #age(): number {
    return this.#known === undefined ? Number.POSITIVE_INFINITY : this.#now() - this.#known.at;
  }

  /** Never rejects: what was known stays. */
  async #refresh(): Promise<void> {
    if (this.#asking === undefined) {
      if (this.#now() - this.#triedAt < COOLDOWN_MS) return;
      this.#triedAt = this.#now();
      this.#asking = this.#ask().finally(() => {
        this.#asking = undefined;
      });
    }
    await this.#asking;
  }

  async #ask(): Promise<void> {
    try {
      const at = this.#now();
      const find = createLocalJWKSet(await this.#fetchKeys());
      this.#known = { find, at };
      this.#failed = false;
    } catch (error) {
      this.#failed = true;
      this.#onFailure(reasonOf(error));
    }
  }

  /** createLocalJWKSet checks what comes back. */
  async #fetchKeys(): Promise<JSONWebKeySet> {
    const base = this.#issuer.replace(/\/$/, '');
    const { issuer, jwks_uri: address } = await fetchJson(
      `${base}/.well-known/openid-configuration`,
    );
    // OpenID Connect Discovery, section 4.3: another one's document is not to be used.
    if (issuer !== this.#issuer) throw new Error('The document is that of another issuer.');
    if (typeof address !== 'string' || !isSafe(address, this.#issuer)) {
      throw new Error('The keys do not lie at a safe address.');
    }
    return (await fetchJson(address)) as unknown as JSONWebKeySet;
  }
}

/** Over TLS; or as little protected as the issuer that the operator named, and in the same place. */
function isSafe(address: string, issuer: string): boolean {
  if (!URL.canParse(address)) return false;
  const [keys, named] = [new URL(address), new URL(issuer)];
  if (keys.protocol === 'https:' || keys.origin === named.origin) return true;
  return [keys, named].every(({ protocol, hostname }) => protocol === 'http:' && isHere(hostname));
}

function isHere(hostname: string): boolean {
  return hostname === 'localhost' || isLoopbackAddress(hostname.replace(/^\[|\]$/g, ''));
}

/** `fetch` says why only in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return 'unknown';
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  return code === undefined ? error.message : `${error.message} (${code})`;
}

function unavailable(): SafeAIError {
  return new SafeAIError(
    'issuer_unavailable',
    'The issuer of the token (auth.oidc.issuer) does not give its keys, so the token cannot be checked. Try again later.',
  );
}
