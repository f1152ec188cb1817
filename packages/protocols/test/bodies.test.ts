import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@safeai/core';
import fc from 'fast-check';

import {
  anthropicMessages,
  applyEdits,
  logprobRemoval,
  openAiChat,
  openAiCompletions,
  openAiEmbeddings,
  openAiResponses,
  protocolFor,
  readJson,
  type JsonPath,
  type Part,
  type Reading,
} from '../src/index.ts';
import { BODIES, type MarkedBody } from './bodies.ts';

const MARK = /<<(\w+)\|(\w+)>>/;

function readingOf({ protocol, direction }: MarkedBody, body: JsonValue): Reading {
  return direction === 'request' ? protocol.readRequest(body) : protocol.readAnswer(body);
}

function at(value: JsonValue, path: JsonPath): JsonValue {
  return path.reduce<JsonValue>(
    (inner, step) => (inner as Record<string | number, JsonValue>)[step] ?? null,
    value,
  );
}

/** Every string of a body and every object, each with its path. */
function visit(value: JsonValue, path: JsonPath, see: (value: JsonValue, path: JsonPath) => void) {
  see(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value as Record<string, JsonValue>)) {
    visit(child, [...path, Array.isArray(value) ? Number(key) : key], see);
  }
}

const covers = (outer: JsonPath, inner: JsonPath) =>
  outer.every((step, index) => inner[index] === step);

describe.each(BODIES)('$name', (marked) => {
  const { body } = marked;
  const reading = readingOf(marked, body);

  test('every marked string is found for what it is, and nothing else is', () => {
    let marks = 0;
    visit(body, [], (value, path) => {
      const [, what, whose] = typeof value === 'string' ? (MARK.exec(value) ?? []) : [];
      const parts = reading.parts.filter((part) => covers(part.path, path));
      const unscanned = reading.unscanned.filter((entry) => covers(entry.path, path));
      if (what === undefined) return;
      marks++;
      if (what === 'unscanned') expect(unscanned.map(({ why }) => why)).toEqual([whose]);
      else expect(parts.map(({ kind, role }) => [kind, role])).toEqual([[what, whose]]);
    });
    expect(marks).toBeGreaterThan(0);
    for (const { path, form, text, value } of reading.parts) {
      if (form === 'binary') expect(text).toBeNull();
      else if (form === 'json-value') expect(value).toEqual(at(body, path));
      else expect(text).toBe(at(body, path));
    }
    for (const { path, value } of reading.unscanned) expect(value).toEqual(at(body, path));
  });

  test('no string beside them goes unseen but those of the protocol itself', () => {
    visit(body, [], (value, path) => {
      if (typeof value !== 'string') return;
      const told = [...reading.parts, ...reading.unscanned].some((entry) =>
        covers(entry.path, path),
      );
      if (!told) expect(value).toMatch(/^[\w.:/=-]{1,50}$/);
    });
  });

  test('an edit of each part is seen there and nowhere else', () => {
    const written = JSON.stringify(body, null, 1);
    for (const part of reading.parts) {
      const edited = readJson(applyEdits(written, [{ path: part.path, value: 'edited' }])).value;
      visit(edited, [], (value, path) => {
        if (typeof value === 'object') return;
        if (covers(part.path, path)) expect(value).toBe('edited');
        else expect(value).toEqual(at(body, path));
      });
    }
  });

  test('a field that nobody knows is told, wherever it is', () => {
    const places: JsonPath[] = [];
    visit(body, [], (value, path) => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) places.push(path);
    });
    const name = fc.string({ minLength: 1 }).map((text) => `x_${text}`);
    fc.assert(
      fc.property(
        fc.nat(),
        fc.oneof(name, fc.constant('__proto__')),
        fc.jsonValue(),
        (pick, key, value) => {
          const path = places[pick % places.length] ?? [];
          const changed = readJson(
            withField(JSON.stringify(body), path, key, value as JsonValue),
          ).value;
          const { parts, unscanned } = readingOf(marked, changed);
          const within = [...parts, ...unscanned].find((entry) =>
            covers(entry.path, [...path, key]),
          );
          expect(within).toBeDefined();
          if (within !== undefined && within.path.length > path.length) {
            expect(unscanned).toContainEqual({
              path: [...path, key],
              why: 'unknown_field',
              value: at(changed, [...path, key]),
            });
          }
        },
      ),
    );
  });

  test('a known field of another type is content or told, never passed over', () => {
    const odd = { odd: ['<<canary>>'] };
    visit(body, [], (_value, path) => {
      if (path.length === 0) return;
      const changed = readJson(applyEdits(JSON.stringify(body), [{ path, value: odd }])).value;
      const { parts, unscanned } = readingOf(marked, changed);
      const full = [...path, 'odd', 0];
      expect([...parts, ...unscanned].some((entry) => covers(entry.path, full))).toBe(true);
    });
  });
});

