/**
 * An agent on the Vercel AI SDK under guard: personal data is taken out of what a tool answered, and a destructive call waits
 * for a person. Run it with `node agent.mjs`. The model is the SDK's own stand-in; put yours in its place.
 */
import { SafeAI } from '@safeai/core';
import { GuardedAgent, guardTools, safeaiMiddleware } from '@safeai/adapters-vercel-ai';
import { generateText, jsonSchema, stepCountIs, tool, wrapLanguageModel } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';

const safeai = new SafeAI();
const agent = new GuardedAgent({
  guard: safeai,
  agentId: 'support',
  sessionId: 'conversation-1',
  onPending: ({ approvalRequestId }, { toolName }) => waiting.push({ approvalRequestId, toolName }),
});
const waiting = [];

const anything = jsonSchema({ type: 'object' });
const tools = guardTools(
  {
    find_customer: tool({
      inputSchema: anything,
      execute: () => ({ name: 'Alice', email: 'alice@example.com' }),
    }),
    database_query: tool({
      inputSchema: anything,
      execute({ query }) {
        console.log('database_query runs:', query);
        return 'done';
      },
    }),
  },
  agent,
);
const model = wrapLanguageModel({ model: standIn(), middleware: safeaiMiddleware(agent) });

const messages = [{ role: 'user', content: 'Clean up after Alice.' }];
const run = () => generateText({ model, tools, messages, stopWhen: stepCountIs(5) });

const first = await run();
for (const { toolName, output } of first.steps.flatMap((step) => step.toolResults)) {
  console.log(`${toolName}:`, output);
}

// The run has paused. Whoever may decide does so; here that is Ada.
const approver = {
  tenant: 'default',
  tenants: ['*'],
  user: 'ada',
  roles: ['approver'],
  source: 'embedded',
};
for (const { approvalRequestId, toolName } of waiting) {
  console.log(`${toolName} waits for approval`);
  await safeai.approvals.approve(approver, ['*'], approvalRequestId);
}

// The SDK goes on with its own word for it.
const asked = first.content.filter(({ type }) => type === 'tool-approval-request');
messages.push(...first.response.messages, {
  role: 'tool',
  content: asked.map(({ approvalId }) => ({
    type: 'tool-approval-response',
    approvalId,
    approved: true,
  })),
});
const second = await run();
console.log('answer:', second.text);

/** A model that calls both tools, and then says what it did. */
function standIn() {
  const call = (toolCallId, toolName, input) => ({
    ...{ type: 'tool-call', toolCallId, toolName },
    input: JSON.stringify(input),
  });
  const turns = [
    [call('call_1', 'find_customer', { name: 'Alice' })],
    [call('call_2', 'database_query', { query: 'DELETE FROM orders' })],
    [{ type: 'text', text: 'Done. I have told alice@example.com.' }],
  ];
  let turn = 0;
  return new MockLanguageModelV3({
    doGenerate: async () => {
      const content = turns[turn++];
      const unified = content[0].type === 'text' ? 'stop' : 'tool-calls';
      const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
      return { content, finishReason: { unified, raw: undefined }, usage, warnings: [] };
    },
  });
}
