import { describe, expect, test } from '@jest/globals';
import type { JsonObject, JsonValue, PolicyRule, Principal, SafeAIRules } from '@safeai/core';
import {
  anthropicMessages,
  openAiChat,
  openAiResponses,
  readJson,
  type Protocol,
} from '@safeai/protocols';

import { guardAnswer } from '../src/gateway/guard/answer-guard.ts';
import type { GuardedCall } from '../src/gateway/guard/guarded-call.ts';
import { judgeToolCalls } from '../src/gateway/guard/tool-calls.ts';
import { guardedCall, OPEN, SECRET, type GuardedCase } from './support/guarded-streams.ts';

const MAIL = 'ann@example.com';
const NUMBER = '4111111111111111111';

const APPROVER: Principal = {
  tenant: 'default',
  tenants: ['*'],
  user: 'security-admin',
  roles: ['admin'],
  source: 'key',
};

const asks = (...tools: string[]): SafeAIRules => ({
  policies: [
    {
      name: 'ask',
      boundary: 'action',
      direction: 'request',
      tools,
      action: 'require_approval',
      reason: 'A person decides',
    },
  ],
});

const message = (content: string | null, ...tools: (readonly [string, string])[]): JsonObject => ({
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content,
        tool_calls: tools.map(([name, args], index) => ({
          id: `call_${String(index)}`,
          type: 'function',
          function: { name, arguments: args },
        })),
      },
    },
  ],
});

function answer(call: GuardedCall, body: JsonValue | string) {
  return guardAnswer(call, readJson(typeof body === 'string' ? body : JSON.stringify(body)));
}

const answered = (options: Partial<GuardedCase>, body: JsonValue | string) =>
  answer(guardedCall({ protocol: openAiChat, ...options }).call, body);

/** The call as the caller sends it again. */
async function judgeOne(call: GuardedCall, toolName: string, parameters: JsonObject) {
  const [judged] = await judgeToolCalls(call, [{ toolName, parameters }]);
  if (judged === undefined) throw new Error('The call was not judged.');
  return judged;
}

const again = (call: GuardedCall, approvalRequestId: string): GuardedCall => ({
  ...call,
  approvalRequestId,
});

async function refusalOf(answering: Promise<unknown>) {
  const error: unknown = await answering.catch((thrown: unknown) => thrown);
  return error as { code: string; message: string; approvalRequestId?: string };
}