/** The text with one more member in the object at a path. */
function withField(text: string, path: JsonPath, key: string, value: JsonValue): string {
  const object = at(JSON.parse(text) as JsonValue, path) as Record<string, JsonValue>;
  const members = Object.entries(object).map((pair) =>
    pair.map((part) => JSON.stringify(part)).join(':'),
  );
  const written = `{${[...members, `${JSON.stringify(key)}:${JSON.stringify(value)}`].join(',')}}`;
  const mark = '\u0001here';
  return applyEdits(text, [{ path, value: mark }]).replace(JSON.stringify(mark), () => written);
}

describe('requests', () => {
  test('say their model, bounds and how they want their answer', () => {
    const [chat, , , messages] = BODIES.map(({ protocol, body }) => protocol.readRequest(body));
    expect(chat).toMatchObject({
      model: 'gpt-4o-mini',
      stream: true,
      streamUsage: true,
      choices: 2,
      maxOutputTokens: 100,
    });
    expect(messages).toMatchObject({
      model: 'claude-sonnet-4-5',
      stream: false,
      choices: 1,
      maxOutputTokens: 1024,
    });
    expect(openAiChat.readRequest({ messages: [] })).toMatchObject({
      model: null,
      choices: 1,
      maxOutputTokens: null,
    });
  });

  test.each([
    [{ max_completion_tokens: 1, max_tokens: 9000 }, 9000, 1],
    [{ max_completion_tokens: 0, max_tokens: 9000 }, 9000, 1],
    [{ max_tokens: '9000', n: '3' }, 9000, 3],
    [{ max_tokens: 0, n: 0 }, null, 1],
    [{ max_tokens: -1, n: -4 }, null, 1],
    [{ max_tokens: 9.5, n: 1e9 }, 10, 1e9],
    [
      { max_tokens: 1e30, n: '99999999999999999999' },
      Number.MAX_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
    ],
    [{ max_tokens: '9e3', n: true }, null, 1],
  ])('bounds count as the most that a provider may read in them: %j', (body, each, choices) => {
    expect(openAiChat.readRequest(body)).toMatchObject({ maxOutputTokens: each, choices });
  });

  test('ask for the usage of their stream without another character changed', () => {
    const asked = (text: string) => openAiChat.withStreamUsage(text, readJson(text).value);
    expect(asked('{"stream":true }\n')).toBe(
      '{"stream":true ,"stream_options":{"include_usage":true}}\n',
    );
    expect(asked('{"stream_options" : null, "stream": true}')).toBe(
      '{"stream_options" : {"include_usage":true}, "stream": true}',
    );
    expect(asked('{"stream":true,"stream_options":{"include_obfuscation":false}}')).toBe(
      '{"stream":true,"stream_options":{"include_obfuscation":false,"include_usage":true}}',
    );
    for (const same of [
      '{"stream":false}',
      '{}',
      '{"stream":true, "stream_options":{"include_usage":true}}',
    ]) {
      expect(asked(same)).toBe(same);
    }
    expect(anthropicMessages.withStreamUsage('{"stream":true}', {})).toBe('{"stream":true}');
  });

  test('results of tools know the name of the tool that was called', () => {
    const results = (name: string) => {
      const { protocol, body } = BODIES.find((marked) => marked.name === name) ?? never();
      return protocol.readRequest(body).parts.filter(({ kind }) => kind === 'tool_result');
    };
    expect(
      results('chat request').map(({ toolCallId, toolName }) => [toolCallId, toolName]),
    ).toEqual([
      ['call_1', '<<tool_name|assistant>>'],
      ['call_2', '<<tool_name|assistant>>'],
      [undefined, '<<setting|tool>>'],
    ]);
    expect(
      results('messages request').map(({ toolCallId, toolName }) => [toolCallId, toolName]),
    ).toEqual([
      ['mcptoolu_1', '<<tool_name|assistant>>'],
      ['toolu_1', '<<tool_name|assistant>>'],
      ['toolu_9', undefined],
    ]);
  });

  test('signed reasoning is said to be signed', () => {
    const signed = (name: string) => {
      const marked = BODIES.find((body) => body.name === name) ?? never();
      return readingOf(marked, marked.body).parts.filter((part: Part) => part.signed === true);
    };
    expect(signed('messages request').map(({ kind }) => kind)).toEqual(['reasoning']);
    expect(signed('chat answer').map(({ kind }) => kind)).toEqual(['reasoning']);
    expect(signed('chat request')).toEqual([]);
  });

  test('a call without arguments is still a call', () => {
    const call = { id: 'c', type: 'function', function: { name: 'drop_all', arguments: '' } };
    const bare = { id: 'd', type: 'function', function: { name: 'reboot' } };
    const { parts } = openAiChat.readAnswer({
      choices: [{ index: 0, message: { tool_calls: [call, bare] } }],
    });
    expect(parts.map(({ kind, text, toolName }) => [kind, text, toolName])).toEqual([
      ['tool_name', 'drop_all', 'drop_all'],
      ['tool_call', '', 'drop_all'],
      ['tool_name', 'reboot', 'reboot'],
    ]);
  });

  test('arguments that are JSON and no string are arguments, and each call has its own name', () => {
    const made = {
      ...{ id: 'x', type: 'custom', function: { name: 'f', arguments: { path: '/' } } },
      custom: { name: 'g', input: 'go' },
    };
    const message = { tool_calls: [made], function_call: { name: 'h', arguments: ['/'] } };
    const { parts } = openAiChat.readAnswer({ choices: [{ index: 0, message }] });
    const calls = parts.filter(({ kind }) => kind === 'tool_call');
    expect(calls).toMatchObject([
      { toolName: 'f', toolCallId: 'x', form: 'json-value', value: { path: '/' } },
      { toolName: 'g', toolCallId: 'x', form: 'text', text: 'go' },
      { toolName: 'h', form: 'json-value', value: ['/'] },
    ]);
    const output = [{ type: 'function_call', name: 'f', call_id: 'x', arguments: { path: '/' } }];
    expect(openAiResponses.readAnswer({ output }).parts).toContainEqual(
      expect.objectContaining({ kind: 'tool_call', toolName: 'f', value: { path: '/' } }),
    );
  });

  test('a number past every double is read with its digits, and stays', () => {
    const text =
      '{"content":[{"type":"tool_use","id":"t","name":"pay","input":{"card":4111111111111111111}}]}';
    const { parts } = anthropicMessages.readAnswer(readJson(text).value);
    expect(parts.at(-1)?.value).toEqual({ card: '4111111111111111111' });
    const path = ['content', 0, 'name'];
    expect(applyEdits(text, [{ path, value: 'x' }])).toContain('"card":4111111111111111111}');
  });
});

