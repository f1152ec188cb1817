import type { JsonObject } from '@safeai/core';

/** A digest in hex (SHA-256). */
export async function digestOf(parts: readonly unknown[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What makes a call the same call when it is made again. */
export interface OperationKeys {
  /** Of the call with an approval, so that one that is made again within a minute uses it again. */
  readonly retryKey?: string;
  readonly operationId?: string;
}

/**
 * The keys of a call, from the id that the model's answer gave it. Such ids are unique in a conversation, not beyond: without a
 * session there is no operation, since another conversation's call could be taken for this one.
 */
export async function keysOf(
  { toolCallId, toolName, parameters }: KeyedCall,
  session: { readonly agentId?: string | undefined; readonly sessionId?: string | undefined },
): Promise<OperationKeys> {
  if (toolCallId === undefined) return {};
  const { agentId = null, sessionId } = session;
  const digest = await digestOf([agentId, sessionId ?? null, toolCallId, toolName, parameters]);
  const key = digest.slice(0, 48);
  const retryKey = `call-${key}`;
  return sessionId === undefined ? { retryKey } : { retryKey, operationId: `op-${key}` };
}

interface KeyedCall {
  readonly toolCallId?: string | undefined;
  readonly toolName: string;
  readonly parameters: JsonObject;
}