describe('a tool call of the model', () => {
  test('passes with personal data in it, and is blocked with a secret, in name or arguments', async () => {
    const body = message('ok', ['send_mail', `{"to":"${MAIL}"}`]);
    expect((await answered({}, body)).text).toBe(JSON.stringify(body));
    for (const tool of [
      ['send_mail', `{"key":"${SECRET.replace('A', '\\u0041')}"}`],
      ['run', '{"command":"rm -rf /"}'],
      ['shell', '{"line":"rm -rf /"}'],
    ] as const) {
      const refusal = await refusalOf(answered({}, message(null, ['fine', '{}'], tool)));
      expect(refusal).toMatchObject({ code: 'safeai_blocked', name: 'Refusal' });
      expect(refusal.message).not.toContain(SECRET);
    }
    const named = await answered({}, message(null, [SECRET, '{}']));
    expect(named.text).not.toContain(SECRET);
  });

  test('without arguments is still one', async () => {
    const blocked: SafeAIRules = {
      policies: [
        {
          name: 'no',
          boundary: 'action',
          direction: 'request',
          tools: ['reboot'],
          action: 'block',
          reason: 'No',
        },
      ],
    };
    for (const body of [
      message(null, ['reboot', '']),
      { choices: [{ message: { tool_calls: [{ function: { name: 'reboot' } }] } }] },
      { choices: [{ message: { function_call: { name: 'reboot' } } }] },
    ]) {
      expect(await refusalOf(answered({ rules: blocked }, body))).toMatchObject({
        code: 'safeai_blocked',
        message: 'No.',
      });
      expect((await answered({}, body)).text).toBe(JSON.stringify(body));
    }
  });

  test('of the provider, by its own tools, is one too; what they answer is output', async () => {
    const noSearch: PolicyRule = {
      name: 'no',
      boundary: 'action',
      direction: 'request',
      tools: ['web_search'],
      action: 'block',
      reason: 'No',
    };
    const search = { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } };
    const found = {
      type: 'web_search_tool_result',
      tool_use_id: 's',
      content: [{ type: 'web_search_result', title: `by ${MAIL}`, url: 'https://x' }],
    };
    const body = { type: 'message', role: 'assistant', content: [search, found] };
    const given = { protocol: anthropicMessages };
    const { text } = await answered(given, body);
    expect(text).toBe(JSON.stringify(body).replace(MAIL, '[EMAIL_REDACTED]'));
    const refused = answered({ ...given, rules: { policies: [noSearch] } }, body);
    expect(await refusalOf(refused)).toMatchObject({ code: 'safeai_blocked' });
    const item = { type: 'web_search_call', id: 'ws', action: { type: 'search', query: 'x' } };
    const response = answered(
      { protocol: openAiResponses, rules: { policies: [noSearch] } },
      { output: [item] },
    );
    expect(await refusalOf(response)).toMatchObject({ code: 'safeai_blocked' });
  });

  test('that runs code is judged as what runs', async () => {
    const item = { type: 'code_interpreter_call', id: 'ci', code: 'rm -rf /', outputs: [] };
    const refused = answered({ protocol: openAiResponses }, { output: [item] });
    expect(await refusalOf(refused)).toMatchObject({ code: 'safeai_blocked' });
  });

  test('is changed where policy says so, and nowhere else; numbers stay as they were written', async () => {
    const rules: SafeAIRules = {
      policies: [
        {
          name: 'r',
          boundary: 'action',
          direction: 'request',
          dataTags: ['personal'],
          action: 'redact',
          reason: 'r',
        },
      ],
    };
    const args = `{ "to" : "${MAIL}", "card_ref": ${NUMBER}1, "n": 1.0 }`;
    const chat = await answered({ rules }, message('hi', ['pay', args]));
    expect(chat.text).toBe(
      JSON.stringify(message('hi', ['pay', args.replace(MAIL, '[EMAIL_REDACTED]')])),
    );
    expect(chat.report.redactions).toBe(1);
    const input = `{"content":[{"type":"tool_use","id":"t","name":"pay","input":${args}}]}`;
    const messages = await answered({ rules, protocol: anthropicMessages }, input);
    expect(messages.text).toBe(input.replace(MAIL, '[EMAIL_REDACTED]'));
  });

  test('loses fields that its contract does not accept', async () => {
    const rules: SafeAIRules = {
      contracts: [{ toolName: 'f', accepts: { fields: ['a'] }, emits: {} }],
    };
    const { text } = await answered({ rules }, message(null, ['f', '{"a":1,"b":2}']));
    expect(text).toBe(JSON.stringify(message(null, ['f', '{"a":1}'])));
    const cut = await answered({ rules }, message(null, ['f', '{"a":1,"b']));
    expect(cut.text).toBe(JSON.stringify(message(null, ['f', '{}'])));
  });
});

