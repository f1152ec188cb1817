import { describe, expect, test } from '@jest/globals';
import type { JsonValue, SafeAIRules } from '@safeai/core';
import {
  anthropicMessages,
  geminiGenerate,
  openAiChat,
  openAiEmbeddings,
  readJson,
  type Protocol,
} from '@safeai/protocols';
import { guardRequest } from '../src/gateway/guard/request-guard.ts';
import { guardedCall, SECRET, type GuardedCase } from './support/guarded-streams.ts';

/** A request through the guard: what goes on, or the code of what it is refused with. */
async function asked(protocol: Protocol, body: JsonValue, more: Partial<GuardedCase> = {}) {
  const { call } = guardedCall({ protocol, ...more });
  const read = readJson(JSON.stringify(body));
  return guardRequest(call, read, protocol.readRequest(read.value)).then(
    ({ text, report }) => ({ text, report }),
    (error: unknown) => ({ text: (error as { code: string }).code, report: undefined }),
  );
}

const NOTE = `The key is ${SECRET}, keep it.`;
const packed = Buffer.from(NOTE).toString('base64');
const inMessage = (part: JsonValue) => ({
  model: 'm',
  messages: [{ role: 'user', content: [part] }],
});
const inImage = (url: string) => inMessage({ type: 'image_url', image_url: { url } });
const inFile = (data: string) =>
  inMessage({ type: 'file', file: { filename: 'a.txt', file_data: data } });
const inDocument = (data: string) =>
  inMessage({ type: 'document', source: { type: 'base64', media_type: 'text/plain', data } });
const inBlob = (data: string) => ({
  contents: [{ role: 'user', parts: [{ inlineData: { mimeType: 'text/plain', data } }] }],
});

describe('a secret in what is said to be no text is seen where it is one', () => {
  test.each<[string, Protocol, JsonValue]>([
    ['the address of an image', openAiChat, inImage(`data:text/plain,${encodeURIComponent(NOTE)}`)],
    ['base64 in the address of an image', openAiChat, inImage(`data:image/png;base64,${packed}`)],
    ['a file', openAiChat, inFile(NOTE)],
    ['a file in base64', openAiChat, inFile(`data:text/plain;base64,${packed}`)],
    ['a file that is nothing else', openAiChat, inFile(SECRET)],
    ['a document', anthropicMessages, inDocument(packed)],
    ['a blob', geminiGenerate, inBlob(packed)],
    [
      'a signature',
      anthropicMessages,
      inMessage({ type: 'thinking', thinking: 'x', signature: NOTE }),
    ],
    [
      'a signature that is no text',
      anthropicMessages,
      inMessage({ type: 'thinking', thinking: 'x', signature: { note: NOTE } }),
    ],
    ['a list of tokens', openAiEmbeddings, { model: 'm', input: [[NOTE]] }],
  ])('%s', async (_, protocol, body) => {
    expect((await asked(protocol, body)).text).toBe('safeai_blocked');
  });

  test('and replaced in the form that it has, where policy says so', async () => {
    const rules: SafeAIRules = {
      policyDefaults: false,
      policies: [{ name: 'out', boundary: 'input', dataTags: ['secret'], action: 'redact' }],
    };
    const body = inFile(`data:text/plain;base64,${packed}`);
    const out = await asked(openAiChat, body, { rules });
    const clean = Buffer.from('The key is [SECRET_REDACTED], keep it.').toString('base64');
    expect(out.text).toBe(JSON.stringify(inFile(`data:text/plain;base64,${clean}`)));
    expect(out.report).toMatchObject({ unscanned: 1, redactions: 1 });
  });

  test('also in a path that names the model', async () => {
    const body = readJson(JSON.stringify({ contents: [{ parts: [{ text: 'Hi' }] }] }));
    const ask = async (model: string, rules: SafeAIRules = {}) => {
      const { call } = guardedCall({ protocol: geminiGenerate, rules });
      const path = `/v1beta/models/${encodeURIComponent(model)}:generateContent`;
      const reading = geminiGenerate.readRequest(body.value, path);
      return (await guardRequest(call, body, reading)).text;
    };
    const redact = {
      name: 'out',
      boundary: 'input',
      dataTags: ['secret'],
      action: 'redact',
    } as const;
    await expect(ask(SECRET)).rejects.toMatchObject({ code: 'safeai_blocked' });
    await expect(ask(SECRET, { policyDefaults: false, policies: [redact] })).rejects.toMatchObject({
      code: 'unscanned_content',
    });
    expect(await ask('gemini-2.5-flash')).toBe(body.text);
  });

  test('what is no text goes on as it came, and is told', async () => {
    const bytes = Buffer.from(Array.from({ length: 600 }, (_, at) => (at * 89) % 256));
    for (const [protocol, body] of [
      [openAiChat, inImage(`data:image/png;base64,${bytes.toString('base64')}`)],
      [openAiEmbeddings, { model: 'm', input: [[1, 2], [3]] }],
    ] as const) {
      const { text, report } = await asked(protocol, body);
      expect(text).toBe(JSON.stringify(body));
      expect(report?.unscanned).toBeGreaterThan(0);
    }
  });
});
