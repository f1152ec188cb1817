import { hidden } from '../approvals/hidden.ts';
import { namesOf, type NameKeeper } from '../boundary/safe-names.ts';
import type { DetectionEngine } from '../detection/engine/engine.ts';
import { InvalidRequestError } from '../errors.ts';
import { redactText } from '../redaction/redact.ts';
import { compileLockdown, type CompiledLockdown } from './compiled-lockdown.ts';
import type { LockdownRule } from './lockdown.ts';

/**
 * The lockdowns of a configuration, by their place in it.
 *
 * @throws InvalidRequestError for a glob that stands for a tenant or an agent: it would stop nobody
 */
export function configuredLockdowns(
  rules: readonly LockdownRule[],
  keeper: NameKeeper,
  detection: DetectionEngine,
): readonly CompiledLockdown[] {
  return rules.map(({ tenantId, agentId, tool, reason }, index) => {
    if (`${tenantId ?? ''}${agentId ?? ''}`.includes('*')) {
      const where = `lockdown[${String(index)}]`;
      throw new InvalidRequestError(
        `${where}: tenants and agents are ids, not globs: leave them out for all.`,
      );
    }
    const names = namesOf(keeper, tenantId ?? '*');
    const lockdown = {
      id: `config-${String(index + 1)}`,
      tenantId: tenantId === undefined ? null : names.tenantId,
      agentId: names.of(agentId),
      tool: names.of(tool),
      reason: redactedReason(detection, reason),
      setBy: null,
      createdAt: null,
    };
    return compileLockdown(lockdown, tool ?? null);
  });
}

/** A person's words without what detectors find in them. */
export function redactedReason(detection: DetectionEngine, reason: string): string {
  return redactText(reason, hidden(detection.scan(reason)));
}
