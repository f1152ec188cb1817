import { expect, test } from '@jest/globals';
import { anthropicMessages, openAiChat, openAiResponses, type JsonPath } from '@safeai/protocols';
import fc from 'fast-check';

import { bytesOf } from '../../../packages/protocols/test/drive.ts';
import { ChannelText } from '../src/gateway/guard/stream/channel-text.ts';
import { HeldStep } from '../src/gateway/guard/stream/held-step.ts';
import { guarded, openHouse, outputRule, readStream, SECRET } from './support/guarded-streams.ts';

/** Texts that hold findings, and characters past the basic plane, cut anywhere. */
const CUT_TEXT = fc
  .tuple(
    fc.array(
      fc.constantFrom(
        ...[SECRET, 'ann@example.org', '4111 1111 1111 1111', '078-05-1120', 'ssn '],
        ...['the quick brown fox ', ', ', '\n', '🙂', '🇩🇪', 'a\u200bnn@exam\u200bple.org'],
      ),
      { maxLength: 10 },
    ),
    fc.array(fc.nat(), { maxLength: 10 }),
  )
  .map(([words, places]) => {
    const text = words.join('');
    const ends = [...places.map((at) => at % (text.length + 1))].sort((a, b) => a - b);
    return [0, ...ends].map((from, index) => text.slice(from, ends[index]));
  });

const data = (body: object): string => `data: ${JSON.stringify(body)}\n\n`;

