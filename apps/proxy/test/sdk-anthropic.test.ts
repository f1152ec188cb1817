import type Anthropic from '@anthropic-ai/sdk';
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema';
import { describe, expect, test } from '@jest/globals';
import {
  ANTHROPIC_ANSWERS as WHOLE,
  messageStream,
  messageToolStream,
} from './support/anthropic-answers.ts';
import { ANTHROPIC_ERRORS } from './support/provider-errors.ts';
import {
  failing,
  json,
  paced,
  Pause,
  recorded,
  sse,
  type Scripted,
} from './support/scripted-provider.ts';
import { anthropicAt, outcomeOf, shownHeaders } from './support/sdk-clients.ts';
import {
  collected,
  comparison,
  everyPlace,
  MODES,
  withoutPersonalData,
  type Mode,
  type Says,
} from './support/sdk-comparison.ts';

const { provider, same } = comparison();

type Ask = (client: Anthropic) => Promise<unknown>;

const sameThrough = (mode: Mode, says: Says, ask: Ask) =>
  same(mode, says, (url) => ask(anthropicAt(url)));

const messages = [{ role: 'user' as const, content: 'How is the weather in Paris?' }];
const base = { model: 'claude-x', max_tokens: 1024, messages };
const create = (client: Anthropic, more: object = {}) =>
  client.messages.create({ ...base, ...more });
const tools: Anthropic.Tool[] = [
  {
    name: 'get_weather',
    description: 'The weather of a city.',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
  { name: 'list_cities', input_schema: { type: 'object' } },
];
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const WHOLE_CASES: Record<string, [answer: Scripted, ask: Ask]> = {
  text: [json(WHOLE.text), (client) => create(client)],
  'every setting': [
    json(WHOLE.text),
    (client) =>
      create(client, {
        system: [
          { type: 'text', text: 'You are a weatherman.', cache_control: { type: 'ephemeral' } },
        ],
        temperature: 0.5,
        top_k: 5,
        stop_sequences: ['\n\nHuman:'],
        metadata: { user_id: 'user-1234' },
        service_tier: 'auto',
      }),
  ],
  thinking: [
    json(WHOLE.thinking),
    (client) => create(client, { thinking: { type: 'enabled', budget_tokens: 1024 } }),
  ],
  'parallel tool calls': [
    json(WHOLE.tools),
    (client) => create(client, { tools, tool_choice: { type: 'auto' } }),
  ],
  'results of tools': [
    json(WHOLE.text),
    (client) =>
      create(client, {
        tools,
        messages: [
          ...messages,
          {
            role: 'assistant',
            content: [
              { type: 'text', text: 'I will look it up.' },
              { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Paris' } },
              { type: 'tool_use', id: 'toolu_2', name: 'list_cities', input: {} },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 'toolu_1', content: '{"degrees": 21.50}' },
              {
                type: 'tool_result',
                tool_use_id: 'toolu_2',
                is_error: true,
                content: [{ type: 'text', text: 'Not available' }],
              },
            ],
          },
        ],
      }),
  ],
  images: [
    json(WHOLE.text),
    (client) =>
      create(client, {
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'image',
                source: { type: 'base64', media_type: 'image/png', data: PIXEL },
              },
              { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
              { type: 'text', text: 'What is this?' },
            ],
          },
        ],
      }),
  ],
  'a parsed answer': [
    json(WHOLE.json),
    (client) =>
      client.messages.parse({
        ...base,
        output_config: {
          format: jsonSchemaOutputFormat({
            type: 'object',
            properties: { city: { type: 'string' }, degrees: { type: 'number' } },
            required: ['city', 'degrees'],
            additionalProperties: false,
          }),
        },
      }),
  ],
  'a refusal': [json(WHOLE.refusal), (client) => create(client)],
  'counted tokens': [
    json(WHOLE.countTokens),
    (client) => client.messages.countTokens({ model: base.model, messages, tools, system: 'Hi' }),
  ],
};

test.each(Object.entries(WHOLE_CASES))('%s, whole: the same', async (_name, [answer, ask]) => {
  expect(await sameThrough('window', [answer], ask)).toHaveProperty('gave');
});

