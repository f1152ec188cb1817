/**
 * An agent on the OpenAI client under guard: a secret in a tool's answer never reaches the model, and a destructive call
 * waits for a person. Run it with `node agent.mjs`. The provider is a stand-in; leave out `fetch` for the real one.
 */
import { SafeAI } from '@safeai/core';
import { GuardedAgent, guardOpenAI } from '@safeai/adapters-openai';
import { OpenAI } from 'openai';

const safeai = new SafeAI();
const waiting = [];
const agent = new GuardedAgent({
  guard: safeai,
  agentId: 'support',
  sessionId: 'conversation-1',
  onPending: ({ approvalRequestId }, { toolName }) => waiting.push({ approvalRequestId, toolName }),
});
const openai = guardOpenAI(new OpenAI({ apiKey: 'none', fetch: standIn() }), agent);

const tools = {
  read_settings: () => ({ region: 'eu', api_key: 'sk-ABCDEF1234567890ABCDEF' }),
  database_query: ({ query }) => `ran: ${query}`,
};
const messages = [];

/** Asks, runs the tools that the model calls, and asks again until it answers. */
async function say(content) {
  messages.push({ role: 'user', content });
  for (;;) {
    const { choices } = await openai.chat.completions.create({ model: 'gpt-5-mini', messages });
    const { message } = choices[0];
    messages.push(message);
    if (!message.tool_calls) return message.content;
    for (const { id, function: called } of message.tool_calls) {
      const result = tools[called.name](JSON.parse(called.arguments));
      console.log(`${called.name} ran`);
      messages.push({ role: 'tool', tool_call_id: id, content: JSON.stringify(result) });
    }
  }
}

const answer = await say('Read the settings, then empty the table of orders.');
console.log('answer:', answer.replace(/ar-\w+/, 'ar-…'));

const approver = {
  tenant: 'default',
  tenants: ['*'],
  user: 'ada',
  roles: ['approver'],
  source: 'embedded',
};
for (const { approvalRequestId, toolName } of waiting) {
  console.log(`${toolName} is approved`);
  await safeai.approvals.approve(approver, ['*'], approvalRequestId);
}
console.log('answer:', await say('It is approved. Go on.'));

/** A provider whose model reads the settings and empties a table. */
function standIn() {
  const call = (id, name, parameters) => ({
    ...{ role: 'assistant', content: null },
    tool_calls: [
      { id, type: 'function', function: { name, arguments: JSON.stringify(parameters) } },
    ],
  });
  const empty = { query: 'DELETE FROM orders' };
  const turns = [
    call('call_1', 'read_settings', {}),
    call('call_2', 'database_query', empty),
    call('call_3', 'database_query', empty),
    { role: 'assistant', content: 'The table is empty.' },
  ];
  return async (_, { body }) => {
    if (body.includes('sk-ABC')) console.log('the model has seen the key');
    const message = turns.shift();
    const finish_reason = message.content === null ? 'tool_calls' : 'stop';
    return Response.json({
      ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 0, model: 'gpt-5-mini' },
      choices: [{ index: 0, message, finish_reason }],
    });
  };
}
