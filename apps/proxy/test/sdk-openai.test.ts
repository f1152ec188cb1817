import { describe, expect, test } from '@jest/globals';
import type OpenAI from 'openai';
import { makeParseableResponseFormat, makeParseableTextFormat } from 'openai/lib/parser';
import type { ChatCompletionTool } from 'openai/resources/chat/completions';
import {
  chatStream,
  chatToolStream,
  OPENAI_ANSWERS as WHOLE,
  responseStream,
} from './support/openai-answers.ts';
import { OPENAI_ERRORS } from './support/provider-errors.ts';
import {
  failing,
  json,
  paced,
  Pause,
  recorded,
  sse,
  type Scripted,
} from './support/scripted-provider.ts';
import { openAiAt, outcomeOf, shownHeaders } from './support/sdk-clients.ts';
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

type Ask = (client: OpenAI) => Promise<unknown>;

const sameThrough = (mode: Mode, says: Says, ask: Ask) =>
  same(mode, says, (url) => ask(openAiAt(url)));

const messages = [{ role: 'user' as const, content: 'How is the weather in Paris?' }];
const model = 'gpt-4o-mini';
const tools: ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'The weather of a city.',
      strict: true,
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' }, unit: { enum: ['c', 'f'] } },
        required: ['city'],
        additionalProperties: false,
      },
    },
  },
  { type: 'function', function: { name: 'list_cities', parameters: {} } },
];
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const schema = {
  name: 'weather',
  strict: true,
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const parse = (text: string): unknown => JSON.parse(text);
const create = (client: OpenAI, more: object = {}) =>
  client.chat.completions.create({ model, messages, ...more });

const called = {
  role: 'assistant',
  content: null,
  tool_calls: ['get_weather', 'get_weather', 'list_cities'].map((name, index) => ({
    id: `call_${String(index + 1)}`,
    type: 'function',
    function: { name, arguments: '{"city": "Paris"}' },
  })),
};

const WHOLE_CASES: Record<string, [answer: Scripted, ask: Ask]> = {
  text: [json(WHOLE.chatText), (client) => create(client)],
  'every setting': [
    json(WHOLE.chatText),
    (client) =>
      create(client, {
        temperature: 0.7,
        top_p: 1e-1,
        max_completion_tokens: 100,
        stop: ['\n\n'],
        seed: 9007199254740991,
        logit_bias: { '50256': -100 },
        metadata: { purpose: 'weather' },
        user: 'user-1234',
        service_tier: 'default',
      }),
  ],
  'log probabilities': [
    json(WHOLE.chatLogprobs),
    (client) => create(client, { logprobs: true, top_logprobs: 2 }),
  ],
  reasoning: [json(WHOLE.chatReasoning), (client) => create(client, { reasoning_effort: 'low' })],
  'parallel tool calls': [
    json(WHOLE.chatTools),
    (client) => create(client, { tools, parallel_tool_calls: true, tool_choice: 'auto' }),
  ],
  'results of tools': [
    json(WHOLE.chatText),
    (client) =>
      create(client, {
        tools,
        messages: [
          { role: 'system', content: 'You are a weatherman.' },
          ...messages,
          called,
          { role: 'tool', tool_call_id: 'call_1', content: '{"degrees": 21.50, "sky": "clear"}' },
          { role: 'tool', tool_call_id: 'call_2', content: 'Rain, 12 degrees' },
          { role: 'tool', tool_call_id: 'call_3', content: [{ type: 'text', text: 'Paris' }] },
        ],
      }),
  ],
  'JSON mode': [
    json(WHOLE.chatJson),
    (client) => create(client, { response_format: { type: 'json_object' } }),
  ],
  'a parsed answer': [
    json(WHOLE.chatJson),
    (client) => {
      const format = { type: 'json_schema' as const, json_schema: schema };
      const response_format = makeParseableResponseFormat(format, parse);
      return client.chat.completions.parse({ model, messages, response_format });
    },
  ],
  images: [
    json(WHOLE.chatText),
    (client) =>
      create(client, {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } },
              { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
            ],
          },
        ],
      }),
  ],
  'a refusal': [json(WHOLE.chatRefusal), (client) => create(client)],
  'no usage': [json(WHOLE.chatNoUsage), (client) => create(client)],
  'two choices': [json(WHOLE.chatChoices), (client) => create(client, { n: 2 })],
  'an older completion': [
    json(WHOLE.completion),
    (client) =>
      client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'Say', logprobs: 1 }),
  ],
  'a response': [
    json(WHOLE.responseText),
    (client) => client.responses.create({ model, input: 'Tell a story.' }),
  ],
  'a response with reasoning': [
    json(WHOLE.responseReasoning),
    (client) =>
      client.responses.create({
        model,
        input: [{ role: 'user', content: [{ type: 'input_text', text: 'Tell.' }] }],
        reasoning: { effort: 'low', summary: 'auto' },
      }),
  ],
  'a response with tool calls': [
    json(WHOLE.responseTools),
    (client) =>
      client.responses.create({
        model,
        input: [
          { role: 'user', content: 'How is the weather?' },
          { type: 'function_call', call_id: 'call_0', name: 'list_cities', arguments: '{}' },
          { type: 'function_call_output', call_id: 'call_0', output: '["Paris"]' },
        ],
        tools: [
          {
            type: 'function',
            name: 'get_weather',
            strict: true,
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
          },
        ],
      }),
  ],
  'a parsed response': [
    json(WHOLE.responseJson),
    (client) =>
      client.responses.parse({
        model,
        input: 'Weather?',
        text: { format: makeParseableTextFormat({ type: 'json_schema', ...schema }, parse) },
      }),
  ],
  'a response with an image': [
    json(WHOLE.responseText),
    (client) =>
      client.responses.create({
        model,
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'What is this?' },
              {
                type: 'input_image',
                image_url: `data:image/png;base64,${PIXEL}`,
                detail: 'auto',
              },
            ],
          },
        ],
      }),
  ],
  'a refused response': [
    json(WHOLE.responseRefusal),
    (client) => client.responses.create({ model, input: 'Tell.' }),
  ],
  'embeddings that come packed': [
    json(WHOLE.packedEmbeddings),
    (client) =>
      client.embeddings.create({ model: 'text-embedding-3-small', input: ['one', 'two'] }),
  ],
  'embeddings as numbers': [
    json(WHOLE.embeddings),
    (client) =>
      client.embeddings.create({
        model: 'text-embedding-3-small',
        input: 'one',
        encoding_format: 'float',
      }),
  ],
  models: [
    json(WHOLE.models),
    async (client) => {
      const names = [];
      for await (const listed of client.models.list()) names.push(listed);
      return names;
    },
  ],
  'a model': [json(WHOLE.model), (client) => client.models.retrieve('gpt-4o-mini')],
};

