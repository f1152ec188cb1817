import type { FrameworkSetup } from '@safeai/core';
import { CLAUDE_CODE, COPILOT, CURSOR } from './coding-agents.ts';
import { LANGCHAIN_JS, OPENAI_AGENTS, VERCEL_AI } from './javascript.ts';
import { autogen, crewai, langchain } from './python.ts';

/** SafeAI's own frameworks but `mcp`, which is one for each host. They are described as those of plugins are. */
export function shippedFrameworks(): readonly FrameworkSetup[] {
  return [
    ...[langchain(), crewai(), autogen()],
    ...[LANGCHAIN_JS, VERCEL_AI, OPENAI_AGENTS],
    ...[CLAUDE_CODE, CURSOR, COPILOT],
  ];
}
