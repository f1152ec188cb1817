import { FunctionCallingConfigMode, Type, type GoogleGenAI } from '@google/genai';
import { describe, expect, test } from '@jest/globals';
import {
  GEMINI_ANSWERS as WHOLE,
  geminiArray,
  geminiChunks,
  geminiStream,
} from './support/gemini-answers.ts';
import { GEMINI_ERRORS } from './support/provider-errors.ts';
import {
  failing,
  json,
  paced,
  Pause,
  recorded,
  sse,
  type Scripted,
} from './support/scripted-provider.ts';
import { geminiAt, outcomeOf } from './support/sdk-clients.ts';
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

type Ask = (client: GoogleGenAI) => Promise<unknown>;

const sameThrough = (mode: Mode, says: Says, ask: Ask) =>
  same(mode, says, async (url) => ask(await geminiAt(url)));

const model = 'gemini-2.5-flash';
const contents = 'How is the weather in Paris?';
const functionDeclarations = [
  {
    name: 'get_weather',
    description: 'The weather of a city.',
    parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } } },
  },
  { name: 'list_cities' },
];
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What a client shows of an answer, without the headers of the connection that it adds. */
function answerOf(answer: object): object {
  const { sdkHttpResponse: _headers, ...shown } = answer as { sdkHttpResponse?: unknown };
  return shown;
}

const generate =
  (more: object = {}): Ask =>
  async ({ models }) => {
    const answer = await models.generateContent({ model, contents, ...more });
    return { ...answerOf(answer), functionCalls: answer.functionCalls };
  };

const WHOLE_CASES: Record<string, [answer: Scripted, ask: Ask]> = {
  text: [json(WHOLE.text), generate()],
  'every setting': [
    json(WHOLE.text),
    generate({
      config: {
        systemInstruction: 'You are a weatherman.',
        temperature: 0.5,
        topP: 1e-1,
        maxOutputTokens: 100,
        stopSequences: ['\n\n'],
        safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_ONLY_HIGH' }],
        seed: 7,
      },
    }),
  ],
  thinking: [
    json(WHOLE.thinking),
    generate({ config: { thinkingConfig: { includeThoughts: true, thinkingBudget: 1024 } } }),
  ],
  'parallel tool calls': [
    json(WHOLE.tools),
    generate({
      config: {
        tools: [{ functionDeclarations }],
        toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
      },
    }),
  ],
  'results of tools': [
    json(WHOLE.text),
    generate({
      contents: [
        { role: 'user', parts: [{ text: contents }] },
        {
          role: 'model',
          parts: [{ functionCall: { name: 'get_weather', args: { city: 'Paris' } } }],
        },
        {
          role: 'user',
          parts: [{ functionResponse: { name: 'get_weather', response: { degrees: 21.5 } } }],
        },
      ],
      config: { tools: [{ functionDeclarations }] },
    }),
  ],
  'JSON mode': [
    json(WHOLE.json),
    generate({
      config: {
        responseMimeType: 'application/json',
        responseSchema: { type: Type.OBJECT, properties: { city: { type: Type.STRING } } },
      },
    }),
  ],
  images: [
    json(WHOLE.text),
    generate({
      contents: [
        { inlineData: { mimeType: 'image/png', data: PIXEL } },
        { fileData: { mimeType: 'image/png', fileUri: 'https://example.com/a.png' } },
        { text: 'What is this?' },
      ],
    }),
  ],
  'a refusal': [json(WHOLE.refusal), generate()],
  'counted tokens': [
    json(WHOLE.countTokens),
    async ({ models }) => answerOf(await models.countTokens({ model, contents })),
  ],
  embeddings: [
    json(WHOLE.embeddings),
    async ({ models }) =>
      answerOf(
        await models.embedContent({ model: 'gemini-embedding-001', contents: ['one', 'two'] }),
      ),
  ],
};

test.each(Object.entries(WHOLE_CASES))('%s, whole: the same', async (_name, [answer, ask]) => {
  expect(await sameThrough('window', [answer], ask)).toHaveProperty('gave');
});

