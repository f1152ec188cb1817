import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiError, GoogleGenAI } from '@google/genai';
import { SafeAIError } from '@safeai/core';

import { geminiEmbed, geminiGenerate, JsonArrayReader, protocolFor } from '../src/index.ts';
import { bytesOf, cut, eventsOf, saidBy, textOf } from './drive.ts';
import { FAILING_GEMINI, GEMINI_STREAMS, textChunks } from './gemini-streams.ts';
import { ScriptedServer } from './scripted-server.ts';

const server = new ScriptedServer();
beforeAll(async () => {
  await server.start();
  // The client looks for the dispatcher of `fetch` in the global object, of which a test has one of its own.
  const dispatcher = Symbol.for('undici.globalDispatcher.1');
  await fetch('data:,');
  const outer = runInThisContext('globalThis') as Record<symbol, unknown>;
  Object.assign(globalThis, { [dispatcher]: outer[dispatcher] });
});
afterAll(() => server.stop());

const client = () =>
  new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: server.url }, vertexai: false }).models;
const question = { model: 'gemini-2.5-flash', contents: 'Hi' };

/** Every chunk that the official client shows. */
async function shownOf(pieces: readonly Uint8Array[]) {
  server.says({ contentType: 'text/event-stream', pieces });
  const chunks = [];
  for await (const { candidates, usageMetadata } of await client().generateContentStream(
    question,
  )) {
    chunks.push({ candidates, usageMetadata });
  }
  return chunks;
}

function passedOf(text: string, change?: (text: string) => string): Uint8Array[] {
  const reader = geminiGenerate.openStream();
  return eventsOf([bytesOf(text)]).map((event) => {
    const step = reader.read(event);
    if (change === undefined) return reader.pass(step);
    return reader.pass(
      step,
      step.deltas.map(({ path, text: said }) => ({ path, value: change(said) })),
    );
  });
}

describe.each(GEMINI_STREAMS)('the official client on $name', ({ text, says }) => {
  const bytes = bytesOf(text);

  test('shows the same before and after the reader, however the bytes are cut', async () => {
    const before = await shownOf([bytes]);
    expect(await shownOf(passedOf(text))).toEqual(before);
    const places = [...bytes.keys()].filter((at) => at % 97 === 0);
    expect(await shownOf(cut(bytes, places))).toEqual(before);
  });

  test('shows the edited text, and all else as before', async () => {
    const shout = (said: string) => said.replaceAll('a', 'A').replaceAll('e', 'E');
    const said = (chunks: Awaited<ReturnType<typeof shownOf>>) =>
      chunks
        .flatMap(({ candidates }) => candidates ?? [])
        .filter(({ index }) => index === 0)
        .flatMap(({ content }) => content?.parts ?? [])
        .filter(({ thought }) => thought !== true)
        .map((part) => part.text ?? '')
        .join('');
    const before = await shownOf([bytes]);
    const after = await shownOf(passedOf(text, shout));
    expect(said(before)).toBe(says['0/text']);
    expect(said(after)).toBe(shout(says['0/text'] ?? ''));
    expect(JSON.stringify(after).toLowerCase()).toBe(JSON.stringify(before).toLowerCase());
  });

  test('shows a block after any event as an answer that ended for it', async () => {
    const events = eventsOf([bytes]);
    for (let passed = 0; passed < events.length; passed++) {
      const reader = geminiGenerate.openStream();
      const out = events.slice(0, passed).map((event) => reader.pass(reader.read(event)));
      out.push(reader.endBlocked('Withheld by policy.'));
      const last = (await shownOf(out)).at(-1)?.candidates ?? [];
      expect(last.length).toBeGreaterThan(0);
      for (const { finishReason, content } of last) {
        expect(finishReason).toBe('SAFETY');
        expect(content?.parts).toEqual([{ text: 'Withheld by policy.' }]);
      }
    }
  });
});

