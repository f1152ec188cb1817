/**
 * An agent on the OpenAI Agents SDK under guard: personal data is taken out of what a tool answered, and a destructive call
 * waits for a person. Run it with `node agent.mjs`. The model is a stand-in; put yours in its place.
 */
import { SafeAI } from '@safeai/core';
import { guardAgent, GuardedAgent } from '@safeai/adapters-openai-agents';
import { Agent, run, setTracingDisabled, tool, Usage } from '@openai/agents';

setTracingDisabled(true);

const safeai = new SafeAI();
const waiting = [];
const guarded = new GuardedAgent({
  guard: safeai,
  agentId: 'support',
  sessionId: 'conversation-1',
  onPending: ({ approvalRequestId }, { toolName }) => waiting.push({ approvalRequestId, toolName }),
});

const named = (...names) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  required: names,
  additionalProperties: false,
});
const findCustomer = tool({
  name: 'find_customer',
  description: 'Finds a customer.',
  parameters: named('name'),
  execute: () => ({ name: 'Alice', email: 'alice@example.com' }),
});
const databaseQuery = tool({
  name: 'database_query',
  description: 'Runs a query.',
  parameters: named('query'),
  execute({ query }) {
    console.log('database_query runs:', query);
    return 'done';
  },
});
const agent = guardAgent(
  new Agent({ name: 'support', model: standIn(), tools: [findCustomer, databaseQuery] }),
  guarded,
);

const first = await run(agent, 'Clean up after Alice.');
for (const { type, rawItem } of first.newItems) {
  if (type === 'tool_call_output_item') console.log(`${rawItem.name}:`, rawItem.output.text);
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
for (const item of first.interruptions) first.state.approve(item);
const second = await run(agent, first.state);
console.log('answer:', second.finalOutput);

/** A model that calls both tools, and then says what it did. */
function standIn() {
  const call = (callId, name, input) => ({
    ...{ type: 'function_call', callId, name },
    arguments: JSON.stringify(input),
  });
  const turns = [
    call('call_1', 'find_customer', { name: 'Alice' }),
    call('call_2', 'database_query', { query: 'DELETE FROM orders' }),
    {
      ...{ type: 'message', role: 'assistant', status: 'completed' },
      content: [{ type: 'output_text', text: 'Done. I have told alice@example.com.' }],
    },
  ];
  return { getResponse: async () => ({ usage: new Usage(), output: [turns.shift()] }) };
}