test('a conversation: the same', async () => {
  const says = [json(WHOLE.text), json(WHOLE.json)] as const;
  await sameThrough('window', says, async ({ chats }) => {
    const chat = chats.create({ model });
    await chat.sendMessage({ message: 'Hi' });
    await chat.sendMessage({ message: 'And as JSON?' });
    return chat.getHistory();
  });
});

const chunksOf: Ask = async ({ models }) =>
  (await collected(await models.generateContentStream({ model, contents }))).map(answerOf);

/** What the client shows of a stream, its pieces of text put together. */
const whole: Ask = async ({ models }) => {
  const said: Record<string, string> = {};
  const others: unknown[] = [];
  let usage: unknown;
  for await (const chunk of await models.generateContentStream({ model, contents })) {
    usage = chunk.usageMetadata ?? usage;
    for (const { index, content, finishReason, ...more } of chunk.candidates ?? []) {
      for (const part of content?.parts ?? []) {
        const { text, thought, ...rest } = part;
        const key = `${String(index)}/${String(thought)}`;
        if (text !== undefined) said[key] = (said[key] ?? '') + text;
        if (Object.keys(rest).length > 0) others.push(rest);
      }
      if (finishReason !== undefined) others.push({ index, finishReason, ...more });
    }
  }
  return { said, others, usage };
};

test.each(GEMINI_ERRORS)('the error $status $name: the same', async (error) => {
  for (const ask of [generate(), chunksOf]) {
    const outcome = await sameThrough('window', [failing(error)], ask);
    expect(outcome).toMatchObject({ threw: 'ApiError', status: error.status });
  }
});

describe.each(['gemini text', 'gemini tools', 'gemini candidates'])('the stream %s', (name) => {
  const said = withoutPersonalData(recorded(name));

  test.each(MODES)('put together, in mode %s: the same', async (mode) => {
    expect(await sameThrough(mode, [paced(said)], whole)).toHaveProperty('gave');
  });

  test('piece for piece, where nothing is held: the same', async () => {
    expect(await sameThrough('audit', [paced(said)], chunksOf)).toHaveProperty('gave');
    await sameThrough('audit', [sse(said, everyPlace(said, 53))], chunksOf);
  });
});

test('a stream as one JSON array, which the client does not read: the same bytes', async () => {
  const text = geminiArray(geminiChunks(['Let me tell you. ', 'It is long.']));
  await same('audit', [json(text)], async (url) => {
    const answer = await fetch(`${url}/v1beta/models/${model}:streamGenerateContent?key=k`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ contents: [{ parts: [{ text: 'Hi' }] }] }),
    });
    expect(answer.headers.get('content-type')).toBe('application/json');
    return answer.text();
  });
});

test.each(MODES)('an error in mid-stream, in mode %s: the same', async (mode) => {
  for (const ask of [whole, chunksOf]) {
    const outcome = await sameThrough(mode, [paced(recorded('gemini error'))], ask);
    expect(outcome).toHaveProperty('threw');
  }
});

describe('a caller who goes', () => {
  test('in mid-stream: the upstream sees it', async () => {
    const text = geminiStream(['Let me tell you. ', 'It is a long story, ', 'with more words.']);
    const says = paced(text, (index) => (index === 2 ? [new Pause()] : []));
    const outcome = await sameThrough('window', [says], async ({ models }) => {
      const gone = new AbortController();
      const config = { abortSignal: gone.signal };
      const stream = await models.generateContentStream({ model, contents, config });
      const told = await outcomeOf(async () => {
        for await (const _piece of stream) gone.abort();
      });
      const request = await provider.request();
      return { told, answered: await request.answered };
    });
    expect(outcome).toMatchObject({ gave: { answered: false } });
  });

  test('before anything came: the same, and the upstream sees it', async () => {
    const says = json(WHOLE.text, { before: new Pause() });
    const outcome = await sameThrough('window', [says], async ({ models }) => {
      const gone = new AbortController();
      const config = { abortSignal: gone.signal };
      const told = outcomeOf(() => models.generateContent({ model, contents, config }));
      const request = await provider.request();
      gone.abort();
      return { told: await told, answered: await request.answered };
    });
    expect(outcome).toMatchObject({
      gave: { told: { message: expect.stringContaining('aborted') as unknown }, answered: false },
    });
  });
});