test('the official client shows the same error of a stream that failed, and ours', async () => {
  const failure = async (pieces: readonly Uint8Array[]) => {
    const error: unknown = await shownOf(pieces).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    return (error as ApiError).message;
  };
  const { text } = FAILING_GEMINI;
  expect(await failure(passedOf(text))).toBe(await failure([bytesOf(text)]));
  const refusal = { status: 403, code: 'safeai_blocked', message: 'Withheld by policy.' };
  const ours = await failure([geminiGenerate.openStream().endError(refusal)]);
  expect(ours).toContain(refusal.message);
  expect(ours).toContain(refusal.code);
  server.says({
    status: 403,
    contentType: 'application/json',
    pieces: [bytesOf(geminiGenerate.error(refusal))],
  });
  const whole: unknown = await client()
    .generateContent(question)
    .catch((thrown: unknown) => thrown);
  expect(whole).toMatchObject({ status: 403 });
  expect((whole as ApiError).message).toContain(refusal.message);
});

test('whole answers of ours are ones that the official client reads', async () => {
  const about = { id: 'r', model: 'm', created: 1, message: 'Waiting for approval.' };
  const says = (text: string) => {
    server.says({ contentType: 'application/json', pieces: [bytesOf(text)] });
  };
  says(geminiGenerate.blockedAnswer(about));
  const shown = await client().generateContent(question);
  expect(shown.text).toBe(about.message);
  expect(shown.candidates?.[0]?.finishReason).toBe('SAFETY');
  says('{"embeddings":[{"values":[0.5,1]}]}');
  expect((await client().embedContent(question)).embeddings).toEqual([{ values: [0.5, 1] }]);
  expect(geminiEmbed.readAnswer({ embeddings: [{ values: [0.5, 1] }] })).toMatchObject({
    parts: [],
    unscanned: [],
  });
});

describe('a stream as one JSON array', () => {
  const text = JSON.stringify(textChunks, null, 2).replace('[\n  {', '[{') + '\n';
  const bytes = bytesOf(text);
  const says = GEMINI_STREAMS[0]?.says;
  const read = (pieces: readonly Uint8Array[]) => {
    const reader = new JsonArrayReader();
    const events = pieces.flatMap((piece) => [...reader.push(piece)]);
    return [...events, ...reader.end()];
  };
  const open = () => geminiGenerate.openStream({ framing: 'json-array' });

  test('a cut at any byte changes no event, and their bytes are the stream', () => {
    const whole = read([bytes]);
    expect(textOf(whole.map(({ raw }) => raw))).toBe(text);
    for (let at = 1; at < bytes.length; at += 7) expect(read(cut(bytes, [at]))).toEqual(whole);
    expect(read(cut(bytes, [...bytes.keys()]))).toEqual(whole);
    const reader = open();
    const steps = whole.map((event) => reader.read(event));
    expect(saidBy(reader, steps)).toEqual(says);
    expect(steps.filter(({ terminal }) => terminal)).toHaveLength(1);
    expect(textOf(steps.map((step) => reader.pass(step)))).toBe(text);
  });

  test('whatever is left out, put in or ended early, it is an array', () => {
    const events = read([bytes]);
    for (let passed = 0; passed <= events.length; passed++) {
      for (const end of ['block', 'error'] as const) {
        for (const skipped of [-1, 0, 1]) {
          const reader = open();
          const out: Uint8Array[] = [];
          for (const [index, event] of events.slice(0, passed).entries()) {
            const step = reader.read(event);
            if (index === skipped) continue;
            if (step.deltas[0] !== undefined) out.push(reader.tail(step.deltas[0].channel, 'more'));
            out.push(reader.pass(step));
          }
          out.push(
            end === 'block'
              ? reader.endBlocked('Withheld.')
              : reader.endError({ status: 502, code: 'upstream_error', message: 'Failed.' }),
          );
          expect(reader.endBlocked('Again.')).toHaveLength(0);
          const chunks = JSON.parse(textOf(out)) as unknown[];
          if (passed < events.length - 1) expect(chunks.length).toBeGreaterThan(0);
        }
      }
    }
  });

  test('what is no array of objects is refused', () => {
    for (const wrong of ['{"a":1}x', '[1]', 'hello', '[]{}', '["a"]', '[\u00a0{}]']) {
      expect(() => read([bytesOf(wrong)])).toThrow(
        expect.objectContaining({ code: 'malformed_stream' }),
      );
    }
    expect(() => new JsonArrayReader(10).push(bytesOf('[{"a":"long text"}'))).toThrow(
      expect.objectContaining({ code: 'limit_exceeded' }),
    );
  });

  test('what stands before a failure is given first, and the failure stays', () => {
    const good = bytesOf('[{"a":"ä"},\n{"b":2}');
    for (const [bad, expected] of [
      [bytesOf('hello'), 'malformed_stream'],
      [Uint8Array.from([...bytesOf(',{"c":"'), 0xc3, 0x28, ...bytesOf('"}')]), 'malformed_stream'],
      [bytesOf(`,{"c":"${'x'.repeat(40)}"}`), 'limit_exceeded'],
    ] as const) {
      const all = Uint8Array.from([...good, ...bad]);
      for (const pieces of [[all], [good, bad], cut(all, [...all.keys()])]) {
        const reader = new JsonArrayReader(30);
        const given: (string | null)[] = [];
        const feed = () => {
          for (const piece of pieces) given.push(...reader.push(piece).map(({ data }) => data));
          reader.end();
        };
        expect(feed).toThrow(expect.objectContaining({ code: expected }));
        expect(given).toEqual(['{"a":"ä"}', '{"b":2}']);
        expect(() => reader.push(bytesOf(',{"d":4}'))).toThrow(SafeAIError);
        expect(() => reader.end()).toThrow(SafeAIError);
      }
    }
  });
});