describe('arguments that are no JSON object', () => {
  const cutOff = '{"to":"someone","note":"and th';

  test('are judged as what they are, told, and pass unchanged', async () => {
    for (const args of [cutOff, '[1, 2]', '"text"', 'null', '{"a":1}}']) {
      const { text, report } = await answered({}, message(null, ['f', args]));
      expect(text).toBe(JSON.stringify(message(null, ['f', args])));
      expect(report.unscanned).toBe(1);
    }
    const none = await answered({}, message(null, ['f', ''], ['g', ' ']));
    expect(none.report.unscanned).toBe(0);
  });

  test('are blocked with a secret, however it is escaped', async () => {
    const escaped = Array.from(SECRET, (at) => `\\u00${at.charCodeAt(0).toString(16)}`).join('');
    for (const secret of [SECRET, escaped]) {
      for (const args of [`${cutOff} ${secret}`, `["${secret}"]`, `"${secret}"`]) {
        expect(await refusalOf(answered({}, message(null, ['f', args])))).toMatchObject({
          code: 'safeai_blocked',
        });
      }
    }
  });

  test('are refused where the settings refuse what is of another type', async () => {
    const refuses = new Set(['unknown_type'] as const);
    expect(await refusalOf(answered({ refuses }, message(null, ['f', cutOff])))).toMatchObject({
      code: 'unscanned_content',
    });
  });

  test('are refused where readers could take them for different things', async () => {
    const deep = `{"a":${'['.repeat(100)}${']'.repeat(100)}}`;
    for (const args of ['{"a":1,"a":5000}', '{"a":5000,"b":NaN}', '{"a":-Infinity}', deep]) {
      expect(await refusalOf(answered({ rules: OPEN }, message(null, ['f', args])))).toMatchObject({
        code: 'unscanned_content',
      });
    }
  });
});

