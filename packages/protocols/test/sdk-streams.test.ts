import type { APIError as AnthropicError } from '@anthropic-ai/sdk';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import OpenAI, { APIError as OpenAIError } from 'openai';

import {
  anthropicMessages,
  applyEdits,
  openAiChat,
  readJson,
  type StreamReader,
} from '../src/index.ts';
import { bytesOf, cut, eventsOf, textOf } from './drive.ts';
import { ScriptedServer } from './scripted-server.ts';
import { FAILING as ALL_FAILING, STREAMS as ALL_STREAMS, type RecordedStream } from './streams.ts';

/** Clients put these together in the same way; the others have tests of their own. */
const alike = ({ protocol }: RecordedStream) =>
  ['openai.chat', 'openai.completions', 'anthropic.messages'].includes(protocol.id);
const STREAMS = ALL_STREAMS.filter(alike);
const FAILING = ALL_FAILING.filter(alike);

const server = new ScriptedServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const question = [{ role: 'user' as const, content: 'Hi' }];

/** What the official client makes of a stream: every event that it shows, and the answer that it puts together. */
async function shownOf(stream: RecordedStream, pieces: readonly Uint8Array[]): Promise<unknown> {
  server.says({ contentType: 'text/event-stream', pieces });
  if (stream.protocol.id === 'openai.chat') {
    const client = new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, maxRetries: 0 });
    const shown = client.chat.completions.stream({ model: 'm', messages: question, n: 2 });
    const events: unknown[] = [];
    shown.on('chunk', (chunk) => events.push(structuredClone(chunk)));
    return { events, answer: await shown.finalChatCompletion() };
  }
  if (stream.protocol.id === 'openai.completions') return completionsOf();
  const client = new Anthropic({ apiKey: 'k', baseURL: server.url, maxRetries: 0 });
  const shown = client.messages.stream({ model: 'm', max_tokens: 9, messages: question });
  const events: unknown[] = [];
  shown.on('streamEvent', (event) => events.push(structuredClone(event)));
  return { events, answer: await shown.finalMessage() };
}

/** The client puts no completions together: what they say is joined here. */
async function completionsOf(): Promise<unknown> {
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, maxRetries: 0 });
  const shown = await client.completions.create({ model: 'm', prompt: 'Hi', n: 2, stream: true });
  const events: unknown[] = [];
  const choices: { finish_reason: string | null; message: { content: string } }[] = [];
  for await (const chunk of shown) {
    events.push(chunk);
    for (const { index, text, finish_reason } of chunk.choices) {
      const choice = (choices[index] ??= { finish_reason: null, message: { content: '' } });
      choice.message.content += text;
      choice.finish_reason = finish_reason;
    }
  }
  return { events, answer: { choices } };
}

function passedOf(stream: RecordedStream, change?: (text: string) => string): Uint8Array[] {
  const reader: StreamReader = stream.protocol.openStream();
  return eventsOf([bytesOf(stream.text)]).map((event) => {
    const step = reader.read(event);
    const edits = step.deltas.map(({ path, text }) => ({ path, value: change?.(text) ?? text }));
    return reader.pass(step, change === undefined ? [] : edits);
  });
}

describe.each(STREAMS)('the official client on $name', (stream) => {
  const bytes = bytesOf(stream.text);

  test('shows the same before and after the reader, however the bytes are cut', async () => {
    const before = await shownOf(stream, [bytes]);
    expect(await shownOf(stream, passedOf(stream))).toEqual(before);
    const places = [...bytes.keys()].filter((at) => at % 97 === 0);
    expect(await shownOf(stream, cut(bytes, places))).toEqual(before);
  });

  test('shows the edited text, and all else as before', async () => {
    const shout = (text: string) => text.replaceAll('a', 'A').replaceAll('e', 'E');
    const before = JSON.stringify(await shownOf(stream, [bytes]));
    const after = JSON.stringify(await shownOf(stream, passedOf(stream, shout)));
    expect(after).not.toBe(before);
    expect(after.toLowerCase()).toBe(before.toLowerCase());
    for (const [channel, said] of Object.entries(stream.says)) {
      // The clients show an input as JSON of their own, and put no reasoning of imitations together.
      if (channel.endsWith('/input') || channel.endsWith('/reasoning_content')) continue;
      expect(after).toContain(JSON.stringify(shout(said)));
    }
  });

  test('shows a block after any event as an answer that ended for it', async () => {
    const events = eventsOf([bytes]);
    for (let passed = 0; passed < events.length - 2; passed++) {
      const reader = stream.protocol.openStream({ model: 'm' });
      const out = events.slice(0, passed).map((event) => reader.pass(reader.read(event)));
      const finished = out.some((bytes) => /"finish_reason":"\w+"/.test(textOf([bytes])));
      out.push(reader.endBlocked('Withheld by policy.'));
      const { answer } = (await shownOf(stream, out)) as { answer: Answer };
      if (answer.choices === undefined) {
        expect(answer.stop_reason).toBe('refusal');
        expect(answer.content?.at(-1)?.text).toBe('Withheld by policy.');
      } else {
        const blocked = answer.choices.filter(
          ({ finish_reason }) => finish_reason === 'content_filter',
        );
        for (const { message } of blocked) expect(message.content).toMatch(/Withheld by policy\.$/);
        if (!finished) expect(blocked).toHaveLength(answer.choices.length);
        expect(answer.choices.every((choice) => choice.finish_reason !== null)).toBe(true);
      }
    }
  });
});