test.each(Object.entries(WHOLE_CASES))('%s, whole: the same', async (_name, [answer, ask]) => {
  expect(await sameThrough('window', [answer], ask)).toHaveProperty('gave');
});

test('a loop of tools: the same', async () => {
  const says = [json(WHOLE.chatTools), json(WHOLE.chatText)] as const;
  const outcome = await sameThrough('window', says, async (client) => {
    const given: unknown[] = [];
    const run = client.chat.completions.runTools({
      model,
      messages,
      tools: ['get_weather', 'list_cities'].map((name) => ({
        type: 'function' as const,
        function: {
          name,
          description: 'A tool.',
          parameters: { type: 'object' },
          parse: (text: string) => JSON.parse(text) as object,
          function: (args: object) => {
            given.push([name, args]);
            return `Result of ${name}`;
          },
        },
      })),
    });
    return { said: await run.finalContent(), given, messages: run.messages };
  });
  expect(outcome).toMatchObject({ gave: { given: { length: 3 } } });
});

test('headers of an answer that the client shows: the same', async () => {
  const headers = {
    'x-request-id': 'req_1',
    'openai-processing-ms': '12',
    'openai-version': '2020-10-01',
    'x-ratelimit-remaining-tokens': '149984',
    'x-ratelimit-reset-tokens': '6ms',
  };
  const outcome = await sameThrough(
    'window',
    [json(WHOLE.chatText, { headers })],
    async (client) => {
      const { data, response, request_id } = await create(client).withResponse();
      return { data, id: request_id, headers: shownHeaders(response.headers) };
    },
  );
  expect(outcome).toMatchObject({ gave: { id: 'req_1', headers } });
});

test.each(OPENAI_ERRORS)('the error $status $name, of a chat: the same', async (error) => {
  const outcome = await sameThrough('window', [failing(error)], (client) => create(client));
  expect(outcome).toMatchObject({ status: error.status, requestID: `req_${error.name}` });
  await sameThrough('window', [failing(error)], (client) => create(client, { stream: true }));
});

test.each(OPENAI_ERRORS.slice(0, 7))(
  'the error $status $name, of others: the same',
  async (error) => {
    const asks: Ask[] = [
      (client) => client.responses.create({ model, input: 'Hi' }),
      (client) => client.embeddings.create({ model, input: 'Hi' }),
      (client) => client.models.retrieve('none'),
    ];
    for (const ask of asks) {
      expect(await sameThrough('window', [failing(error)], ask)).toMatchObject({
        status: error.status,
      });
    }
  },
);

interface StreamCase {
  /** Everything that the client shows, piece for piece. */
  readonly pieces: Ask;
  /** What the client puts together of it. */
  readonly whole: Ask;
}

const chatCase = (more: object): StreamCase => ({
  pieces: async (client) =>
    collected(await client.chat.completions.create({ model, messages, stream: true, ...more })),
  whole: async (client) => {
    const stream = client.chat.completions.stream({ model, messages, ...more });
    const said: string[] = [];
    stream.on('content', (_delta, text) => (said[0] = text));
    stream.on('refusal.done', ({ refusal }) => said.push(refusal));
    stream.on('tool_calls.function.arguments.done', (call) => said.push(JSON.stringify(call)));
    const answer = await stream.finalChatCompletion();
    return { answer, said, messages: stream.messages, usage: await stream.totalUsage() };
  },
});

