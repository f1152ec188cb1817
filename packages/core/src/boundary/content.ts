import type { Scanned } from '../detection/scan-text.ts';
import type { CallContext, RequestContext } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { unknownAgent } from './identity-check.ts';
import type { EventFamily } from './recorder.ts';
import { requireRequest } from './require.ts';
import { resolveScope } from './scope.ts';
import { settle, type Settled } from './settle.ts';

/** Where content crosses, and what reasons call it. */
export interface Crossing {
  readonly family: EventFamily;
  readonly boundary: 'input' | 'output';
  readonly surface: string;
}

/**
 * Content that goes into a model or comes out of it.
 *
 * @param find checks the content and says what is in it
 */
export async function settleContent(
  context: DecisionContext,
  crossing: Crossing,
  request: RequestContext,
  call: CallContext | undefined,
  find: () => Scanned,
): Promise<Settled> {
  const startedAt = context.ports.clock.monotonic();
  requireRequest(request);
  const scope = resolveScope(request, call, context.defaultTenant);
  const { family, boundary, surface } = crossing;
  const { detections, leftEncoded } = find();
  return settle(context, {
    family,
    facts: { boundary, surface, scope, detections, leftEncoded },
    startedAt,
    explained: request.explain,
    refusal: unknownAgent(context.snapshot.identities, scope.agentId),
  });
}