test('a text in any pieces comes out as guardOutput gives the whole; untouched events as they came', async () => {
  const house = openHouse();
  const seen = { changed: 0, same: 0 };
  await fc.assert(
    fc.asyncProperty(CUT_TEXT, async (pieces) => {
      // What is no text in UTF-8 cannot stand in a stream but as escapes, which go on as they came.
      const events = pieces.map((content) =>
        data({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
      );
      const end = data({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
      const text = `${events.join('')}${end}data: [DONE]\n\n`;
      const { safeOutput } = await house.safeai.guardOutput({ text: pieces.join('') });
      const answer = await guarded({ protocol: openAiChat, house }, [bytesOf(text)]);
      expect(answer.error).toBeUndefined();
      expect(readStream(openAiChat, answer.text).says['0/content'] ?? '').toBe(safeOutput);
      const isSame = safeOutput === pieces.join('');
      if (isSame) expect(answer.text).toBe(text);
      seen[isSame ? 'same' : 'changed']++;
      // As many events as came, whatever is in them.
      expect(answer.text.split('\n\n')).toHaveLength(text.split('\n\n').length);
    }),
    { numRuns: 150 },
  );
  expect(seen.changed).toBeGreaterThan(0);
  expect(seen.same).toBeGreaterThan(0);
}, 60_000);

/** A text in which each number stands for what it becomes: pieces that stay, and pieces that are replaced. */
const SPAN = fc.record({
  text: fc.string({ minLength: 1, maxLength: 6 }),
  instead: fc.option(fc.string()),
});

test('events share what came out of their text, wherever it was cut and settled', () => {
  fc.assert(
    fc.property(
      fc.array(SPAN, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      (spans, places, together) => {
        const whole = spans.map(({ text }) => text).join('');
        const ends = [...new Set(places.map((at) => at % whole.length))].sort((a, b) => a - b);
        const pieces = [0, ...ends].map((from, index) => whole.slice(from, ends[index]));
        const channel = new ChannelText('c');
        const path: JsonPath = ['text'];
        const events = pieces
          .filter((text) => text !== '')
          .map((text) => {
            const held = new HeldStep({} as never);
            channel.add(held, path, text);
            return { held, text };
          });
        const again = new HeldStep({} as never);
        channel.repeat(again, path, whole);
        let settled = 0;
        let out = '';
        let all = '';
        for (const [index, { text, instead }] of spans.entries()) {
          settled += text.length;
          out += instead ?? text;
          all += instead ?? text;
          if (together[index] === true) continue;
          channel.settle(out, settled);
          out = '';
        }
        channel.settleAll(out);
        const said = events.map(({ held, text }) => {
          expect(held.open).toBe(0);
          return (held.edits[0]?.value ?? text) as string;
        });
        expect(said.join('')).toBe(all);
        expect(again.open).toBe(0);
        expect(again.edits[0]?.value ?? whole).toBe(all);
      },
    ),
    { numRuns: 500 },
  );
});

test('tokens that a response says again go with the text', async () => {
  const at = { item_id: 'i', output_index: 0, content_index: 0 };
  const event = (body: { type: string }): string => `event: ${body.type}\n${data(body)}`;
  const tokens = (...all: string[]) =>
    all.map((token) => ({ token, logprob: -1, top_logprobs: [] }));
  const piece = (delta: string): string =>
    event({ type: 'response.output_text.delta', ...at, delta, logprobs: tokens(delta) } as never);
  const pieces = ['It is ', SECRET.slice(0, 8), SECRET.slice(8), ', I think. '];
  const said = pieces.join('');
  const part = { type: 'output_text', text: said, annotations: [], logprobs: tokens(...pieces) };
  const item = { id: 'i', type: 'message', role: 'assistant', content: [part] };
  const text = [
    event({ type: 'response.created', response: { id: 'r', output: [] } } as never),
    ...pieces.map(piece),
    event({
      type: 'response.output_text.done',
      ...at,
      text: said,
      logprobs: tokens(...pieces),
    } as never),
    event({ type: 'response.content_part.done', ...at, part } as never),
    event({ type: 'response.output_item.done', output_index: 0, item } as never),
    event({ type: 'response.completed', response: { id: 'r', output: [item] } } as never),
  ].join('');
  const rules = { policies: [outputRule('redact')] };
  const answer = await guarded({ protocol: openAiResponses, rules }, [bytesOf(text)]);
  expect(answer.error).toBeUndefined();
  for (const half of [SECRET.slice(0, 8), SECRET.slice(8)]) expect(answer.text).not.toContain(half);
  const { whole } = readStream(openAiResponses, answer.text);
  const texts = whole.filter(({ kind }) => kind === 'text').map((one) => one.text);
  expect(texts).toEqual(Array(4).fill('It is [SECRET_REDACTED], I think. '));
  const fine = text.replaceAll(SECRET.slice(0, 8), 'one').replaceAll(SECRET.slice(8), ' two');
  const untouched = await guarded({ protocol: openAiResponses, rules }, [bytesOf(fine)]);
  expect(untouched.text).toBe(fine);
});

test('code of the provider’s own interpreter is judged as a call of it', async () => {
  const at = { item_id: 'i', output_index: 0 };
  const event = (body: { type: string }): string => `event: ${body.type}\n${data(body)}`;
  const item = {
    id: 'i',
    type: 'code_interpreter_call',
    code: '',
    container_id: 'c',
    outputs: null,
  };
  const text = [
    event({ type: 'response.created', response: { id: 'r', output: [] } } as never),
    event({ type: 'response.output_item.added', output_index: 0, item } as never),
    event({ type: 'response.code_interpreter_call_code.delta', ...at, delta: 'print(' } as never),
    event({ type: 'response.code_interpreter_call_code.delta', ...at, delta: '1)' } as never),
    event({ type: 'response.code_interpreter_call_code.done', ...at, code: 'print(1)' } as never),
  ].join('');
  const answer = await guarded({ protocol: openAiResponses }, [bytesOf(text)]);
  expect(answer.text).toBe(text);
  const calls = answer.records.filter(({ event: name }) => name.startsWith('intercept.'));
  expect(calls.map(({ toolName }) => toolName)).toEqual(['code_interpreter']);
});

test('arguments that a call begins with are judged, and those that replace them too', async () => {
  const event = (body: { type: string }): string => `event: ${body.type}\n${data(body)}`;
  const stream = (input: object, pieces: readonly string[]): string =>
    [
      event({ type: 'message_start', message: { id: 'm', content: [] } } as never),
      event({
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'tool_use', id: 't', name: 'send_mail', input },
      } as never),
      ...pieces.map((partial_json) =>
        event({
          type: 'content_block_delta',
          index: 0,
          delta: { type: 'input_json_delta', partial_json },
        } as never),
      ),
      event({ type: 'content_block_stop', index: 0 } as never),
      event({ type: 'message_stop' }),
    ].join('');
  const protocol = anthropicMessages;
  const calls = async (text: string): Promise<number> => {
    const { records } = await guarded({ protocol }, [bytesOf(text)]);
    return records.filter(({ event: name }) => name.startsWith('intercept.')).length;
  };
  expect(await calls(stream({ to: 'bob' }, []))).toBe(1);
  expect(await calls(stream({ to: 'bob' }, ['{"to":', '"eve"}']))).toBe(2);
  expect(await calls(stream({}, ['{"to":', '"eve"}']))).toBe(1);
  const bad = await guarded({ protocol }, [bytesOf(stream({ key: SECRET }, ['{}']))]);
  expect(bad.text).not.toContain(SECRET);
});

test('a call that a response says at its end alone is read as the JSON that it is', async () => {
  const event = (body: { type: string }): string => `event: ${body.type}\n${data(body)}`;
  const say = (args: string): string =>
    event({
      type: 'response.completed',
      response: {
        id: 'r',
        output: [
          { id: 'i', type: 'function_call', call_id: 'c', name: 'send_mail', arguments: args },
        ],
      },
    } as never);
  const protocol = openAiResponses;
  const fine = say('{"to":"alice@example.com"}');
  const passed = await guarded({ protocol }, [bytesOf(fine)]);
  expect(passed.text).toBe(fine);
  expect(passed.stream.report.unscanned).toBe(0);
  const hidden = SECRET.replace(/./g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
  const blocked = await guarded({ protocol }, [bytesOf(say(`{"key":"${hidden}"}`))]);
  expect([blocked.text, blocked.error]).toEqual([
    '',
    expect.objectContaining({ code: 'safeai_blocked' }),
  ]);
});