test('headers of an answer that the client shows: the same', async () => {
  const headers = {
    'request-id': 'req_1',
    'anthropic-ratelimit-tokens-remaining': '149984',
  };
  const outcome = await sameThrough('window', [json(WHOLE.text, { headers })], async (client) => {
    const { data, response, request_id } = await create(client).withResponse();
    return { data, id: request_id, headers: shownHeaders(response.headers) };
  });
  expect(outcome).toMatchObject({ gave: { id: 'req_1', headers } });
});

test.each(ANTHROPIC_ERRORS)('the error $status $name: the same', async (error) => {
  for (const ask of [
    (client: Anthropic) => create(client),
    (client: Anthropic) => create(client, { stream: true }),
    (client: Anthropic) => client.messages.countTokens({ model: 'm', messages }),
  ]) {
    const outcome = await sameThrough('window', [failing(error)], ask);
    expect(outcome).toMatchObject({ status: error.status, requestID: `req_${error.name}` });
  }
});

const pieces: Ask = async (client) =>
  collected(await client.messages.create({ ...base, stream: true }));

const whole: Ask = async (client) => {
  const stream = client.messages.stream({ ...base, tools });
  const said: unknown[] = [];
  stream.on('text', (_delta, text) => (said[0] = text));
  stream.on('contentBlock', (block) => said.push(structuredClone(block)));
  const answer = await stream.finalMessage();
  return { answer, said, id: stream.request_id, messages: stream.messages };
};

const STREAMS: Record<string, string> = {
  'message text': recorded('message text'),
  'message tools': recorded('message tools'),
  'message search': recorded('message search'),
  'parallel tool calls': messageToolStream([
    { name: 'get_weather', pieces: ['', '{"ci', 'ty": "Par', 'is"}'] },
    { name: 'get_weather', pieces: ['{"city":"Rome"}'] },
    { name: 'list_cities', pieces: [''] },
  ]),
};

describe.each(Object.entries(STREAMS))('the stream %s', (_name, text) => {
  const said = withoutPersonalData(text);

  test.each(MODES)('put together, in mode %s: the same', async (mode) => {
    expect(await sameThrough(mode, [paced(said)], whole)).toHaveProperty('gave');
  });

  test('piece for piece, where nothing is held: the same', async () => {
    expect(await sameThrough('audit', [paced(said)], pieces)).toHaveProperty('gave');
    await sameThrough('audit', [sse(said, everyPlace(said, 53))], pieces);
  });
});

test.each(MODES)('an error in mid-stream, in mode %s: the same', async (mode) => {
  for (const ask of [whole, pieces]) {
    const says = { ...sse(recorded('message error')), headers: { 'request-id': 'req_1' } };
    expect(await sameThrough(mode, [says], ask)).toHaveProperty('threw');
  }
});

describe('a caller who goes', () => {
  const text = messageStream(['Let me tell you. ', 'It is a long story, ', 'with more words.']);

  test('in mid-stream: the upstream sees it', async () => {
    const says = paced(text, (index) => (index === 4 ? [new Pause()] : []));
    const outcome = await sameThrough('window', [says], async (client) => {
      const gone = new AbortController();
      const stream = await client.messages.create(
        { ...base, stream: true },
        { signal: gone.signal },
      );
      for await (const _piece of stream) gone.abort();
      const request = await provider.request();
      return { answered: await request.answered };
    });
    expect(outcome).toEqual({ gave: { answered: false } });
  });

  test('from a helper: the same', async () => {
    const says = paced(text, (index) => (index === 2 ? [new Pause()] : []));
    const outcome = await sameThrough('window', [says], async (client) => {
      const stream = client.messages.stream(base);
      stream.on('streamEvent', () => {
        stream.abort();
      });
      const told = await outcomeOf(() => stream.finalMessage());
      const request = await provider.request();
      return { told, answered: await request.answered };
    });
    expect(outcome).toMatchObject({
      gave: { told: { threw: 'APIUserAbortError' }, answered: false },
    });
  });

  test('before anything came: the same, and the upstream sees it', async () => {
    const outcome = await sameThrough(
      'window',
      [json(WHOLE.text, { before: new Pause() })],
      async (client) => {
        const gone = new AbortController();
        const call = client.messages.create(base, { signal: gone.signal });
        const told = outcomeOf(() => call);
        const request = await provider.request();
        gone.abort();
        return { told: await told, answered: await request.answered };
      },
    );
    expect(outcome).toMatchObject({
      gave: { told: { threw: 'APIUserAbortError' }, answered: false },
    });
  });
});
