import type { Arguments } from './schema.ts';
import type { Standing } from './tool.ts';

/** The agent of a server whose human named none. */
export const DEFAULT_AGENT = 'mcp-server';

/** What a call says, for the agent of this server where it names none and the human named one. */
export function forOwnAgent(args: Arguments, { agent }: Standing): Arguments {
  return agent === undefined || 'agent_id' in args ? args : { agent_id: agent, ...args };
}
