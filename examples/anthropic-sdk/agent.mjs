/**
 * An agent on the Anthropic client under guard: personal data is taken out of what a tool answered, and a command that destroys
 * never runs. Run it with `node agent.mjs`. The provider is a stand-in; leave out `fetch` for the real one.
 */
import { Anthropic } from '@anthropic-ai/sdk';
import { SafeAI } from '@safeai/core';
import { GuardedAgent, guardAnthropic } from '@safeai/adapters-anthropic';

const agent = new GuardedAgent({
  guard: new SafeAI(),
  agentId: 'operator',
  sessionId: 'conversation-1',
});
const anthropic = guardAnthropic(new Anthropic({ apiKey: 'none', fetch: standIn() }), agent);

const tools = {
  find_customer: () => ({ name: 'Alice', email: 'alice@example.com' }),
  bash: ({ command }) => `ran: ${command}`,
};
const messages = [];

/** Asks, runs the tools that the model calls, and asks again until it answers. */
async function say(content) {
  messages.push({ role: 'user', content });
  for (;;) {
    const asked = { model: 'claude-opus', max_tokens: 1000, messages };
    const message = await anthropic.messages.create(asked);
    messages.push({ role: 'assistant', content: message.content });
    if (message.stop_reason !== 'tool_use') {
      return `${message.content[0].text} (${message.stop_reason})`;
    }
    const results = message.content.map(({ id, name, input }) => {
      console.log(`${name} ran`);
      const result = JSON.stringify(tools[name](input));
      return { type: 'tool_result', tool_use_id: id, content: result };
    });
    messages.push({ role: 'user', content: results });
  }
}

console.log('answer:', await say('Who is customer 7? Then free some space.'));

/** A provider whose model looks for a customer and then deletes everything. */
function standIn() {
  const turns = [
    { type: 'tool_use', id: 'call_1', name: 'find_customer', input: { id: 7 } },
    { type: 'tool_use', id: 'call_2', name: 'bash', input: { command: 'rm -rf /' } },
  ];
  return async (_, { body }) => {
    const last = JSON.parse(body).messages.at(-1).content;
    if (Array.isArray(last)) console.log('the model reads:', last[0].content);
    return Response.json({
      ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus' },
      content: [turns.shift()],
      ...{ stop_reason: 'tool_use', stop_sequence: null },
      usage: { input_tokens: 1, output_tokens: 1 },
    });
  };
}
