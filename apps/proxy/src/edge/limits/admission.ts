import type { RouteClass } from '@safeai/api';
import type { Entered } from '../limits.ts';
import type { Bounds } from './bounds.ts';
import { agentKey, tenantKey } from './caller-key.ts';
import type { Limit, Standing } from './limit.ts';
import type { Places } from './places.ts';
import { pastLimit, rateHeaders } from './rate-headers.ts';
import type { StoreLimiter } from './store-limiter.ts';

/** One request against all the limits that it meets. Each counts it once, whatever becomes of it. */
export class Admission implements Entered {
  readonly #bounds: Bounds;
  readonly #places: Places;
  readonly #onRefusal: (limit: string) => void;
  readonly #standings: Standing[] = [];
  readonly #held: string[] = [];

  constructor(bounds: Bounds, places: Places, onRefusal: (limit: string) => void) {
    this.#bounds = bounds;
    this.#places = places;
    this.#onRefusal = onRefusal;
  }

  get headers(): Readonly<Record<string, string>> {
    return rateHeaders(this.#standings);
  }

  /**
   * Counts a request.
   *
   * @throws HttpError `rate_limited`
   */
  async ask(who: string, kind: RouteClass): Promise<void> {
    await this.#count(this.#bounds.burst, who);
    await this.#count(this.#bounds.minute, who);
    await this.#count(this.#bounds.routes[kind], who);
  }

  /**
   * Counts a request and takes a place for it.
   *
   * @throws HttpError `rate_limited`
   */
  async enter(who: string, kind: RouteClass): Promise<this> {
    await this.ask(who, kind);
    this.#hold(this.#bounds.inFlight, who);
    return this;
  }

  async actFor(tenant: string, agent: string | undefined): Promise<void> {
    const { tenant: ofTenant, agent: ofAgent } = this.#bounds;
    await this.#count(ofTenant.minute, tenantKey(tenant));
    this.#hold(ofTenant.inFlight, tenantKey(tenant));
    if (agent === undefined || (ofAgent.minute ?? ofAgent.inFlight) === undefined) return;
    const who = agentKey(tenant, agent);
    await this.#count(ofAgent.minute, who);
    this.#hold(ofAgent.inFlight, who);
  }

  leave(): void {
    for (const place of this.#held.splice(0)) this.#places.giveBack(place);
  }

  async #count(limiter: StoreLimiter | undefined, who: string): Promise<void> {
    if (limiter !== undefined) this.#note(await limiter.count(who));
  }

  #hold(limit: Limit | undefined, who: string): void {
    if (limit === undefined) return;
    const place = `${limit.name}:${who}`;
    const standing = this.#places.take(limit, place);
    if (!standing.isExceeded) this.#held.push(place);
    this.#note(standing);
  }

  #note(standing: Standing): void {
    this.#standings.push(standing);
    if (!standing.isExceeded) return;
    this.#onRefusal(standing.limit.name);
    throw pastLimit(standing, this.#standings);
  }
}
