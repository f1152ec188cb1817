import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { JsonObject } from '@safeai/core';
import OpenAI from 'openai';

import {
  applyEdits,
  openAiCompletions,
  openAiEmbeddings,
  openAiModels,
  readJson,
} from '../src/index.ts';
import { bytesOf } from './drive.ts';
import { ScriptedServer } from './scripted-server.ts';

const server = new ScriptedServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const client = () => new OpenAI({ apiKey: 'k', baseURL: `${server.url}/v1`, maxRetries: 0 });

function says(text: string): OpenAI {
  server.says({ contentType: 'application/json', pieces: [bytesOf(text)] });
  return client();
}

test('a completion goes on, with the edited text alone changed', async () => {
  const body: JsonObject = {
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, text: 'I am alice', logprobs: null, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
  };
  const { text, value } = readJson(JSON.stringify(body, null, 2));
  const { parts, unscanned, usage } = openAiCompletions.readAnswer(value);
  expect(unscanned).toEqual([]);
  expect(usage).toMatchObject({ inputTokens: 1, outputTokens: 2 });
  const ask = { model: 'm', prompt: 'Hi' };
  expect(await says(text).completions.create(ask)).toEqual(body);
  const edits = parts.map(({ path }) => ({ path, value: 'I am [NAME]' }));
  const shown = await says(applyEdits(text, edits)).completions.create(ask);
  expect(shown.choices[0]?.text).toBe('I am [NAME]');
  const blocked = await says(openAiCompletions.blockedAnswer(answer)).completions.create(ask);
  expect(blocked.choices[0]).toMatchObject({ text: 'Withheld.', finish_reason: 'content_filter' });
});

const answer = { id: 'x-1', model: 'm', created: 1, message: 'Withheld.', usage: null };

test('embeddings are read in both of their forms, and nothing of them is unscanned', async () => {
  const floats = Buffer.from(new Float32Array([1, 2]).buffer).toString('base64');
  for (const embedding of [floats, [1, 2]]) {
    const body = {
      object: 'list',
      model: 'm',
      data: [{ object: 'embedding', index: 0, embedding }],
      usage: { prompt_tokens: 4, total_tokens: 4 },
    };
    const { parts, unscanned, usage } = openAiEmbeddings.readAnswer(body);
    expect({ parts, unscanned }).toEqual({ parts: [], unscanned: [] });
    expect(usage?.inputTokens).toBe(4);
    const asked = says(JSON.stringify(body)).embeddings;
    const shown = await asked.create({
      model: 'm',
      input: 'Hi',
      ...(typeof embedding !== 'string' && { encoding_format: 'float' as const }),
    });
    expect(shown.data[0]?.embedding).toEqual([1, 2]);
  }
});

test('models are listed', async () => {
  const model = { id: 'gpt-4o-mini', object: 'model', created: 1, owned_by: 'openai' };
  const body = { object: 'list', data: [model] };
  expect(openAiModels.readAnswer(body)).toMatchObject({ parts: [], unscanned: [] });
  expect(openAiModels.readAnswer(model)).toMatchObject({ parts: [], unscanned: [] });
  expect((await says(JSON.stringify(body)).models.list()).data).toEqual([model]);
  expect((await says(openAiModels.blockedAnswer(answer)).models.list()).data).toEqual([]);
});

test.each([openAiCompletions, openAiEmbeddings, openAiModels])(
  'an error of $id has our message and code',
  async (protocol) => {
    server.says({
      status: 403,
      contentType: 'application/json',
      headers: { 'x-should-retry': 'false' },
      pieces: [
        bytesOf(protocol.error({ status: 403, code: 'safeai_blocked', message: 'Withheld.' })),
      ],
    });
    const asked =
      protocol === openAiModels
        ? client().models.list()
        : protocol === openAiEmbeddings
          ? client().embeddings.create({ model: 'm', input: 'Hi' })
          : client().completions.create({ model: 'm', prompt: 'Hi' });
    await expect(asked).rejects.toMatchObject({ status: 403, code: 'safeai_blocked' });
  },
);
