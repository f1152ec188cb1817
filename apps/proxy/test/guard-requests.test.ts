import { describe, expect, test } from '@jest/globals';
import { MOST_UNDONE, type JsonObject, type JsonValue, type SafeAIRules } from '@safeai/core';
import { anthropicMessages, openAiChat, readJson, type Protocol } from '@safeai/protocols';

import { guardRequest } from '../src/gateway/guard/request-guard.ts';
import { guardedCall, SECRET, type GuardedCase } from './support/guarded-streams.ts';

const MAIL = 'ann@example.com';

function request(options: GuardedCase, text: string) {
  const { call, records } = guardedCall(options);
  const body = readJson(text);
  const result = guardRequest(call, body, options.protocol.readRequest(body.value));
  return { result, records };
}

async function requested(rules: SafeAIRules, body: JsonValue, protocol: Protocol = openAiChat) {
  const { result, records } = request({ protocol, rules }, JSON.stringify(body));
  const { text, report } = await result;
  return { value: JSON.parse(text) as JsonObject, text, report, records };
}

const calls = (id: string, name: string, args = '{}') => ({
  role: 'assistant',
  tool_calls: [{ id, type: 'function', function: { name, arguments: args } }],
});
const result = (id: string, content: JsonValue) => ({ role: 'tool', tool_call_id: id, content });

describe('JSON in strings', () => {
  test('is judged as JSON, whatever its escapes, and only what is found changes', async () => {
    const written = `{"messages":[
      {"role":"assistant","tool_calls":[{"id":"c1","function":{"name":"crm","arguments":"{}"}}]},
      {"role":"tool","tool_call_id":"c1","content":"{ \\"mail\\" : \\"ann\\\\u0040example.com\\", \\"n\\": 1.50, \\"id\\":12345678901234567890 }"}
    ]}`;
    const { result: judged } = request({ protocol: openAiChat }, written);
    expect((await judged).text).toBe(
      written.replace('ann\\\\u0040example.com', '[EMAIL_REDACTED]'),
    );
  });

  test('that calls a tool in the history is content: a secret in it is blocked, a mail address is not', async () => {
    const { text } = await requested({}, { messages: [calls('c', 'f', `{"to":"${MAIL}"}`)] });
    expect(text).toContain(MAIL);
    const escaped = SECRET.replace('A', '\\u0041');
    const { result: judged } = request(
      { protocol: openAiChat },
      JSON.stringify({ messages: [calls('c', 'f', `{"key":"${escaped}"}`)] }),
    );
    await expect(judged).rejects.toMatchObject({ code: 'safeai_blocked' });
  });

  test('is redacted where a rule says so, within the string', async () => {
    const { text, report } = await requested(
      {
        policies: [
          { name: 'in', boundary: 'input', dataTags: ['personal'], action: 'redact', reason: 'r' },
        ],
      },
      { messages: [calls('c', 'f', `{"to": "${MAIL}",  "n": 1e2}`)], user: MAIL },
    );
    expect(text).toContain('{\\"to\\": \\"[EMAIL_REDACTED]\\",  \\"n\\": 1e2}');
    expect(report.redactions).toBe(2);
  });
});

