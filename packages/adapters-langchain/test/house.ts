import { tool, type DynamicStructuredTool } from '@langchain/core/tools';
import type { AdapterOptions } from '@safeai/adapter-kit';
import { SafeAI } from '@safeai/core';
import { testGuard } from '@safeai/adapter-kit/testing';
import { GuardedAgent } from '../src/index.ts';

/** A key in the form of OpenAI's; it is nobody's. */
export const KEY = 'sk-ABCDEF1234567890ABCDEF';
export const MAIL = 'alice@example.com';
export const DESTRUCTIVE = 'DELETE FROM users';

/** A guard that lets no answer with a secret go on. */
export function blocking(): SafeAI {
  return new SafeAI({
    policies: [{ name: 'told', boundary: ['output'], dataTags: ['secret'], action: 'block' }],
  });
}

/** An agent under a guard whose state a test can change. */
export function house(options: Partial<AdapterOptions> = {}) {
  const told = testGuard();
  const pending: string[] = [];
  const agent = new GuardedAgent({
    guard: told.guard,
    agentId: 'bot',
    onPending: ({ approvalRequestId }) => pending.push(approvalRequestId),
    ...options,
  } as AdapterOptions);
  return { ...told, agent, pending };
}

/** A tool of LangChain's that keeps what it is called with. */
export function spyTool(name: string, answer: unknown = 'done', fields: object = {}) {
  const ran: unknown[] = [];
  const made = tool(
    (parameters: Record<string, never>) => {
      ran.push(parameters);
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? (answer as () => unknown)() : answer;
    },
    {
      name,
      description: `The tool ${name}.`,
      schema: { type: 'object', properties: {}, additionalProperties: true },
      ...fields,
    },
  );
  return { tool: made as DynamicStructuredTool, ran };
}
