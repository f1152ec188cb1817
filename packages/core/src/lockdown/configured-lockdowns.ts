import { hidden } from '../approvals/hidden.ts';
import { namesOf, type NameKeeper } from '../boundary/safe-names.ts';
import type { DetectionEngine } from '../detection/engine/engine.ts';
import { InvalidRequestError } from '../errors.ts';
import { redactText } from '../redaction/redact.ts';
import { compileLockdown, type CompiledLockdown } from './compiled-lockdown.ts';
import { unknownFields } from './lockdown-request.ts';
import type { LockdownRule } from './lockdown.ts';

/**
 * The lockdowns of a configuration, by their place in it.
 *
 * @throws InvalidRequestError for a glob that stands for a tenant or an agent: it would stop nobody; for an unknown
 *   field
 */
export function configuredLockdowns(
  rules: readonly LockdownRule[],
  keeper: NameKeeper,
  detection: DetectionEngine,
): readonly CompiledLockdown[] {
  return rules.map((rule, index) => {
    const { tenantId, agentId, tool, reason } = rule;
    const where = `lockdown[${String(index)}]`;
    const [unknown] = unknownFields(rule);
    if (unknown !== undefined) {
      throw new InvalidRequestError(`${where}.${unknown}: there is no such field.`);
    }
    if (`${tenantId ?? ''}${agentId ?? ''}`.includes('*')) {
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
      byOperator: true,
      createdAt: null,
    };
    return compileLockdown(lockdown, tool ?? null);
  });
}

/** What moves a cursor or turns the direction of a text. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/** A person's words on one line, without what detectors find in them. */
export function redactedReason(detection: DetectionEngine, reason: string): string {
  const line = reason.replace(CONTROLS, ' ').trim();
  return redactText(line, hidden(detection.scan(line)));
}