test('tokens can be taken out of an answer, and nothing goes with them', () => {
  let taken = 0;
  for (const marked of BODIES) {
    const written = JSON.stringify(marked.body);
    const { parts } = readingOf(marked, marked.body);
    const left = readingOf(
      marked,
      readJson(applyEdits(written, logprobRemoval(parts))).value,
    ).parts.map(({ kind, text }) => [kind, text]);
    const others = parts.filter(({ kind }) => kind !== 'logprob');
    expect(left).toEqual(others.map(({ kind, text }) => [kind, text]));
    if (others.length < parts.length) taken++;
  }
  expect(taken).toBe(5);
});

test('bodies that are no objects are refused', () => {
  for (const { protocol } of BODIES) {
    for (const body of ['text', 1, null, [], true]) {
      const refused = expect.objectContaining({ code: 'invalid_request' });
      expect(() => protocol.readRequest(body)).toThrow(refused);
      expect(() => protocol.readAnswer(body)).toThrow(refused);
    }
  }
});

test('any JSON under a known name is read without failing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...BODIES),
      fc.jsonValue({ maxDepth: 4 }),
      fc.nat(),
      (marked, value, pick) => {
        const paths: JsonPath[] = [];
        visit(marked.body, [], (_value, path) => paths.push(path));
        const path = paths.slice(1)[pick % (paths.length - 1)] ?? [];
        const changed = readJson(
          applyEdits(JSON.stringify(marked.body), [{ path, value: value as JsonValue }]),
        ).value;
        expect(readingOf(marked, changed)).toBeDefined();
      },
    ),
  );
});

