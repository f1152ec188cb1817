import { knowsDetails, type EventFilter } from '@safeai/api';
import {
  compileGlob,
  inScope,
  type Glob,
  type Principal,
  type SafeAIEvent,
  type TenantScope,
} from '@safeai/core';

/** How names stand in events. */
export interface RecordedNames {
  /** A scope with its tenants as events hold them. */
  recordedTenants(tenants: TenantScope): TenantScope;
  /** A name as events of a tenant hold it. */
  recordedName(tenantId: string, name: string): string;
}

/** What an event of every tenant concerns everybody with. Others of them are for who may see all tenants. */
const CONCERNS_EVERYBODY = /^(?:lockdown|policy)\./;

/** Begins a name that is kept as a digest. */
const DIGEST = 'sha256:';

/** Who listens, and to what: what of each event they hear. Those with the same {@link key} hear the same. */
export class Audience {
  readonly key: string;
  readonly #filter: EventFilter;
  readonly #roles: Principal['roles'];
  readonly #tenants: TenantScope;
  readonly #tenant: string | null;
  readonly #names: RecordedNames;
  readonly #globs: readonly Glob[] | null;
  /** By the name of an event. There are few. */
  readonly #isNamed = new Map<string, boolean>();
  readonly #isKnown = new Map<string, boolean>();

  constructor(
    { roles, tenants }: Pick<Principal, 'roles' | 'tenants'>,
    filter: EventFilter,
    names: RecordedNames,
  ) {
    this.key = JSON.stringify([[...roles].sort(), [...tenants].sort(), filter]);
    this.#filter = filter;
    this.#roles = roles;
    this.#names = names;
    this.#tenants = names.recordedTenants(tenants);
    const { tenantId, events } = filter;
    this.#tenant = tenantId === null ? null : (names.recordedTenants([tenantId])[0] ?? null);
    this.#globs = events?.map(compileGlob) ?? null;
  }

  /** Whether an event is for them. */
  hears(event: SafeAIEvent): boolean {
    const { boundary, agentId } = this.#filter;
    if (boundary !== null && event.boundary !== boundary) return false;
    if (!this.#mayHear(event) || !this.#wants(event.event)) return false;
    if (this.#tenant !== null && event.tenantId !== this.#tenant && event.tenantId !== '*') {
      return false;
    }
    return agentId === null || this.#isAgent(event, agentId);
  }

  /** Whether they are told more of it than that it happened. */
  knows(event: SafeAIEvent): boolean {
    // Who sees one tenant alone is not told how it stands with all of them.
    if (event.tenantId === '*' && !this.#tenants.includes('*')) return false;
    let known = this.#isKnown.get(event.event);
    if (known === undefined) {
      known = knowsDetails(this.#roles, event.event);
      this.#isKnown.set(event.event, known);
    }
    return known;
  }

  #mayHear({ tenantId, event }: SafeAIEvent): boolean {
    if (inScope(this.#tenants, tenantId)) return true;
    return tenantId === '*' && CONCERNS_EVERYBODY.test(event);
  }

  #wants(event: string): boolean {
    const globs = this.#globs;
    if (globs === null) return true;
    let named = this.#isNamed.get(event);
    if (named === undefined) {
      named = globs.some((glob) => glob(event));
      this.#isNamed.set(event, named);
    }
    return named;
  }

  #isAgent({ tenantId, agentId }: SafeAIEvent, wanted: string): boolean {
    if (agentId === wanted) return true;
    return (
      agentId?.startsWith(DIGEST) === true && agentId === this.#names.recordedName(tenantId, wanted)
    );
  }
}
