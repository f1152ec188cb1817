import type { Detection } from '../detection/detection.ts';
import type { SessionFacts } from '../policy/decision.ts';
import type { SessionKey } from '../ports.ts';
import { certainTags, type Facts } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import type { Scope } from './scope.ts';

/** What the request's session has touched before; null outside a session. */
export function loadSession(
  context: DecisionContext,
  scope: Scope,
): SessionFacts | Promise<SessionFacts> | null {
  const key = sessionKey(scope);
  return key === null ? null : context.ports.sessions.load(key);
}

/** Remembers what went through: detected tags that were not redacted away and, for a call, the tool. */
export async function rememberSession(
  context: DecisionContext,
  facts: Facts,
  redacted: readonly Detection[],
): Promise<void> {
  const gone = new Set(redacted);
  const seen = facts.detections.filter((detection) => !gone.has(detection));
  const calledTool = facts.direction === 'request' ? facts.toolName : undefined;
  await rememberTags(context, facts.scope, certainTags([], seen), calledTool);
}

/** Remembers tags of what went through, and the tool that was called. */
export async function rememberTags(
  { ports }: DecisionContext,
  scope: Scope,
  tags: Iterable<string>,
  calledTool?: string,
): Promise<void> {
  const key = sessionKey(scope);
  if (key !== null) await ports.sessions.record(key, [...tags], calledTool);
}

function sessionKey(scope: Scope): SessionKey | null {
  if (scope.sessionId === null) return null;
  return { tenantId: scope.tenantId, agentId: scope.agentId ?? '', sessionId: scope.sessionId };
}
