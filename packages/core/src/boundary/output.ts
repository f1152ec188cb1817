import { redactText } from '../redaction/redact.ts';
import type { CallContext, GuardOutputRequest, GuardOutputResult } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { renderFallback } from './fallback.ts';
import { unknownAgent } from './identity-check.ts';
import { requireObject, requireText } from './require.ts';
import { resolveScope } from './scope.ts';
import { settle } from './settle.ts';

/** A model's answer on its way to a person. */
export async function guardOutput(
  context: DecisionContext,
  request: GuardOutputRequest,
  call?: CallContext,
): Promise<GuardOutputResult> {
  const startedAt = context.ports.clock.monotonic();
  requireObject(request, 'request');
  requireText(request.text, 'text');
  const scope = resolveScope(request, call, context.defaultTenant);
  const detections = context.snapshot.detection.scan(request.text);
  const settled = await settle(context, {
    family: 'guard',
    facts: { boundary: 'output', surface: 'output', scope, detections },
    startedAt,
    explained: request.explain,
    refusal: unknownAgent(context.snapshot.identities, scope.agentId),
  });
  const changed = settled.action !== 'allow' && settled.action !== 'flag';
  const template = changed ? settled.fallbackTemplate : undefined;
  return {
    ...settled.answer,
    safeOutput:
      template === undefined
        ? (settled.filter(request.text, redactText) ?? '')
        : renderFallback(template, settled.answer.decision, detections),
    fallbackUsed: template !== undefined,
  };
}
