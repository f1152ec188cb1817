import { InvalidRequestError, type JsonObject } from '@safeai/core';
import { writeJson } from '../json/apply-edits.ts';
import type { Protocol, RequestReading } from '../model.ts';
import { bodyObject, withToolNames } from '../reading.ts';
import { locate } from '../shape/locate.ts';
import { stringOf, type Shape } from '../shape/shape.ts';
import { limitOf } from '../usage.ts';
import { errorBody } from './error.ts';
import { finishesOf } from './finish.ts';
import { requestPath } from './request-path.ts';
import { ANSWER, COUNT, EMBED_REQUEST, EMBEDDINGS, REQUEST } from './shapes.ts';
import { snakeCase, spelled, spelledObject } from './spelling.ts';
import { ContentStream } from './stream.ts';
import { usageOf } from './usage.ts';

function asksFor(...methods: readonly string[]): Protocol['matches'] {
  return (method, path) => {
    const asked = requestPath(path);
    return method === 'POST' && asked !== undefined && methods.includes(asked.method);
  };
}

function readerOf(shape: Shape): Protocol['readRequest'] {
  return (body, path = ''): RequestReading => {
    const request = bodyObject(body);
    const asked = requestPath(path);
    const { parts, unscanned, words } = locate(request, shape, { role: 'user' });
    const config = spelledObject(request, 'generationConfig');
    const limit = (name: string) => limitOf(config, name, snakeCase(name));
    const stream = asked?.method === 'streamGenerateContent';
    return {
      parts: withToolNames(parts),
      unscanned,
      words,
      model: asked?.model ?? stringOf(request, 'model') ?? null,
      stream,
      ...(stream && !asked.sse && { framing: 'json-array' }),
      maxOutputTokens: shape === REQUEST ? limit('maxOutputTokens') : 0,
      choices: limit('candidateCount') ?? 1,
      // It always does.
      streamUsage: true,
    };
  };
}

/** An answer that is not generated: nothing ends it, and it has no stream. */
function plainAnswer(
  shape: Shape,
  what: string,
): Omit<Protocol, 'id' | 'matches' | 'readRequest' | 'blockedAnswer'> {
  return {
    readAnswer(body) {
      const answer = bodyObject(body);
      const reading = locate(answer, shape, { role: 'assistant' });
      return { ...reading, model: null, usage: usageOf(answer), finish: [] };
    },
    withStreamUsage: (text) => text,
    openStream() {
      throw new InvalidRequestError(`${what} has no stream.`);
    },
    error: (error) => writeJson(errorBody(error)),
  };
}

/** Gemini's generated content, whole and as a stream. Its model and its stream are asked for in the path. */
export const geminiGenerate: Protocol = {
  id: 'gemini.generate',
  matches: asksFor('generateContent', 'streamGenerateContent'),
  readRequest: readerOf(REQUEST),

  readAnswer(body) {
    const answer = bodyObject(body);
    const { parts, unscanned, words } = locate(answer, ANSWER, { role: 'assistant' });
    const model = spelled(answer, 'modelVersion');
    return {
      parts: withToolNames(parts),
      unscanned,
      words,
      model: typeof model === 'string' ? model : null,
      usage: usageOf(answer),
      finish: finishesOf(answer),
    };
  },

  withStreamUsage: (text) => text,

  openStream(options) {
    return new ContentStream(options);
  },

  blockedAnswer({ id, model, message, usage }) {
    const prompt = usage?.inputTokens ?? 0;
    const output = usage?.outputTokens ?? 0;
    const candidate: JsonObject = {
      content: { parts: [{ text: message }], role: 'model' },
      finishReason: 'SAFETY',
      index: 0,
    };
    return writeJson({
      candidates: [candidate],
      usageMetadata: {
        promptTokenCount: prompt,
        candidatesTokenCount: output,
        totalTokenCount: prompt + output,
      },
      modelVersion: model,
      responseId: id,
    });
  },

  error: (error) => writeJson(errorBody(error)),
};

/** Gemini's counting of tokens: a request, without an answer to guard. */
export const geminiCountTokens: Protocol = {
  id: 'gemini.count_tokens',
  matches: asksFor('countTokens'),
  readRequest: readerOf(REQUEST),
  ...plainAnswer(COUNT, 'Counting tokens'),

  /** An answer that holds nothing. */
  blockedAnswer: ({ usage }) => writeJson({ totalTokens: usage?.inputTokens ?? 0 }),
};

/** Gemini's embeddings, of one text or several: numbers for texts. */
export const geminiEmbed: Protocol = {
  id: 'gemini.embed',
  matches: asksFor('embedContent', 'batchEmbedContents'),
  readRequest: readerOf(EMBED_REQUEST),
  ...plainAnswer(EMBEDDINGS, 'Embedding'),

  /** An answer that holds nothing: there is no place in it for a message. */
  blockedAnswer: () => writeJson({ embeddings: [] }),
};
