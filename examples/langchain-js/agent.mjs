/**
 * An agent of LangChain under guard: personal data is taken out of what a tool answered, and a destructive call waits for a
 * person. Run it with `node agent.mjs`. The model is LangChain's own stand-in; put yours in its place.
 */
import { GuardedAgent, safeaiMiddleware } from '@safeai/adapters-langchain';
import { SafeAI } from '@safeai/core';
import { Command, MemorySaver } from '@langchain/langgraph';
import { AIMessage, createAgent, fakeModel, tool } from 'langchain';

const safeai = new SafeAI();
const agent = new GuardedAgent({ guard: safeai, agentId: 'support' });

const anything = { type: 'object', properties: {}, additionalProperties: true };
const findCustomer = tool(() => ({ name: 'Alice', email: 'alice@example.com' }), {
  name: 'find_customer',
  description: 'Finds a customer.',
  schema: anything,
});
const databaseQuery = tool(
  ({ query }) => {
    console.log('database_query runs:', query);
    return 'done';
  },
  { name: 'database_query', description: 'Asks the database.', schema: anything },
);

const model = fakeModel()
  .respondWithTools([{ name: 'find_customer', args: { name: 'Alice' }, id: 'call_1' }])
  .respondWithTools([
    { name: 'database_query', args: { query: 'DELETE FROM orders' }, id: 'call_2' },
  ])
  .respond(new AIMessage('Done. I have told alice@example.com.'));

const support = createAgent({
  model,
  tools: [findCustomer, databaseQuery],
  middleware: [safeaiMiddleware(agent, { interrupt: true })],
  checkpointer: new MemorySaver(),
});
// The thread is the session: each of its calls happens at most once.
const thread = { configurable: { thread_id: 'conversation-1' } };

const first = await support.invoke(
  { messages: [{ role: 'user', content: 'Clean up after Alice.' }] },
  thread,
);
for (const message of first.messages) {
  if (message.type === 'tool') console.log(`${message.name}:`, message.content);
}

// The run has paused. Whoever may decide does so; here that is Ada.
const approver = {
  tenant: 'default',
  tenants: ['*'],
  user: 'ada',
  roles: ['approver'],
  source: 'embedded',
};
for (const { value } of first.__interrupt__) {
  console.log(`${value.toolName} waits for approval`);
  await safeai.approvals.approve(approver, ['*'], value.approvalRequestId);
}

// What it is resumed with decides nothing: the guard is asked again.
const second = await support.invoke(new Command({ resume: true }), thread);
console.log('answer:', second.messages.at(-1).text);