describe('a tool call that a person has to let pass', () => {
  const PAY = message(null, ['pay', '{"amount":5}']);

  test('is refused with the id of the approval, and passes once with it', async () => {
    const { call } = guardedCall({ protocol: openAiChat, rules: asks('pay') });
    const refusal = await refusalOf(answer(call, PAY));
    expect(refusal.code).toBe('safeai_pending_approval');
    const id = refusal.approvalRequestId ?? '';
    expect(refusal.message).toContain(id);
    await call.safeai.approvals.approve(APPROVER, ['*'], id);
    const passed = await answer(again(call, id), PAY);
    expect(passed.text).toBe(JSON.stringify(PAY));
    const third = await refusalOf(answer(again(call, id), PAY));
    expect(third.code).toBe('safeai_pending_approval');
    expect(third.approvalRequestId).not.toBe(id);
  });

  test('keeps its approval for itself: others, equal ones too, are judged without it', async () => {
    const { call } = guardedCall({ protocol: openAiChat, rules: asks('pay') });
    const { approvalRequestId: id = '' } = await refusalOf(answer(call, PAY));
    await call.safeai.approvals.approve(APPROVER, ['*'], id);
    const other = message(null, ['look', '{}'], ['pay', '{"amount":6}']);
    const changed = await refusalOf(answer(again(call, id), other));
    expect(changed.code).toBe('safeai_pending_approval');
    expect(changed.approvalRequestId).not.toBe(id);
    const twice = message(null, ['pay', '{"amount":5}'], ['pay', '{"amount":5}']);
    const second = await refusalOf(answer(again(call, id), twice));
    expect(second.code).toBe('safeai_pending_approval');
    expect(second.approvalRequestId).not.toBe(id);
  });

  test('fits whichever call of several it is for, together or one by one', async () => {
    const { call } = guardedCall({ protocol: openAiChat, rules: asks('pay') });
    const { approvalRequestId: id = '' } = await refusalOf(answer(call, PAY));
    await call.safeai.approvals.approve(APPROVER, ['*'], id);
    const retry = again(call, id);
    const [looked, paid] = await Promise.all([
      judgeOne(retry, 'look', { amount: 5 }),
      judgeOne(retry, 'pay', { amount: 5 }),
    ]);
    expect([looked.isChanged, paid.isChanged]).toEqual([false, false]);
    expect(await refusalOf(judgeOne(retry, 'pay', { amount: 5 }))).toMatchObject({
      code: 'safeai_pending_approval',
    });
  });

  test('passes with another that needs people, both approved, by the approval of either', async () => {
    const two = message(null, ['pay', '{"amount":5}'], ['refund', '{"amount":5}']);
    const { call, records } = guardedCall({ protocol: openAiChat, rules: asks('pay', 'refund') });
    const { approvalRequestId: first = '' } = await refusalOf(answer(call, two));
    const { requests } = await call.safeai.approvals.list({ tenants: ['*'], limit: 9 });
    expect(requests).toHaveLength(2);
    await call.safeai.approvals.approve(APPROVER, ['*'], first);
    const half = await refusalOf(answer(again(call, first), two));
    expect(half.code).toBe('safeai_pending_approval');
    expect(half.approvalRequestId).not.toBe(first);
    expect(records.filter(({ event }) => event === 'approval.consumed')).toEqual([]);
    await call.safeai.approvals.approve(APPROVER, ['*'], half.approvalRequestId ?? '');
    expect(await refusalOf(answer(call, two))).toMatchObject({ code: 'safeai_pending_approval' });
    expect((await answer(again(call, first), two)).text).toBe(JSON.stringify(two));
    expect(records.filter(({ event }) => event === 'approval.consumed')).toHaveLength(2);
  });

  test('stays denied once a person has denied it', async () => {
    const { call } = guardedCall({ protocol: openAiChat, rules: asks('pay') });
    const { approvalRequestId: id = '' } = await refusalOf(answer(call, PAY));
    await call.safeai.approvals.deny(APPROVER, ['*'], id);
    for (const retry of [call, again(call, id)]) {
      expect(await refusalOf(answer(retry, PAY))).toMatchObject({
        code: 'safeai_blocked',
        decision: { reasonCode: 'approval_denied' },
      });
    }
  });

  test('is not helped by an approval that nobody knows', async () => {
    const { call } = guardedCall({ protocol: openAiChat, rules: asks('pay') });
    const unknown = again(call, `ar-${'0'.repeat(24)}`);
    expect(await refusalOf(answer(unknown, PAY))).toMatchObject({
      code: 'safeai_pending_approval',
    });
  });

  /** Decides as soon as requests are there. */
  async function whenAsked(call: GuardedCall, count: number, decide: (id: string) => unknown) {
    for (;;) {
      const page = await call.safeai.approvals.list({
        tenants: ['*'],
        status: 'pending',
        limit: 9,
      });
      if (page.requests.length === count) {
        for (const { requestId } of page.requests) await decide(requestId);
        return;
      }
      await new Promise(setImmediate);
    }
  }

  const patient = (signal?: AbortSignal) =>
    guardedCall({
      protocol: openAiChat,
      rules: asks('pay', 'refund'),
      approvalWaitMs: 60_000,
      ...(signal === undefined ? {} : { signal }),
    });

  const BOTH = message('ok', ['pay', '{"amount":5}'], ['look', '{}'], ['refund', '{"amount":5}']);

  test('waits for the person, for all calls of an answer at once', async () => {
    const { call, records } = patient();
    const answering = answer(call, BOTH);
    await whenAsked(call, 2, (id) => call.safeai.approvals.approve(APPROVER, ['*'], id));
    expect((await answering).text).toBe(JSON.stringify(BOTH));
    const consumed = records.filter(({ event }) => event === 'approval.consumed');
    expect(consumed).toHaveLength(2);
  });

  test('ends with a denial, and uses nothing up', async () => {
    const { call, records } = patient();
    const answering = refusalOf(answer(call, BOTH));
    await whenAsked(call, 2, async (id) => {
      const { toolName } = await call.safeai.approvals.get(['*'], id);
      await call.safeai.approvals[toolName === 'pay' ? 'approve' : 'deny'](APPROVER, ['*'], id);
    });
    expect(await answering).toMatchObject({
      code: 'safeai_blocked',
      decision: { reasonCode: 'approval_denied' },
    });
    expect(records.filter(({ event }) => event === 'approval.consumed')).toEqual([]);
  });

  test('is not waited for once the caller is gone', async () => {
    const gone = new AbortController();
    const { call } = patient(gone.signal);
    const answering = refusalOf(answer(call, PAY));
    await whenAsked(call, 1, () => {
      gone.abort();
    });
    expect(await answering).toMatchObject({ code: 'safeai_pending_approval' });
  });

  test('is refused at once beside a call that is blocked', async () => {
    const { call } = patient();
    const body = message(null, ['pay', '{}'], ['run', '{"command":"rm -rf /"}']);
    expect(await refusalOf(answer(call, body))).toMatchObject({ code: 'safeai_blocked' });
  });
});