test('text that comes as tokens is told, and is one thing', () => {
  for (const [protocol, field] of [
    [openAiCompletions, 'prompt'],
    [openAiEmbeddings, 'input'],
  ] as const) {
    expect(protocol.readRequest({ [field]: [1, 2, 3] })).toMatchObject({
      parts: [],
      unscanned: [{ path: [field], why: 'tokens' }],
    });
    expect(protocol.readRequest({ [field]: [[1], [2, 3]] }).unscanned).toMatchObject([
      { path: [field, 0], why: 'tokens' },
      { path: [field, 1], why: 'tokens' },
    ]);
  }
  expect(openAiCompletions.readRequest({ prompt: ['a', 'b'], n: 3 }).choices).toBe(6);
});

test('an identifier with room for a text is told', () => {
  for (const id of ['a secret word', 'x'.repeat(257)]) {
    expect(openAiChat.readAnswer({ id, model: id }).unscanned).toEqual([
      { path: ['id'], why: 'unknown_type', value: id },
      { path: ['model'], why: 'unknown_type', value: id },
    ]);
  }
});

test('a deep body is read to its end', () => {
  let inner: JsonValue = [{ type: 'text', text: 'deep' }];
  for (let depth = 0; depth < 5000; depth++) {
    inner = [{ type: 'tool_result', tool_use_id: 't', content: inner }];
  }
  const { parts } = anthropicMessages.readRequest({ messages: [{ role: 'user', content: inner }] });
  expect(parts).toMatchObject([{ kind: 'tool_result', text: 'deep' }]);
});

test.each([
  ['POST', '/v1/chat/completions', 'openai.chat'],
  ['POST', '/openai/deployments/x/chat/completions?api-version=2024-10-21', 'openai.chat'],
  ['POST', '/v1/completions', 'openai.completions'],
  ['POST', '/v1/responses', 'openai.responses'],
  ['POST', '/v1/responses/resp_1/cancel', undefined],
  ['POST', '/v1/embeddings', 'openai.embeddings'],
  ['GET', '/v1/models?limit=2', 'openai.models'],
  ['GET', '/v1/models/org/model-1', 'openai.models'],
  ['DELETE', '/v1/models/ft:1', undefined],
  ['POST', '/v1/messages', 'anthropic.messages'],
  ['POST', '/v1/messages?beta=true', 'anthropic.messages'],
  ['POST', '/v1/messages/count_tokens', 'anthropic.count_tokens'],
  ['GET', '/v1/chat/completions', undefined],
  ['POST', '/v1/chat/completions/chatcmpl-1', undefined],
  ['POST', '/v1/messages/batches', undefined],
  ['POST', '/v1/messages?/v1/embeddings', 'anthropic.messages'],
  ['POST', '/v1beta/models/a:generateContent?/v1/messages/count_tokens', 'gemini.generate'],
  ['POST', '/v1/files?/v1/chat/completions', undefined],
])('%s %s is %s', (method, path, id) => {
  expect(protocolFor(method, path)?.id).toBe(id);
});

function never(): never {
  throw new Error('There is no such body.');
}
