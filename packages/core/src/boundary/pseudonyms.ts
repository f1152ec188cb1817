import type { JsonObject } from '../json.ts';
import type { PseudonymScope } from '../ports.ts';
import type { Redactable } from '../redaction/redact.ts';
import {
  MAX_PSEUDONYM_VALUE,
  pseudonymOf,
  pseudonymsIn,
  restorePseudonyms,
  sessionPseudonymKey,
} from '../redaction/pseudonyms.ts';
import {
  createPseudonymRestorer,
  type PseudonymRestorer,
} from '../redaction/pseudonyms-restorer.ts';
import { pseudonymsInPayload, restorePayload } from '../redaction/pseudonyms-structured.ts';
import type { DecisionContext } from './decision-context.ts';
import type { Scope } from './scope.ts';

/**
 * The session whose pseudonyms a request makes and sees. `null` outside a session, and for a caller of
 * another tenant.
 */
export function pseudonymScope(scope: Scope): PseudonymScope | null {
  const { tenantId, sessionId, isOwnTenant } = scope;
  if (sessionId === null || sessionId === '' || !isOwnTenant) return null;
  return { tenantId, sessionId };
}

/**
 * Redacts content, with a pseudonym for each detection in `reversible`, and remembers what the pseudonyms
 * stand for before anyone sees them.
 *
 * @param redact must replace what it is given, and nothing else
 */
export async function redactReversibly<T>(
  context: DecisionContext,
  session: PseudonymScope,
  content: T,
  found: readonly Redactable[],
  reversible: ReadonlySet<Redactable>,
  redact: (content: T, found: readonly Redactable[]) => T,
): Promise<T> {
  const { ports, pseudonyms: settings } = context;
  const key = sessionPseudonymKey(ports.keys.key('pseudonym'), session.tenantId, session.sessionId);
  const values = new Map<string, string>();
  const taken = new Set<string>();
  const pseudonym = (placeholder: string, value: string): string | undefined => {
    if (value.length > MAX_PSEUDONYM_VALUE) return undefined;
    const made = pseudonymOf(key, placeholder, value);
    if (taken.has(made) || (values.get(made) ?? value) !== value) return undefined;
    values.set(made, value);
    return made;
  };
  const marked = found.map((detection) =>
    reversible.has(detection) ? { ...detection, pseudonym } : detection,
  );
  const redacted = redact(content, marked);
  if (values.size === 0) return redacted;
  const refused = await ports.pseudonyms.put(session, values, settings);
  if (refused.length === 0) return redacted;
  // Two values of one session with the same 50 bits: the later one gets its placeholder.
  for (const each of refused) taken.add(each);
  return redact(content, marked);
}

/** A guarded answer with the values of its session's pseudonyms. */
export async function restoreText(
  context: DecisionContext,
  scope: Scope,
  text: string,
): Promise<string> {
  const session = pseudonymScope(scope);
  const found = session === null ? [] : pseudonymsIn(text);
  if (session === null || found.length === 0) return text;
  const values = await context.ports.pseudonyms.get(session, found);
  return restorePseudonyms(text, (pseudonym) => values.get(pseudonym));
}

/** Tool parameters with the values of their session's pseudonyms; the same object where there are none. */
export async function restoreParameters(
  context: DecisionContext,
  scope: Scope,
  parameters: JsonObject,
): Promise<JsonObject> {
  const session = pseudonymScope(scope);
  const found = session === null ? [] : pseudonymsInPayload(parameters);
  if (session === null || found.length === 0) return parameters;
  const values = await context.ports.pseudonyms.get(session, found);
  return values.size === 0
    ? parameters
    : restorePayload(parameters, (pseudonym) => values.get(pseudonym));
}

/** For an answer that comes as a stream: knows what the session knows by now. */
export async function restorerFor(
  context: DecisionContext,
  scope: Scope,
): Promise<PseudonymRestorer> {
  return createPseudonymRestorer(await pseudonymValues(context, scope));
}

/** What the session knows by now: values by their pseudonyms. */
export async function pseudonymValues(
  context: DecisionContext,
  scope: Scope,
): Promise<ReadonlyMap<string, string>> {
  const session = pseudonymScope(scope);
  return session === null ? new Map<string, string>() : context.ports.pseudonyms.all(session);
}