test('the path says the model, and how a stream is asked for', () => {
  const asked = (path: string) => {
    const { model, stream, framing } = geminiGenerate.readRequest({ contents: [] }, path);
    return [protocolFor('POST', path)?.id, model, stream, framing];
  };
  const base = '/v1beta/models/gemini-2.5-flash';
  expect(asked(`${base}:generateContent?key=x`)).toEqual([
    'gemini.generate',
    'gemini-2.5-flash',
    false,
    undefined,
  ]);
  expect(asked(`${base}:streamGenerateContent?alt=sse`).slice(2)).toEqual([true, undefined]);
  expect(asked(`${base}:streamGenerateContent`).slice(2)).toEqual([true, 'json-array']);
  expect(asked(`${base}%3AcountTokens`)[0]).toBe('gemini.count_tokens');
  expect(asked(`${base}:batchEmbedContents`)[0]).toBe('gemini.embed');
  expect(asked('/v1/models')[0]).toBeUndefined();
});

test('what was used is told by the one convention', () => {
  const reader = geminiGenerate.openStream();
  for (const event of eventsOf([bytesOf(GEMINI_STREAMS[0]?.text ?? '')])) reader.read(event);
  expect(reader.end().usage).toEqual({
    inputTokens: 10,
    cachedInputTokens: 3,
    cacheWriteTokens: null,
    cacheWriteHourTokens: null,
    audioInputTokens: 2,
    cachedAudioInputTokens: 1,
    outputTokens: 14,
    reasoningTokens: 5,
    audioOutputTokens: null,
    webSearches: null,
  });
});

test('a last chunk that tells the usage alone may follow the end', () => {
  const reader = geminiGenerate.openStream();
  for (const event of eventsOf([bytesOf(GEMINI_STREAMS[0]?.text ?? '')])) reader.read(event);
  const more = (body: unknown) =>
    eventsOf([bytesOf(`data: ${JSON.stringify(body)}\n\n`)]).map((event) => reader.read(event))[0];
  expect(more({ usageMetadata: { promptTokenCount: 12 } })).toMatchObject({
    terminal: false,
    usage: { inputTokens: 12 },
  });
  expect(() => more({ candidates: [{ index: 1, content: { parts: [{ text: 'x' }] } }] })).toThrow(
    'after its end',
  );
});
