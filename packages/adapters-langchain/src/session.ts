import type { GuardedAgent } from '@safeai/adapter-kit';

/** What LangChain says of a run. */
export interface RunLike {
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
}

/** The agent in the conversation that runs: its own session, or else LangGraph's thread. */
export function agentIn(agent: GuardedAgent, run: RunLike | undefined): GuardedAgent {
  const thread = run?.configurable?.thread_id;
  if (agent.options.sessionId !== undefined || typeof thread !== 'string' || thread === '') {
    return agent;
  }
  return agent.with({ sessionId: thread });
}
