import type { LoadedConfig } from '@safeai/config';
import type { ActivePolicies } from '@safeai/runtime';
import type { Colours } from './colours.ts';
import { filePosition } from './position.ts';
import { printable } from './printable.ts';

type LintFinding = ActivePolicies['lint'][number];

/** What looks like a mistake in a policy, and where it is written. */
export interface LocatedFinding {
  readonly code: string;
  readonly severity: LintFinding['severity'];
  /** Null when it is about the rules as a whole. */
  readonly rule: string | null;
  readonly tenant_id: string | null;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Findings with the place of the rule that each is about. */
export function locateFindings(
  findings: readonly LintFinding[],
  loaded: LoadedConfig,
): LocatedFinding[] {
  return findings.map(({ code, severity, rule, tenantId, message }) => {
    const index = loaded.config.policies.findIndex(
      (own) => own.name === rule && (own.tenantId ?? null) === tenantId,
    );
    return { code, severity, rule, tenant_id: tenantId, message, ...loaded.ruleOrigins[index] };
  });
}

/** `safeai.yaml:12:5: warning: my-rule: Replaces the shipped rule by a weaker one. (replaces_shipped)`. */
export function findingLine(finding: LocatedFinding, colours: Colours): string {
  const { severity, rule, tenant_id: tenant, message, code } = finding;
  const where = filePosition(finding);
  const who = tenant === null ? rule : `${rule ?? ''} (tenant ${tenant})`;
  const parts = [where, inColour(severity, colours), who === null ? '' : printable(who), message];
  return `${parts.filter((part) => part !== '').join(': ')} ${colours.dim(`(${code})`)}`;
}

function inColour(severity: LintFinding['severity'], colours: Colours): string {
  switch (severity) {
    case 'warning':
      return colours.yellow(severity);
    case 'info':
      return colours.cyan(severity);
  }
}
