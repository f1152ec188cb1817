import type { KeyRing, TenantScope } from '../ports.ts';
import { shortDigest, type IdentifierGuard } from './digest.ts';

/** What names are guarded with. */
export interface NameKeeper {
  readonly ports: { readonly keys: KeyRing };
  readonly snapshot: { readonly identifiers: IdentifierGuard };
}

/**
 * The names of a tenant as records and stores hold them: an agent, session, tool or user whose name holds a
 * detected value is kept as a digest of it.
 */
export class SafeNames {
  /** The tenant's own id, as records and stores hold it. */
  readonly tenantId: string;
  readonly #guard: IdentifierGuard;
  readonly #digest: (name: string) => string;

  /** @param tenantId as records and stores hold it; {@link namesOf} takes any other */
  constructor({ ports, snapshot }: NameKeeper, tenantId: string) {
    this.tenantId = tenantId;
    this.#guard = snapshot.identifiers;
    this.#digest = (name) => shortDigest(ports.keys.key('digest'), tenantId, name);
  }

  /** The name as it is kept; null where there is none. */
  of(name: string): string;
  of(name: string | null | undefined): string | null;
  of(name: string | null | undefined): string | null {
    return name === null || name === undefined ? null : this.#guard.safe(name, this.#digest);
  }

  /** Whether a kept name is that of somebody, under whatever detectors it was kept. */
  is(kept: string, name: string): boolean {
    return kept === name || kept === this.digestOf(name);
  }

  /** The name as it is kept where it holds a detection. */
  digestOf(name: string): string {
    return `sha256:${this.#digest(name)}`;
  }
}

/** The names of a tenant that is called by its real id. */
export function namesOf(keeper: NameKeeper, tenantId: string): SafeNames {
  return new SafeNames(keeper, new SafeNames(keeper, tenantId).of(tenantId));
}

/** A scope whose tenants are as records and stores hold them. */
export function safeScope(keeper: NameKeeper, tenants: TenantScope): TenantScope {
  return tenants.map((tenant) => (tenant === '*' ? tenant : namesOf(keeper, tenant).tenantId));
}