describe('what tools answered', () => {
  const CRM: SafeAIRules = {
    contracts: [
      { toolName: 'crm', accepts: {}, emits: { fields: ['name'] } },
      { toolName: 'other', accepts: {}, emits: {} },
    ],
    undeclaredTools: 'block',
  };

  test('keeps to the contract of its tool, new or seen before', async () => {
    const one = JSON.stringify({ name: 'Ann', debug: 'x' });
    const { value, records } = await requested(CRM, {
      messages: [
        calls('c1', 'crm'),
        result('c1', one),
        calls('c2', 'other'),
        result('c2', [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ]),
        calls('c3', 'crm'),
        result('c3', one),
      ],
    });
    const contents = (value.messages as JsonObject[]).map(({ content }) => content);
    expect(contents[1]).toBe('{"name":"Ann"}');
    expect(contents[5]).toBe('{"name":"Ann"}');
    expect(records.map(({ boundary, toolName, detail }) => [boundary, toolName, detail])).toEqual([
      ['input', null, undefined],
      ['action', 'crm', { phase: 'response', responses: 1 }],
      ['action', 'other', { phase: 'response', responses: 1 }],
      ['action', 'crm', { phase: 'response' }],
    ]);
  });

  test('is refused where the contract says an object and it is none, or nobody says whose it is', async () => {
    for (const [id, content] of [
      ['c1', 'no object'],
      ['c1', '[1]'],
      ['c9', '{}'],
    ] as const) {
      const { result: judged } = request(
        { protocol: openAiChat, rules: CRM },
        JSON.stringify({ messages: [calls('c1', 'crm'), result(id, content)] }),
      );
      await expect(judged).rejects.toMatchObject({ code: 'safeai_blocked' });
    }
  });

  test('is few records however long the conversation is, and all of it is judged', async () => {
    const turns = Array.from({ length: 50 }, (_, turn) => [
      calls(`c${String(turn)}`, turn % 2 === 0 ? 'crm' : 'mail'),
      result(`c${String(turn)}`, `{"from": "${MAIL}", "turn": ${String(turn)}}`),
    ]).flat();
    const { text, report, records } = await requested({}, { messages: turns });
    expect(records).toHaveLength(1 + 2 + 1);
    expect(text).not.toContain(MAIL);
    expect(report.redactions).toBe(50);
    const answers = (JSON.parse(text) as { messages: { role: string; content?: string }[] })
      .messages;
    const contents = answers.flatMap(({ role, content }) => (role === 'tool' ? [content] : []));
    expect(contents[0]).toBe('{"from": "[EMAIL_REDACTED]", "turn": 0}');
    // What the model has seen stays what it saw: a provider's cache of the conversation stays good.
    const sooner = await requested({}, { messages: turns.slice(0, 60) });
    expect(text.startsWith(sooner.text.slice(0, -2))).toBe(true);
  });

  test('is no flood of records where very many come at once', async () => {
    const many = Array.from({ length: 500 }, (_, index) => result(`c${String(index)}`, MAIL));
    const { text, records } = await requested({}, { messages: many });
    expect(records).toHaveLength(2);
    expect(text).not.toContain(MAIL);
  });

  test('is all that stands in it: text, JSON, documents, of one call or several', async () => {
    const document = (data: string) => ({
      type: 'document',
      source: { type: 'text', media_type: 'text/plain', data },
    });
    const body = {
      messages: [
        { role: 'user', content: [{ type: 'text', text: MAIL }, document(MAIL)] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'crm', input: {} }] },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 't1',
              content: [{ type: 'text', text: `{"mail":"${MAIL}"}` }, document(MAIL)],
            },
            { type: 'text', text: MAIL },
          ],
        },
      ],
    };
    const { value, report } = await requested({}, body, anthropicMessages);
    expect(report.redactions).toBe(2);
    expect(value).toEqual({
      messages: [
        body.messages[0],
        body.messages[1],
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 't1',
              content: [
                { type: 'text', text: '{"mail":"[EMAIL_REDACTED]"}' },
                document('[EMAIL_REDACTED]'),
              ],
            },
            { type: 'text', text: MAIL },
          ],
        },
      ],
    });
  });
});

