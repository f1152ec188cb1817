import { PROSE_CONFIDENCE } from '../detection/engine/compiled-rule.ts';
import type { CallContext } from './boundary.ts';
import { policyContext, type Facts } from './decide.ts';
import { contextFor, type DecisionContext } from './decision-context.ts';
import { GuardedOutput } from './guarded-output.ts';
import { unknownAgent } from './identity-check.ts';
import { passes } from './outcome.ts';
import { OutputJudge } from './output-judge.ts';
import type { OpenOutputRequest, OutputMode, OutputStream } from './output-stream.ts';
import { pseudonymValues } from './pseudonyms.ts';
import { requireRequest, wrongField } from './require.ts';
import { resolveScope } from './scope.ts';

const MODES: readonly OutputMode[] = ['window', 'buffer', 'audit'];
const DEFAULT_MAX_HELD = 4 * 1024 * 1024;

/**
 * Opens the guard of an answer that comes in pieces, and records that it did.
 *
 * @param current the rules in force: the stream keeps those that it began with, but for emergency stops
 */
export async function openOutput(
  current: () => DecisionContext,
  request: OpenOutputRequest,
  call?: CallContext,
): Promise<OutputStream> {
  const context = contextFor(current(), call);
  const startedAt = context.ports.clock.monotonic();
  requireRequest(request);
  const { mode = 'window', maxHeld = DEFAULT_MAX_HELD } = request;
  if (!MODES.includes(mode)) throw wrongField('mode', `must be one of ${MODES.join(', ')}`);
  if (!Number.isSafeInteger(maxHeld) || maxHeld < 1) {
    throw wrongField('maxHeld', 'must be a whole number, 1 or more');
  }
  const scope = resolveScope(request, call, context.defaultTenant);
  const facts: Facts = { boundary: 'output', surface: 'output', scope, detections: [] };
  const judge = new OutputJudge(context, await policyContext(context, facts), scope);
  const output = new GuardedOutput({
    context,
    current,
    facts,
    judge,
    mode: mode === 'window' && needsWhole(context, judge) ? 'buffer' : mode,
    maxHeld,
    startedAt,
    explained: request.explain === true,
    values: await pseudonymValues(context, scope),
  });
  await output.open(unknownAgent(context.snapshot.identities, scope.agentId));
  return output;
}

/**
 * Whether nothing may go out before everything is known: content in which nothing was found would not pass (what is
 * found may still make it pass), or a rule is about commands that are merely mentioned, which no stream looks for.
 */
function needsWhole({ snapshot }: DecisionContext, judge: OutputJudge): boolean {
  return (
    !passes(judge.outcome.action) ||
    judge.outcome.action === 'redact' ||
    snapshot.policy.rules.some(
      ({ boundaries, dataTags, minConfidence, mode }) =>
        mode === 'enforce' &&
        dataTags !== null &&
        boundaries.includes('output') &&
        minConfidence <= PROSE_CONFIDENCE,
    )
  );
}