const responseCase: StreamCase = {
  pieces: async (client) =>
    collected(await client.responses.create({ model, input: 'Hi', stream: true })),
  whole: (client) => client.responses.stream({ model, input: 'Hi' }).finalResponse(),
};

const usageAsked = { stream_options: { include_usage: true } };
const prompted = { model, prompt: 'Hi', stream: true as const, n: 2, ...usageAsked };

const completionCase: StreamCase = {
  pieces: async (client) => collected(await client.completions.create(prompted)),
  whole: async (client) => {
    const said: Record<number, { text: string; finish: unknown }> = {};
    const stream = await client.completions.create(prompted);
    for await (const { choices } of stream) {
      for (const { index, text, finish_reason } of choices) {
        const before = said[index]?.text ?? '';
        said[index] = { text: before + text, finish: finish_reason };
      }
    }
    return said;
  },
};

const STREAM_CASES: Record<string, [text: string, StreamCase]> = {
  'chat text': [recorded('chat text'), chatCase({ ...usageAsked, n: 1 })],
  'chat tools': [recorded('chat tools'), chatCase({ tools })],
  'parallel tool calls': [
    chatToolStream([
      { name: 'get_weather', pieces: ['{"ci', 'ty":"Par', 'is"}'] },
      { name: 'get_weather', pieces: ['{"city":"Rome", "unit":"c"}'] },
      { name: 'list_cities', pieces: ['{}'] },
    ]),
    chatCase({ ...usageAsked, tools, parallel_tool_calls: true }),
  ],
  'chat choices': [recorded('chat choices'), chatCase({ n: 2 })],
  'chat reasoning': [recorded('chat reasoning'), chatCase({})],
  'completion choices': [recorded('completion choices'), completionCase],
  'response text': [recorded('response text'), responseCase],
  'response tools': [recorded('response tools'), responseCase],
  'response refusal': [recorded('response refusal'), responseCase],
};

describe.each(Object.entries(STREAM_CASES))('the stream %s', (_name, [text, { pieces, whole }]) => {
  const said = withoutPersonalData(text);

  test.each(MODES)('put together, in mode %s: the same', async (mode) => {
    expect(await sameThrough(mode, [paced(said)], whole)).toHaveProperty('gave');
  });

  test('piece for piece, where nothing is held: the same', async () => {
    expect(await sameThrough('audit', [paced(said)], pieces)).toHaveProperty('gave');
    await sameThrough('audit', [sse(said, everyPlace(said, 53))], pieces);
  });
});

test.each([
  ['chat error', chatCase({})],
  ['response error', responseCase],
])('the stream %s: the same error, after the same pieces', async (name, { pieces, whole }) => {
  for (const mode of MODES) {
    const says = { ...sse(recorded(name)), headers: { 'x-request-id': 'req_1' } };
    expect(await sameThrough(mode, [says], whole)).toHaveProperty('threw');
    await sameThrough(mode, [says], pieces);
  }
});

describe('a caller who goes', () => {
  const WORDS = ['Let me tell you. ', 'It is a long story, ', 'with more words.'];

  test.each(['chat', 'responses'])('in mid-stream of %s: the upstream sees it', async (kind) => {
    const text = (kind === 'chat' ? chatStream : responseStream)(WORDS);
    const outcome = await sameThrough(
      'window',
      [paced(text, (index) => (index === 5 ? [new Pause()] : []))],
      async (client) => {
        const gone = new AbortController();
        const { signal } = gone;
        const stream: AsyncIterable<unknown> =
          kind === 'chat'
            ? await client.chat.completions.create({ model, messages, stream: true }, { signal })
            : await client.responses.create({ model, input: 'Hi', stream: true }, { signal });
        for await (const _piece of stream) gone.abort();
        const request = await provider.request();
        return { answered: await request.answered };
      },
    );
    expect(outcome).toEqual({ gave: { answered: false } });
  });

  test('before anything came: the same error, and the upstream sees it', async () => {
    const before = new Pause();
    const outcome = await sameThrough(
      'window',
      [json(WHOLE.chatText, { before })],
      async (client) => {
        const gone = new AbortController();
        const { signal } = gone;
        const aborted = client.chat.completions.create({ model, messages }, { signal });
        const request = await provider.request();
        gone.abort();
        const told = await outcomeOf(() => aborted);
        return { told, answered: await request.answered };
      },
    );
    expect(outcome).toMatchObject({ gave: { told: { threw: 'APIUserAbortError' } } });
    before.go();
  });

  test('from a helper: the same', async () => {
    const says = paced(chatStream(WORDS), (index) => (index === 2 ? [new Pause()] : []));
    const outcome = await sameThrough('window', [says], async (client) => {
      const stream = client.chat.completions.stream({ model, messages });
      stream.on('chunk', () => {
        stream.abort();
      });
      const told = await outcomeOf(() => stream.finalChatCompletion());
      const request = await provider.request();
      return { told, answered: await request.answered };
    });
    expect(outcome).toMatchObject({ gave: { answered: false } });
  });
});
