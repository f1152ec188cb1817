import type { Clock, Secret } from '@safeai/core';
import { SecretError, toSecretError } from '../secret-error.ts';
import { leaseOf, type Lease, type Login } from './login.ts';
import type { VaultClient } from './vault-client.ts';

/** What a session needs of the world. */
export interface SessionPorts {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** A lease, with its times on the clock. */
interface Held extends Lease {
  readonly since: number;
  readonly endsAt: number;
  readonly renewAt: number;
}

/** A token that serves and was denied something is replaced when it is as old as this, in milliseconds. */
const REPLACE_MS = 5 * 60_000;
/** A failed renewal is tried again after this, in milliseconds. */
const RETRY_MS = 10_000;

/**
 * The token that requests carry: got once for all that wait for it, renewed when about two thirds of its time are over,
 * and got anew when renewing gives no more time, for as long as the way to get it can be gone again.
 */
export class VaultSession {
  readonly #client: VaultClient;
  readonly #login: Login;
  readonly #ports: SessionPorts;
  #held: Held | undefined;
  #gettingToken: Promise<Held> | undefined;
  #retryAt = 0;
  /** What will stop this session from reading when its token ends. */
  #problem: SecretError | undefined;

  constructor(client: VaultClient, login: Login, ports: SessionPorts) {
    this.#client = client;
    this.#login = login;
    this.#ports = ports;
  }

  /** A token that serves, as far as is known. */
  async token(signal: AbortSignal): Promise<Secret> {
    const held = this.#held;
    if (held !== undefined && this.#now() < held.endsAt) return held.token;
    return (await this.#logIn(signal)).token;
  }

  /**
   * A token was refused: whether another one may do better. One that serves is replaced now and then alone, for the
   * case that its role has been given more rights.
   */
  replace(token: Secret, { reason }: SecretError): boolean {
    const held = this.#held;
    const isOther = held !== undefined && held.token !== token;
    if (isOther) return true;
    const isOld = held !== undefined && this.#now() - held.since >= REPLACE_MS;
    if (reason !== 'unauthenticated' && !(isOld && this.#login.isRepeatable)) return false;
    this.#held = undefined;
    return this.#login.isRepeatable;
  }

  /** Why a token was refused: it serves no more, or it may not do this. */
  async refusal(token: Secret, signal: AbortSignal): Promise<SecretError> {
    const { who } = this.#client;
    const path = 'auth/token/lookup-self';
    const { status } = await this.#client.request({ method: 'GET', path, token, signal });
    if (status === 200) {
      return new SecretError(
        'denied',
        `${who} denies access: no policy of the token lets it read this path; add one, or check the path`,
      );
    }
    const message = `${who} refuses the token: it is wrong, has expired or was revoked; ${this.#login.remedy}`;
    return new SecretError('unauthenticated', message);
  }

  /**
   * Renews the token if that is due.
   *
   * @throws SecretError as long as the token will end and no other can be had
   */
  async sweep(signal: AbortSignal): Promise<void> {
    const held = this.#held;
    const now = this.#now();
    if (held !== undefined && now >= held.renewAt && now >= this.#retryAt) {
      this.#retryAt = now + RETRY_MS;
      try {
        await this.#renew(held, signal);
      } catch (error) {
        this.#problem = toSecretError(error, this.#client.who);
      }
    }
    if (this.#problem !== undefined) throw this.#problem;
  }

  /** Revokes a token that was got by logging in: nobody else has it. */
  async close(signal: AbortSignal): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined || !this.#login.isRepeatable) return;
    const path = 'auth/token/revoke-self';
    await this.#client.request({ method: 'POST', path, token: held.token, signal });
  }

  async #renew(held: Held, signal: AbortSignal): Promise<void> {
    const renewed = held.renewable ? await this.#renewed(held, signal) : undefined;
    if (this.#held !== held) return;
    // Less than half of what it was: the token comes to the end of all the time that it may have.
    const isShort = (renewed?.ttlMs ?? 0) < (held.ttlMs ?? 0) / 2;
    if (renewed !== undefined && !isShort) {
      this.#hold({ ...renewed, token: held.token }, held.since);
      return;
    }
    if (this.#login.isRepeatable) {
      await this.#logIn(signal);
      return;
    }
    if (renewed !== undefined) this.#hold({ ...renewed, token: held.token }, held.since);
    const { who } = this.#client;
    const message = `${who}: the token ends soon and cannot be renewed; ${this.#login.remedy}, and restart`;
    this.#problem = new SecretError('unauthenticated', message);
  }

  /** The new lease; undefined where the token is not renewed. */
  async #renewed({ token }: Held, signal: AbortSignal): Promise<Lease | undefined> {
    const request = { method: 'POST', path: 'auth/token/renew-self', token, body: {} } as const;
    return leaseOf(await this.#client.request({ ...request, signal }));
  }

  #logIn(signal: AbortSignal): Promise<Held> {
    this.#gettingToken ??= this.#login
      .logIn(signal)
      .then((lease) => this.#hold(lease))
      .finally(() => {
        this.#gettingToken = undefined;
      });
    return this.#gettingToken;
  }

  /** @param since when its token was got; now if absent */
  #hold(lease: Lease, since?: number): Held {
    const now = this.#now();
    const { ttlMs = Infinity } = lease;
    const early = 0.9 + 0.1 * this.#ports.random();
    this.#problem = undefined;
    this.#retryAt = 0;
    return (this.#held = {
      ...lease,
      since: since ?? now,
      endsAt: now + ttlMs,
      renewAt: now + (ttlMs * 2 * early) / 3,
    });
  }

  #now(): number {
    return this.#ports.clock.monotonic();
  }
}
