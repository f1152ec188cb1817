import { expect, test } from '@jest/globals';
import { SafeAI } from '../src/safeai.ts';

const ASKED = { boundary: 'action', parameters: {} } as const;

test('what is explained of a tool call is what contract and identity would decide', async () => {
  const safeai = new SafeAI({
    contracts: [{ toolName: 'read', accepts: {}, emits: {} }],
    undeclaredTools: 'block',
    identities: [
      { agentId: 'reader', tools: ['read'] },
      { agentId: 'writer', tools: [] },
    ],
  });
  const decided = async (toolName: string, agentId: string) => {
    const { decision } = await safeai.explain({ ...ASKED, toolName, agentId });
    return [decision.action, decision.policyName, decision.reasonCode];
  };
  expect(await decided('read', 'reader')).toEqual(['allow', 'default-allow', undefined]);
  expect(await decided('write', 'reader')).toEqual(['block', 'tool-contract', 'undeclared_tool']);
  expect(await decided('read', 'writer')).toEqual(['block', 'agent-identity', 'tool_not_allowed']);
  expect(await decided('read', 'nobody')).toEqual(['block', 'agent-identity', 'unknown_agent']);
});

test('a response is no call', async () => {
  const safeai = new SafeAI({ undeclaredTools: 'block' });
  const { decision } = await safeai.explain({ ...ASKED, direction: 'response', toolName: 'read' });
  expect(decision.action).toBe('allow');
});