describe('an answer', () => {
  const tokens = (text: string) =>
    Array.from(text, (token) => ({ token, logprob: -1, top_logprobs: [] }));
  const choice = (index: number, content: string) => ({
    index,
    message: { role: 'assistant', content },
    logprobs: { content: tokens(content), refusal: null },
  });

  test('that is changed loses the probabilities of its tokens, of that choice alone', async () => {
    const [first, second] = [choice(0, `mail ${MAIL}`), choice(1, 'fine')];
    const { text, report } = await answered({}, { choices: [first, second] });
    expect(JSON.parse(text)).toEqual({
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'mail [EMAIL_REDACTED]' },
          logprobs: null,
        },
        second,
      ],
    });
    expect(report.redactions).toBe(2);
  });

  test('has no alternatives to its tokens that say what the rules take out', async () => {
    const hidden = {
      ...choice(0, 'fine'),
      logprobs: { content: [{ token: 'fine', top_logprobs: [{ token: MAIL, logprob: -2 }] }] },
    };
    const { text } = await answered({}, { choices: [hidden] });
    expect(JSON.parse(text)).toMatchObject({
      choices: [{ message: { content: 'fine' }, logprobs: null }],
    });
  });

  test('keeps the text of a response whose tokens are taken out', async () => {
    const body = {
      output: [
        {
          type: 'message',
          role: 'assistant',
          content: [
            {
              type: 'output_text',
              text: `to ${MAIL}`,
              logprobs: tokens(`to ${MAIL}`),
              annotations: [],
            },
          ],
        },
      ],
    };
    const { text } = await answered({ protocol: openAiResponses }, body);
    expect(text).toContain('"text":"to [EMAIL_REDACTED]","logprobs":[]');
  });

  test('is refused with the words of the rule that blocks it, or they are the answer', async () => {
    const rule = (action: PolicyRule['action']): SafeAIRules => ({
      policies: [
        {
          name: 'out',
          boundary: 'output',
          dataTags: ['personal'],
          action,
          reason: 'No',
          fallbackTemplate: 'Ask the desk.',
        },
      ],
    });
    const body = {
      ...message(MAIL),
      model: 'gpt-x',
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    };
    expect(await refusalOf(answered({ rules: rule('block') }, body))).toMatchObject({
      code: 'safeai_blocked',
      message: 'Ask the desk.',
    });
    const { text, report, reading } = await answered({ rules: rule('redact') }, body);
    expect(JSON.parse(text)).toMatchObject({
      id: `safeai-${report.decisionId}`,
      model: 'gpt-x',
      choices: [{ message: { content: 'Ask the desk.' }, finish_reason: 'content_filter' }],
      usage: { total_tokens: 5 },
    });
    expect(reading.usage).toMatchObject({ inputTokens: 3 });
  });

  test('has the values of its session again', async () => {
    const { call } = guardedCall({
      protocol: openAiChat,
      rules: {
        policies: [
          {
            name: 'p',
            boundary: 'input',
            dataTags: ['personal'],
            action: 'pseudonymize',
            reason: 'r',
          },
        ],
      },
    });
    const inSession = { ...call, context: { ...call.context, sessionId: 's-1' } };
    const { filtered } = await call.safeai.scanInput({ ...inSession.context, text: MAIL });
    const said = message(`It is ${filtered ?? ''}.`, ['f', '{ "a" : 1 }']);
    const { text } = await answer(inSession, said);
    expect(text).toBe(JSON.stringify(message(`It is ${MAIL}.`, ['f', '{ "a" : 1 }'])));
  });

  test('is on record before anyone has it', async () => {
    const { call } = guardedCall({
      protocol: openAiChat,
      ports: {
        audit: {
          append: () => {
            throw new Error('full');
          },
        },
      },
    });
    await expect(answer(call, message('hi'))).rejects.toMatchObject({ code: 'audit_unavailable' });
  });

  test('that is no object is refused', async () => {
    const list: Protocol = openAiChat;
    await expect(answered({ protocol: list }, '[]')).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});
