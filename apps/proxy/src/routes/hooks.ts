import { answerHook, isProfile } from '@safeai/adapters-coding-agents';
import { SafeAIError } from '@safeai/core';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** Longest time for a decision, in milliseconds: coding agents let a call go on when a hook takes too long. */
const TIMEOUT = 8000;

/** POST /v1/hooks/{profile} */
export function hook({ runtime, metrics }: Dependencies): Handler<'intercept_hook'> {
  return async ({ params: { profile }, query, body, principal, tenant, call }) => {
    if (!isProfile(profile)) {
      throw new SafeAIError('not_found', `There is no profile ${profile} of hooks.`);
    }
    const { exitCode, output, message } = await answerHook(profile, body, {
      guard: runtime.boundary,
      agentId: principal?.agent ?? query.agent_id ?? profile,
      tenantId: tenant,
      call,
      timeoutMs: TIMEOUT,
      onDecision: (boundary, result) => {
        metrics.decision(boundary, tenant, result);
      },
    });
    return query.form === 'process' ? { exit_code: exitCode, output, message } : (output ?? {});
  };
}
