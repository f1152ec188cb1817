import { scanStructured as findInStructured } from '../detection/structured.ts';
import { redactStructured, redactText } from '../redaction/redact.ts';
import type {
  CallContext,
  ScanInputRequest,
  ScanInputResult,
  ScanStructuredRequest,
  ScanStructuredResult,
} from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { unknownAgent } from './identity-check.ts';
import { requireJson, requireObject, requireText } from './require.ts';
import { resolveScope } from './scope.ts';
import { settle } from './settle.ts';

/** Text on its way into a model. */
export async function scanInput(
  context: DecisionContext,
  request: ScanInputRequest,
  call?: CallContext,
): Promise<ScanInputResult> {
  const startedAt = context.ports.clock.monotonic();
  requireObject(request, 'request');
  requireText(request.text, 'text');
  const scope = resolveScope(request, call, context.defaultTenant);
  const detections = context.snapshot.detection.scan(request.text);
  const settled = await settle(context, {
    family: 'scan',
    facts: { boundary: 'input', surface: 'input', scope, detections },
    startedAt,
    explained: request.explain,
    refusal: unknownAgent(context.snapshot.identities, scope.agentId),
  });
  return { ...settled.answer, filtered: settled.filter(request.text, redactText) };
}

/** A JSON payload on its way into a model. */
export async function scanStructured(
  context: DecisionContext,
  request: ScanStructuredRequest,
  call?: CallContext,
): Promise<ScanStructuredResult> {
  const startedAt = context.ports.clock.monotonic();
  requireObject(request, 'request');
  requireJson(request.payload, 'payload');
  const scope = resolveScope(request, call, context.defaultTenant);
  const { detections } = findInStructured(context.snapshot.detection, request.payload, {
    limits: context.limits,
  });
  const settled = await settle(context, {
    family: 'scan',
    facts: { boundary: 'input', surface: 'structured input', scope, detections },
    startedAt,
    explained: request.explain,
    refusal: unknownAgent(context.snapshot.identities, scope.agentId),
  });
  return { ...settled.answer, filtered: settled.filter(request.payload, redactStructured) };
}
