import { describe, expect, test } from '@jest/globals';
import { SafeAIError, type JsonObject, type SafeAIRules } from '@safeai/core';
import { anthropicMessages, geminiGenerate, openAiChat, openAiResponses } from '@safeai/protocols';

import { bytesOf } from '../../../packages/protocols/test/drive.ts';
import { textChunks } from '../../../packages/protocols/test/gemini-streams.ts';
import { STREAMS } from '../../../packages/protocols/test/streams.ts';
import { openGuardedStream } from '../src/gateway/guard/stream/guarded-stream.ts';
import {
  guarded,
  guardedCall,
  OPEN,
  outputRule,
  readStream,
  SECRET,
} from './support/guarded-streams.ts';

const event = (body: JsonObject | string): string =>
  `data: ${typeof body === 'string' ? body : JSON.stringify(body)}\n\n`;
const say = (content: string, more: JsonObject = {}): string =>
  event({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null, ...more }] });
const STOP = event({ id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
const DONE = event('[DONE]');
const BLOCKS: SafeAIRules = { policies: [outputRule('block')] };
const chat = { protocol: openAiChat };
const LONG = 'This is a text that goes on for a while. ';
const toolCall = (name: string, args: string): string =>
  event({
    id: 'c',
    choices: [
      {
        index: 0,
        delta: { tool_calls: [{ index: 0, id: 't', function: { name, arguments: args } }] },
      },
    ],
  });
const unscanned = (why: string) => new Set([why]) as never;

describe('a block', () => {
  test('before anything went on is a refusal', async () => {
    const text = say(`the key ${SECRET} `) + STOP + DONE;
    const answer = await guarded({ ...chat, rules: BLOCKS }, [bytesOf(text)]);
    expect(answer.text).toBe('');
    expect(answer.error).toMatchObject({ code: 'safeai_blocked', decision: { action: 'block' } });
    expect(answer.stream.finished).toBe(true);
    expect(answer.records.at(-1)).toMatchObject({ event: 'guard.blocked' });
  });

  test('in mid-stream ends it as the protocol does, after its record', async () => {
    const text =
      say(LONG) + say(LONG) + say(`the key ${SECRET} and `) + say('more. ') + STOP + DONE;
    const answer = await guarded({ ...chat, rules: BLOCKS }, [bytesOf(text)]);
    expect(answer.error).toBeUndefined();
    const { says, finishes } = readStream(openAiChat, answer.text);
    expect(says['0/content']).toContain(LONG);
    expect(says['0/content']).toContain(answer.stream.refusal?.message);
    expect(finishes).toEqual(['content_filter']);
    expect(answer.text.endsWith(DONE)).toBe(true);
    expect(answer.seen.at(-1)?.events.at(-1)).toBe('guard.blocked');
  });

  test.each([
    [openAiResponses, 'response text', ['content_filter']],
    [anthropicMessages, 'message text', ['refusal']],
    [geminiGenerate, 'gemini text', ['SAFETY']],
  ])('of $id is one that its clients read', async (protocol, name, finishes) => {
    const text = STREAMS.find((stream) => stream.name === name)?.text ?? '';
    const rules: SafeAIRules = {
      policies: [outputRule('block', { dataTags: ['personal.pii.email'] })],
    };
    const answer = await guarded({ protocol, rules }, [bytesOf(text)]);
    expect(answer.error).toBeUndefined();
    const read = readStream(protocol, answer.text);
    expect(read.finishes).toEqual(finishes);
    expect(read.steps.some(({ terminal }) => terminal)).toBe(true);
    expect(answer.text).not.toContain('alice@');
    expect(answer.stream.refusal?.message).toBeDefined();
  });

  test('where the rule has a fallback for the answer says that', async () => {
    const rules: SafeAIRules = {
      policies: [
        outputRule('redact', {
          dataTags: ['personal.pii.email'],
          fallbackTemplate: 'Ask a person.',
        }),
      ],
    };
    const text = say('ask ann@example.org ') + STOP + DONE;
    const answer = await guarded({ ...chat, rules }, [bytesOf(text)]);
    expect(readStream(openAiChat, answer.text).says).toEqual({ '0/content': 'Ask a person.' });
  });

  test('from the beginning opens no stream', async () => {
    const { call, records } = guardedCall({ ...chat, rules: { lockdown: [{ reason: 'enough' }] } });
    await expect(openGuardedStream(call, { usageAsked: true })).rejects.toMatchObject({
      code: 'safeai_blocked',
      decision: { reasonCode: 'lockdown' },
    });
    expect(records.at(-1)).toMatchObject({ event: 'guard.blocked' });
  });
});

describe('the modes', () => {
  const text = say(LONG) + say(`the key ${SECRET} `) + STOP + DONE;

  test('buffer lets nothing go on before all is known', async () => {
    const answer = await guarded({ ...chat, mode: 'buffer', rules: BLOCKS }, [bytesOf(text)]);
    expect([answer.text, answer.error]).toEqual([
      '',
      expect.objectContaining({ code: 'safeai_blocked' }),
    ]);
    const redacted = await guarded(
      { ...chat, mode: 'buffer', rules: { policies: [outputRule('redact')] } },
      [...bytesOf(text)].map((byte) => Uint8Array.of(byte)),
    );
    expect(redacted.seen).toHaveLength(1);
    expect(redacted.seen[0]?.events.at(-1)).toBe('guard.redacted');
    expect(readStream(openAiChat, redacted.text).says).toEqual({
      '0/content': `${LONG}the key [SECRET_REDACTED] `,
    });
  });

  test('audit lets everything go on at once, calls too, and has it on record', async () => {
    const all =
      say(`the key ${SECRET} `) + toolCall('send_mail', `{"key":"${SECRET}"}`) + STOP + DONE;
    const { call, records } = guardedCall({ ...chat, mode: 'audit', rules: BLOCKS });
    const stream = await openGuardedStream(call, { usageAsked: true });
    const [first = '', second = '', ...rest] = all.split(/(?<=\n\n)/);
    for (const piece of [first, second]) {
      expect(Buffer.from(await stream.push(bytesOf(piece))).toString()).toBe(piece);
    }
    expect(Buffer.from(await stream.push(bytesOf(rest.join('')))).toString()).toBe(rest.join(''));
    await stream.end();
    const events = records.map(({ event: name }) => name);
    expect(events.filter((name) => name.startsWith('intercept.'))).toEqual(['intercept.flagged']);
    expect(records.at(-1)).toMatchObject({ event: 'guard.flagged', detail: { would: 'block' } });
  });

  test('audit asks nobody for calls that have been made', async () => {
    const rules: SafeAIRules = {
      policies: [{ name: 'ask', boundary: 'action', action: 'require_approval', tools: ['send'] }],
    };
    const text = toolCall('send', '{}') + STOP + DONE;
    const answer = await guarded({ ...chat, mode: 'audit', rules }, [bytesOf(text)]);
    expect(answer.text).toBe(text);
    expect(answer.records.filter(({ event: name }) => name.startsWith('approval.'))).toEqual([]);
    expect(answer.records).toContainEqual(
      expect.objectContaining({
        ...{ event: 'intercept.flagged', policyName: 'ask' },
        detail: expect.objectContaining({ would: 'pending_approval' }) as unknown,
      }),
    );
  });

  test('window gives what is certain, and the end after the decision is on record', async () => {
    const { call, records } = guardedCall(chat);
    const stream = await openGuardedStream(call, { usageAsked: true });
    expect(Buffer.from(await stream.push(bytesOf(say('Ask ann@exam')))).length).toBe(0);
    const more = await stream.push(bytesOf(say('ple.org, or somebody else. ')));
    expect(Buffer.from(more).toString()).toContain('Ask [EMAIL_REDACTED]');
    expect(Buffer.from(more).toString()).not.toContain('ann');
    const last = await stream.push(bytesOf(STOP + DONE));
    expect(Buffer.from(last).toString().endsWith(DONE)).toBe(true);
    expect(stream.finished).toBe(true);
    expect(records.at(-1)).toMatchObject({ event: 'guard.redacted' });
    expect(stream.report).toMatchObject({ decisionId: records.at(-1)?.decisionId, redactions: 1 });
  });
});

test('a text behind a held call waits for it, in order', async () => {
  const { call } = guardedCall(chat);
  const stream = await openGuardedStream(call, { usageAsked: true });
  expect((await stream.push(bytesOf(toolCall('list_files', '{"a":')))).length).toBe(0);
  expect((await stream.push(bytesOf(say(LONG)))).length).toBe(0);
  const rest = await stream.push(bytesOf(toolCall('', '1}') + STOP + DONE));
  expect(Buffer.from(rest).toString()).toBe(
    toolCall('list_files', '{"a":') + say(LONG) + toolCall('', '1}') + STOP + DONE,
  );
});

describe('a call that a person has to let pass', () => {
  const rules: SafeAIRules = {
    policies: [
      {
        name: 'ask',
        boundary: 'action',
        tools: ['send_mail'],
        action: 'require_approval',
      },
    ],
  };
  const text = say(LONG) + say(LONG) + toolCall('send_mail', '{"to":"bob"}') + STOP + DONE;

  test('ends the stream, and says which approval it is', async () => {
    const answer = await guarded({ ...chat, rules }, [bytesOf(text)]);
    const { refusal } = answer.stream;
    expect(refusal).toMatchObject({ code: 'safeai_pending_approval' });
    expect(refusal?.approvalRequestId).toBeDefined();
    expect(answer.text).toContain(refusal?.approvalRequestId);
    expect(answer.text).not.toContain('send_mail');
    expect(answer.text.endsWith(DONE)).toBe(true);
  });

  test('is held while somebody may be asked, and not once the caller is gone', async () => {
    const gone = new AbortController();
    const { call, records } = guardedCall({
      ...chat,
      rules,
      approvalWaitMs: 60_000,
      signal: gone.signal,
    });
    const stream = await openGuardedStream(call, { usageAsked: true });
    const waiting = stream.push(bytesOf(text));
    await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    await stream.abort();
    expect((await waiting).length).toBe(0);
    expect((await stream.end()).length).toBe(0);
    const closed = records.filter(({ event: name }) => name.startsWith('guard.'));
    expect(closed.at(-1)).toMatchObject({ detail: { aborted: true } });
  });
});

describe('what nobody can look into', () => {
  const strange = (value: string): string =>
    event({ id: 'c', x_new: { note: value }, choices: [{ index: 0, delta: { content: 'a ' } }] });

  test('goes on byte for byte, is told, and is looked through all the same', async () => {
    const text = strange('hello') + STOP + DONE;
    const fine = await guarded(chat, [bytesOf(text)]);
    expect(fine.text).toBe(text);
    expect(fine.stream.report.unscanned).toBe(1);
    expect(fine.records.at(-1)).toMatchObject({ detail: { unscanned: 1 } });
    const rules = { policies: [outputRule('redact')] };
    const bad = await guarded({ ...chat, rules }, [bytesOf(strange(SECRET) + STOP + DONE)]);
    expect(bad.text).toBe(strange('[SECRET_REDACTED]') + STOP + DONE);
  });

  test('ends the stream where the settings refuse it, and says why', async () => {
    const text = say(LONG) + say(LONG) + strange('hello') + STOP + DONE;
    const refuses = unscanned('unknown_field');
    const answer = await guarded({ ...chat, refuses }, [bytesOf(text)]);
    expect(answer.text).toContain('unscanned_content');
    expect(answer.text).not.toContain('x_new": {');
    expect(readStream(openAiChat, answer.text).finishes).toEqual(['content_filter']);
    const first = await guarded({ ...chat, refuses }, [bytesOf(strange('hello'))]);
    expect(first.error).toMatchObject({ code: 'unscanned_content' });
  });

  test('a comment goes on, but not with what policy takes out', async () => {
    const rules = { policies: [outputRule('redact')] };
    const text = ': PROCESSING\n\n' + say(LONG) + STOP + DONE;
    expect((await guarded({ ...chat, rules }, [bytesOf(text)])).text).toBe(text);
    const bad = await guarded({ ...chat, rules }, [bytesOf(text + `: ${SECRET}\n\n`)]);
    expect(bad.text).not.toContain(SECRET);
    const early = await guarded({ ...chat, rules }, [bytesOf(`: ${SECRET}\n\n${text}`)]);
    expect(early.error).toMatchObject({ code: 'unscanned_content' });
  });
});

describe('a stream that fails', () => {
  const begun = say(LONG) + say(LONG) + say('held ann@exam');

  test.each([
    ['malformed', event('{"choices":')],
    ['no UTF-8', `data: {"a":"\udcff`],
  ])(
    'because it is %s ends with the protocol’s error; what was held goes nowhere',
    async (_, bad) => {
      const bytes = Buffer.concat([
        bytesOf(begun),
        bad.includes('\udcff') ? Buffer.from([0x64, 0xff, 0x0a, 0x0a]) : bytesOf(bad),
      ]);
      for (const pieces of [[bytes], [...bytes].map((byte) => Uint8Array.of(byte))]) {
        const answer = await guarded(chat, pieces);
        expect(answer.error).toBeUndefined();
        expect(answer.text).toContain('"code":"malformed_stream"');
        expect(answer.text).not.toContain('ann');
        expect(answer.records.at(-1)).toMatchObject({ detail: { aborted: true } });
      }
    },
  );

  test('before anything went on says so with an error', async () => {
    const answer = await guarded(chat, [bytesOf(event('no JSON'))]);
    expect([answer.text, answer.error]).toEqual([
      '',
      expect.objectContaining({ code: 'malformed_stream' }),
    ]);
  });

  test('upstream is told as what it was; nothing follows', async () => {
    const { call, records } = guardedCall(chat);
    const stream = await openGuardedStream(call, { usageAsked: true });
    await stream.push(bytesOf(begun));
    const last = await stream.fail(new SafeAIError('upstream_error', 'It broke off.'));
    expect(Buffer.from(last).toString()).toContain('"code":"upstream_error"');
    expect(Buffer.from(last).toString()).not.toContain('ann');
    expect(stream.finished).toBe(true);
    expect((await stream.push(bytesOf(STOP))).length).toBe(0);
    expect((await stream.fail(new Error('again'))).length).toBe(0);
    await stream.abort();
    const closed = records.filter(({ detail }) => detail?.aborted !== undefined);
    expect(closed).toHaveLength(1);
  });

  test('because nothing can be recorded lets nothing more go on', async () => {
    let count = 0;
    const ports = {
      audit: { append: () => (count++ > 0 ? Promise.reject(new Error('disk full')) : undefined) },
    };
    const text = say(LONG) + say(LONG) + say(`the key ${SECRET} `) + STOP + DONE;
    const rules = { policies: [outputRule('redact')] };
    const answer = await guarded({ ...chat, rules, ports }, [bytesOf(text)]);
    expect(answer.text).toContain('"code":"audit_unavailable"');
    expect(answer.text).not.toContain('the key');
    expect(answer.text).not.toContain('[DONE]');
  });

  test('only in its closing record does not say that it ended well', async () => {
    let fails = false;
    const ports = {
      audit: { append: () => (fails ? Promise.reject(new Error('disk full')) : undefined) },
    };
    const { call } = guardedCall({ ...chat, ports });
    const stream = await openGuardedStream(call, { usageAsked: true });
    await stream.push(bytesOf(say(LONG) + say(LONG)));
    fails = true;
    const last = Buffer.from(await stream.push(bytesOf(STOP + DONE))).toString();
    expect(last).toContain('"code":"audit_unavailable"');
    expect(last).not.toContain('[DONE]');
  });

  test('that was cut off says what is certain, and leaves out half an event', async () => {
    const answer = await guarded(chat, [bytesOf(`${begun}data: {"choices`)]);
    expect(answer.text).toBe(begun);
  });
});

test('usage that nobody asked for is kept, not passed on', async () => {
  const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
  const text = say(LONG) + STOP + event({ id: 'c', choices: [], usage }) + DONE;
  const answer = await guarded({ ...chat, usageAsked: false }, [bytesOf(text)]);
  expect(answer.text).toBe(say(LONG) + STOP + DONE);
  expect(answer.stream.usage).toMatchObject({ inputTokens: 3, outputTokens: 4 });
});

test.each([
  ['nothing found', OPEN],
  ['something found', {}],
])('a JSON array is guarded as events are: %s', async (_, rules) => {
  const text = `[${textChunks.map((chunk) => JSON.stringify(chunk, null, 1)).join('\n,\r\n')}\n]\n`;
  const bytes = bytesOf(text);
  const options = { protocol: geminiGenerate, framing: 'json-array', rules } as const;
  const whole = await guarded(options, [bytes]);
  for (let offset = 0; offset < 16; offset++) {
    const pieces = [bytes.subarray(0, offset)];
    for (let at = offset; at < bytes.length; at += 16) pieces.push(bytes.subarray(at, at + 16));
    expect((await guarded(options, pieces)).text).toBe(whole.text);
  }
  if (rules === OPEN) expect(whole.text).toBe(text);
  const said = JSON.stringify(JSON.parse(whole.text));
  expect(said.includes('alice@exam')).toBe(rules === OPEN);
  expect(said.includes('[EMAIL_REDACTED]')).toBe(rules !== OPEN);
});

test('a name of a field is not shown in an error', async () => {
  const text = event({ id: 'c', choices: [], [SECRET]: 1 });
  const refuses = unscanned('unknown_field');
  const answer = await guarded({ ...chat, refuses }, [bytesOf(text)]);
  expect(String(answer.error)).not.toContain(SECRET);
  expect(answer.error).toBeInstanceOf(SafeAIError);
});
