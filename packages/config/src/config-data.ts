import type {
  AgentIdentity,
  DetectorRule,
  PolicyRule,
  ToolContract,
  UndeclaredTools,
} from '@safeai/core';
import type { RootValue } from './schema/root.ts';
import type { SecretRef } from './secret-ref.ts';

/** A tenant's entry. */
export interface TenantConfig {
  readonly description?: string;
  /** The rules under the tenant; each has its `tenantId`. They stand in the list of all rules too. */
  readonly policies: readonly PolicyRule[];
}

type Replaced = 'policies' | 'tenants' | 'contracts' | 'identities' | 'auth' | 'detection';

/**
 * All settings with their defaults, in camelCase. What follows from other settings is worked out:
 * `policies` holds every rule in the order of evaluation, paths and patterns are absolute.
 */
export interface ConfigData extends Omit<RootValue, Replaced> {
  /** Top-level rules, then those of `policyFiles`, then each tenant's. */
  readonly policies: readonly PolicyRule[];
  readonly tenants: Readonly<Record<string, TenantConfig>>;
  readonly contracts: Omit<RootValue['contracts'], 'undeclared' | 'tools'> & {
    readonly undeclared: UndeclaredTools;
    readonly tools: readonly ToolContract[];
  };
  readonly identities: readonly AgentIdentity[];
  readonly auth: Omit<RootValue['auth'], 'loopback'> & {
    readonly loopback: 'trusted' | 'credential';
  };
  readonly detection: Omit<RootValue['detection'], 'rules'> & {
    /** Each names a validator that there is, and finds what its examples say. */
    readonly rules: readonly DetectorRule[];
  };
  /** Every `secret://` reference in use, each once. */
  readonly secretRefs: readonly SecretRef[];
}
