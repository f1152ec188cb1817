import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import OpenAI, { APIError } from 'openai';
import type { Response } from 'openai/resources/responses/responses';

import { openAiResponses } from '../src/index.ts';
import { bytesOf, cut, eventsOf, textOf } from './drive.ts';
import { FAILING_RESPONSE, RESPONSE_STREAMS } from './response-streams.ts';
import { ScriptedServer } from './scripted-server.ts';

const server = new ScriptedServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const client = () => new OpenAI({ apiKey: 'k', baseURL: `${server.url}/v1`, maxRetries: 0 });

/** Every event that the official client shows, and the response that it puts together. */
async function shownOf(pieces: readonly Uint8Array[]) {
  server.says({ contentType: 'text/event-stream', pieces });
  const shown = client().responses.stream({ model: 'm', input: 'Hi' });
  const events: { sequence_number: number; type: string }[] = [];
  shown.on('event', (event) => events.push(structuredClone(event) as (typeof events)[number]));
  const answer: Response = await shown.finalResponse();
  return { events, answer };
}

/** Everything that the stream says of a channel, changed: its pieces and what repeats them. */
function changed(text: string, change: (text: string) => string): Uint8Array[] {
  const reader = openAiResponses.openStream();
  return eventsOf([bytesOf(text)]).map((event) => {
    const step = reader.read(event);
    const parts = [...step.deltas, ...step.whole].filter(
      ({ channel, kind }) => channel !== undefined && kind !== 'tool_name' && kind !== 'logprob',
    );
    return reader.pass(
      step,
      parts.map(({ path, text: said }) => ({ path, value: change(said ?? '') })),
    );
  });
}

const numbersOf = (text: string) =>
  [...text.matchAll(/"sequence_number":(\d+)/g)].map(([, number]) => Number(number));

describe.each(RESPONSE_STREAMS)('the official client on $name', ({ text, says }) => {
  const bytes = bytesOf(text);

  test('shows the same before and after the reader, however the bytes are cut', async () => {
    const before = await shownOf([bytes]);
    expect(await shownOf(changed(text, (said) => said))).toEqual(before);
    const places = [...bytes.keys()].filter((at) => at % 97 === 0);
    expect(await shownOf(cut(bytes, places))).toEqual(before);
  });

  test('shows the edited text in every repetition of it', async () => {
    const shout = (said: string) => said.replaceAll('i', 'I');
    const { answer } = await shownOf(changed(text, shout));
    for (const said of Object.values(says)) {
      expect(JSON.stringify(answer)).toContain(JSON.stringify(shout(said)));
      expect(JSON.stringify(answer)).not.toContain(JSON.stringify(said));
    }
  });

  test('shows a block after any event as a response that ended for it', async () => {
    const events = eventsOf([bytes]);
    for (let passed = 0; passed < events.length; passed++) {
      const reader = openAiResponses.openStream({ model: 'm' });
      const out = events.slice(0, passed).map((event) => reader.pass(reader.read(event)));
      out.push(reader.endBlocked('Withheld by policy.'));
      const shown = await shownOf(out);
      expect(shown.answer).toMatchObject({
        status: 'incomplete',
        incomplete_details: { reason: 'content_filter' },
      });
      expect(shown.answer.output.at(-1)).toMatchObject({
        content: [{ type: 'output_text', text: 'Withheld by policy.' }],
      });
      expect(shown.events.map((event) => event.sequence_number)).toEqual([...shown.events.keys()]);
    }
  });

  test('a call that was open is shown as done by no event', () => {
    const reader = openAiResponses.openStream();
    const out: Uint8Array[] = [];
    for (const event of eventsOf([bytes])) {
      const step = reader.read(event);
      if (step.whole.some(({ text: said, kind }) => kind === 'tool_call' && said !== '')) break;
      out.push(reader.pass(step));
    }
    const ending = textOf([reader.endBlocked('Withheld by policy.')]);
    expect(ending).not.toContain('"function_call"');
  });

  test('left out and put in, its events are still numbered without a gap', () => {
    const reader = openAiResponses.openStream();
    const out: Uint8Array[] = [];
    for (const event of eventsOf([bytes])) {
      const step = reader.read(event);
      const [delta] = step.deltas;
      if (delta !== undefined) continue;
      for (const channel of step.ends) {
        out.push(reader.tail(channel, says[channel] ?? ''), reader.tail(channel, ' more'));
      }
      out.push(reader.pass(step));
    }
    const numbers = numbersOf(textOf(out));
    expect(numbers).toEqual([...numbers.keys()]);
  });
});

test('the official client shows the same error of a stream that failed, and ours', async () => {
  const failure = async (pieces: readonly Uint8Array[]) => {
    const error: unknown = await shownOf(pieces).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIError);
    return error as APIError;
  };
  const { text } = FAILING_RESPONSE;
  expect((await failure([bytesOf(text)])).message).toContain('The server had an error.');
  expect((await failure(changed(text, (said) => said))).message).toContain('had an error.');
  const reader = openAiResponses.openStream();
  const ours = reader.endError({ status: 403, code: 'safeai_blocked', message: 'Withheld.' });
  expect(await failure([ours])).toMatchObject({
    code: 'safeai_blocked',
    error: { message: 'Withheld.' },
  });
});

test('an error before the response that failed with it, and a mark of the end, go on', () => {
  const failed = { type: 'response.failed', response: { status: 'failed' } };
  const read = (...bodies: readonly unknown[]) => {
    const reader = openAiResponses.openStream();
    return bodies.map(
      (body) =>
        eventsOf([
          bytesOf(`data: ${typeof body === 'string' ? body : JSON.stringify(body)}\n\n`),
        ]).map((event) => reader.read(event).terminal)[0],
    );
  };
  const error = { type: 'error', message: 'x' };
  expect(read(error, failed)).toEqual([true, false]);
  expect(read(failed, '[DONE]')).toEqual([true, false]);
  expect(() => read(error, failed, failed)).toThrow('after its end');
  expect(() => read(failed, error)).toThrow('after its end');
  expect(() => read('[DONE]', '[DONE]')).toThrow(
    expect.objectContaining({ code: 'malformed_stream' }),
  );
});

test('a whole answer of ours is one that the official client reads, and our error too', async () => {
  const about = { id: 'resp_1', model: 'm', created: 1, message: 'Waiting for approval.' };
  server.says({
    contentType: 'application/json',
    pieces: [bytesOf(openAiResponses.blockedAnswer(about))],
  });
  const shown = await client().responses.create({ model: 'm', input: 'Hi' });
  expect(shown).toMatchObject({ status: 'incomplete', output_text: 'Waiting for approval.' });
  server.says({
    status: 403,
    contentType: 'application/json',
    pieces: [
      bytesOf(openAiResponses.error({ status: 403, code: 'safeai_blocked', message: 'No.' })),
    ],
  });
  await expect(client().responses.create({ model: 'm', input: 'Hi' })).rejects.toMatchObject({
    status: 403,
    code: 'safeai_blocked',
  });
});