interface Answer {
  readonly choices?: readonly {
    readonly finish_reason: string | null;
    readonly message: { readonly content: string | null };
  }[];
  readonly stop_reason?: string;
  readonly content?: readonly { readonly text?: string }[];
}

test.each(FAILING)('the official client shows the same error of $name', async (stream) => {
  const failure = async (pieces: readonly Uint8Array[]) => {
    const error: unknown = await shownOf(stream, pieces).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    return (error as Error).message;
  };
  const before = await failure([bytesOf(stream.text)]);
  expect(before).toMatch(/server had an error|Overloaded/);
  expect(await failure(passedOf(stream))).toBe(before);
});

const refusal = {
  status: 403,
  code: 'safeai_blocked',
  message: 'Blocked by policy: a secret was found in the request.',
  requestId: 'req_1',
};

describe.each(STREAMS)('our error in the stream of $name', (stream) => {
  test('is shown by the official client', async () => {
    const reader = stream.protocol.openStream();
    const [first] = eventsOf([bytesOf(stream.text)]).slice(0, 1);
    if (first === undefined) throw new Error('The stream has no event.');
    const out = [reader.pass(reader.read(first)), reader.endError(refusal)];
    const error: unknown = await shownOf(stream, out).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(refusal.message);
  });
});

test('our errors are of the official clients’ own classes, with our message and code', async () => {
  const [chat, messages] = [STREAMS[0], STREAMS.at(-1)];
  for (const stream of [chat, messages]) {
    if (stream === undefined) throw new Error('There is no such stream.');
    server.says({
      status: 403,
      contentType: 'application/json',
      headers: { 'x-should-retry': 'false' },
      pieces: [bytesOf(stream.protocol.error(refusal))],
    });
    const error: unknown =
      stream === chat
        ? await new OpenAI({ apiKey: 'k', baseURL: server.url }).chat.completions
            .create({ model: 'm', messages: question })
            .catch((thrown: unknown) => thrown)
        : await new Anthropic({ apiKey: 'k', baseURL: server.url }).messages
            .create({ model: 'm', max_tokens: 1, messages: question })
            .catch((thrown: unknown) => thrown);
    expect(server.requests).toBe(1);
    expect((error as Error).message).toContain(refusal.message);
    expect((error as { status: number }).status).toBe(403);
    if (error instanceof OpenAIError) expect(error.code).toBe('safeai_blocked');
    else expect((error as AnthropicError).errorCode).toBe('safeai_blocked');
    expect((error as Error).constructor.name).toBe('PermissionDeniedError');
  }
});

test('a whole answer goes on byte for byte, or with the edited text alone changed', async () => {
  const chat = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'I am alice', refusal: null },
        finish_reason: 'stop',
      },
    ],
  };
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [{ type: 'text', text: 'I am alice' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 1, output_tokens: 2 },
  };
  for (const [protocol, body] of [
    [openAiChat, chat],
    [anthropicMessages, message],
  ] as const) {
    const written = JSON.stringify(body, null, 2);
    const { text, value } = readJson(bytesOf(written));
    const { parts, unscanned } = protocol.readAnswer(value);
    expect(unscanned).toEqual([]);
    expect(applyEdits(text, [])).toBe(written);
    const edits = parts.map((part) => ({ path: part.path, value: 'I am [NAME]' }));
    const shown = async (sent: string): Promise<unknown> => {
      server.says({ contentType: 'application/json', pieces: [bytesOf(sent)] });
      return protocol === openAiChat
        ? new OpenAI({ apiKey: 'k', baseURL: server.url }).chat.completions.create({
            model: 'm',
            messages: question,
          })
        : new Anthropic({ apiKey: 'k', baseURL: server.url }).messages.create({
            model: 'm',
            max_tokens: 1,
            messages: question,
          });
    };
    expect(await shown(text)).toEqual(body);
    const edited = JSON.parse(written.replace('I am alice', 'I am [NAME]')) as unknown;
    expect(await shown(applyEdits(text, edits))).toEqual(edited);
  }
});

test('a whole answer of ours is one that the official clients read', async () => {
  const [chat, messages] = [STREAMS[0], STREAMS.at(-1)];
  const answer = {
    id: 'x-1',
    model: 'm',
    created: 1,
    message: 'Waiting for approval ar-0123.',
    usage: null,
  };
  for (const stream of [chat, messages]) {
    if (stream === undefined) throw new Error('There is no such stream.');
    server.says({
      contentType: 'application/json',
      pieces: [bytesOf(stream.protocol.blockedAnswer(answer))],
    });
    if (stream === chat) {
      const client = new OpenAI({ apiKey: 'k', baseURL: server.url });
      const shown = await client.chat.completions.create({ model: 'm', messages: question });
      expect(shown.choices[0]?.finish_reason).toBe('content_filter');
      expect(shown.choices[0]?.message.content).toBe(answer.message);
    } else {
      const client = new Anthropic({ apiKey: 'k', baseURL: server.url });
      const shown = await client.messages.create({ model: 'm', max_tokens: 1, messages: question });
      expect(shown.stop_reason).toBe('refusal');
      expect(shown.content).toEqual([{ type: 'text', text: answer.message }]);
    }
  }
});
