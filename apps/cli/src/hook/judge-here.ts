import { answerHook, type HookAnswer } from '@safeai/adapters-coding-agents';
import { type JsonValue, parseStrictJson } from '@safeai/core';
import { EMBEDDED_CALL, withEmbedded } from '../configuration/embedded.ts';
import type { CliHost } from '../host.ts';
import type { HookOptions } from './hook-options.ts';

/** Answers a hook inside this process. What is decided waits for the next server to take it into the log. */
export function judgeHere(options: HookOptions, host: CliHost, input: Buffer): Promise<HookAnswer> {
  const { profile, agent: agentId = profile, tenant: tenantId } = options;
  return withEmbedded(options, host, ({ runtime }) => {
    const { limits } = runtime.config;
    return answerHook(profile, parsed(input, limits), {
      guard: runtime.boundary,
      agentId,
      call: EMBEDDED_CALL,
      ...(tenantId === undefined ? {} : { tenantId }),
    });
  });
}

/** Strictly: two readers of one text must not read two things. */
function parsed(input: Buffer, limits: Limits): JsonValue | undefined {
  if (input.length > limits.bodyBytes) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(input);
    return parseStrictJson(text, limits, 'The input');
  } catch {
    return undefined;
  }
}

interface Limits {
  readonly bodyBytes: number;
  readonly jsonDepth: number;
  readonly jsonLeaves: number;
}