describe('what nobody looked into', () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
  const body = JSON.stringify({ messages: [{ role: 'user', content: [image] }] });

  test('passes and is on record, or is refused where the settings say so', async () => {
    const passed = request({ protocol: openAiChat }, body);
    expect(await passed.result).toMatchObject({ text: body, report: { unscanned: 1 } });
    expect(passed.records).toMatchObject([{ event: 'scan.allowed', detail: { unscanned: 1 } }]);
    const refused = request({ protocol: openAiChat, refuses: new Set(['binary']) }, body);
    await expect(refused.result).rejects.toMatchObject({
      code: 'unscanned_content',
      message: expect.stringContaining('binary at $.messages[0].content[0].image_url.url'),
    });
    const other = request({ protocol: openAiChat, refuses: new Set(['stored']) }, body);
    expect((await other.result).text).toBe(body);
  });

  test('is never said in the refusal, nor are names that hold a secret', async () => {
    const { result: judged } = request(
      { protocol: openAiChat, refuses: new Set(['unknown_field']) },
      JSON.stringify({ messages: [], [SECRET]: { a: SECRET } }),
    );
    const error = await judged.catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ code: 'unscanned_content' });
    expect(JSON.stringify([error, (error as Error).message])).not.toContain(SECRET.slice(0, 10));
  });

  test('is looked into all the same where it can be: fields that nobody knows, and their names', async () => {
    for (const field of [
      { x: { deep: [SECRET] } },
      { [SECRET]: 1 },
      { x_password: 'Tr0ub4dor&3x' },
    ]) {
      const { result: judged } = request(
        { protocol: openAiChat },
        JSON.stringify({ messages: [], ...field }),
      );
      await expect(judged).rejects.toMatchObject({ code: 'safeai_blocked' });
    }
  });

  test('with a name that would have to be changed is refused', async () => {
    const { result: judged } = request(
      {
        protocol: openAiChat,
        rules: {
          policies: [
            {
              name: 'in',
              boundary: 'input',
              dataTags: ['personal'],
              action: 'redact',
              reason: 'r',
            },
          ],
        },
      },
      JSON.stringify({ messages: [], [MAIL]: 1 }),
    );
    await expect(judged).rejects.toMatchObject({ code: 'unscanned_content' });
  });
});

test('a secret that is split over two texts is one secret', async () => {
  const half = SECRET.length / 2;
  const { result: judged } = request(
    { protocol: openAiChat },
    JSON.stringify({
      messages: [
        { role: 'user', content: SECRET.slice(0, half) },
        { role: 'user', content: SECRET.slice(half) },
      ],
    }),
  );
  await expect(judged).rejects.toMatchObject({ code: 'safeai_blocked' });
});

test('pseudonyms are made in what goes up', async () => {
  const { call } = guardedCall({
    protocol: openAiChat,
    rules: {
      policies: [
        {
          name: 'p',
          boundary: ['input', 'action'],
          direction: 'response',
          dataTags: ['personal'],
          action: 'pseudonymize',
          reason: 'r',
        },
      ],
    },
  });
  const body = readJson(
    JSON.stringify({ messages: [{ role: 'user', content: MAIL }, result('c', MAIL)] }),
  );
  const inSession = { ...call, context: { ...call.context, sessionId: 's-1' } };
  const { text } = await guardRequest(inSession, body, openAiChat.readRequest(body.value));
  const [asked, answered] = (JSON.parse(text) as { messages: { content: string }[] }).messages;
  expect(asked?.content).toMatch(/^\[EMAIL_[a-f0-9]{13}\]$/);
  expect(answered?.content).toBe(asked?.content);
});

describe('more that is encoded than one scan undoes', () => {
  const encoded = '%61'.repeat(MOST_UNDONE / 3 + 2);
  const said = { messages: [{ role: 'user', content: encoded }] };
  const answered = { messages: [calls('c', 'f'), result('c', encoded)] };

  test.each([said, answered])('goes on, is counted and is on record', async (body) => {
    const { report, records } = await requested({}, body);
    expect(report.unscanned).toBe(1);
    expect(records.filter(({ detail }) => detail?.unscanned === 1)).toHaveLength(1);
  });

  test.each([said, answered])('is refused where the settings say so', async (body) => {
    const refuses = new Set(['encoded'] as const);
    const { result: judged } = request({ protocol: openAiChat, refuses }, JSON.stringify(body));
    await expect(judged).rejects.toMatchObject({ code: 'unscanned_content' });
  });
});
