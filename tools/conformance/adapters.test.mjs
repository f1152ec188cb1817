import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GuardedAgent, guardOpenAI, isGuardOutage } from '@safeai/adapters-openai';
import { SafeAIClient } from '@safeai/client';
import { OpenAI } from 'openai';

import { startSafeAI } from './server.mjs';

let safeai;
beforeAll(async () => (safeai = await startSafeAI()));
afterAll(() => safeai?.stop());

/** An agent behind a gateway, on a client whose model makes the given turns. */
function agentOf(turns, options = {}) {
  const sent = [];
  const fetch = async (_, { body }) => {
    sent.push(body);
    const message = { role: 'assistant', content: null, ...turns[sent.length - 1] };
    return Response.json({ id: '1', choices: [{ index: 0, message, finish_reason: 'stop' }] });
  };
  const guard = new SafeAIClient({ url: safeai.url });
  const agent = new GuardedAgent({ guard, agentId: 'default-agent', sessionId: 's', ...options });
  const openai = guardOpenAI(new OpenAI({ apiKey: 'none', fetch }), agent);
  const say = async (...messages) => {
    const asked = { model: 'gpt-5-mini', messages };
    return (await openai.chat.completions.create(asked)).choices[0].message;
  };
  return { say, sent };
}

const remove = { query: 'DELETE FROM users' };
const calling = {
  tool_calls: [
    {
      ...{ id: 'call_1', type: 'function' },
      function: { name: 'database_query', arguments: JSON.stringify(remove) },
    },
  ],
};
const user = (content) => ({ role: 'user', content });

test('behind a gateway: a secret is not sent, an answer is redacted, what is new is judged', async () => {
  const { say, sent } = agentOf([{ content: 'Write to alice@example.com.' }, { content: 'Yes.' }]);
  expect((await say(user('token=sk-ABCDEF1234567890ABCDEF'))).content).toMatch(/blocked by policy/);
  expect(sent).toEqual([]);
  const answer = await say(user('Who?'));
  expect(answer.content).toBe('Write to [EMAIL_REDACTED].');
  expect((await say(user('Who?'), answer, user('Sure?'))).content).toBe('Yes.');
});

test('behind a gateway: a call waits, is approved, and goes on', async () => {
  const ids = [];
  const onPending = ({ approvalRequestId }) => ids.push(approvalRequestId);
  const { say } = agentOf([calling, calling], { onPending });
  const waiting = await say(user('Clean up.'));
  expect(waiting.content).toContain(ids[0]);
  const approved = await fetch(`${safeai.url}/v1/approvals/${ids[0]}/approve`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"approver_id": "security-admin"}',
  });
  expect(approved.status).toBe(200);
  const { tool_calls: calls } = await say(user('Clean up.'), user('Go on.'));
  expect(JSON.parse(calls[0].function.arguments)).toEqual(remove);
});

test('behind a gateway that is gone nothing is sent', async () => {
  const { say, sent } = agentOf([{ content: 'Hello.' }]);
  await safeai.stop();
  const error = await say(user('Hello?')).catch((thrown) => thrown);
  safeai = undefined;
  expect(isGuardOutage(error)).toBe(true);
  expect(sent).toEqual([]);
});
