import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { logprobRemoval, type Protocol, type StreamReader } from '../src/index.ts';
import { bytesOf, cut, eventsOf, saidBy, stepsOf, textOf } from './drive.ts';
import { FAILING, STREAMS } from './streams.ts';

const ALL = [...STREAMS, ...FAILING];

describe.each(ALL)('$name', ({ protocol, text, says }) => {
  const bytes = bytesOf(text);
  const whole = stepsOf(protocol.openStream(), [bytes]);

  test('what its channels say, and that each of them ends once', () => {
    const reader = protocol.openStream();
    const steps = stepsOf(reader, [bytes]);
    expect(saidBy(reader, steps)).toEqual(says);
    const ends = steps.flatMap((step) => step.ends);
    expect([...ends].sort()).toEqual(Object.keys(says).sort());
    expect(steps.filter(({ terminal }) => terminal)).toHaveLength(1);
    expect(reader.end()).toMatchObject({ ends: [], terminal: true });
  });

  test('nothing in it is unscanned but what is encrypted or a comment', () => {
    const why = whole.flatMap(({ unscanned }) => unscanned.map((entry) => entry.why));
    expect(why.filter((reason) => reason !== 'encrypted' && reason !== 'comment')).toEqual([]);
  });

  test('a cut at any byte changes no step', () => {
    for (let at = 1; at < bytes.length; at++) {
      const events = eventsOf(cut(bytes, [at]));
      expect(events.map((event) => event.text)).toEqual(whole.map((step) => step.event.text));
    }
    const single = cut(bytes, [...bytes.keys()]);
    expect(stepsOf(protocol.openStream(), single)).toEqual(whole);
  });

  test('any cuts change no step', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (places) => {
        expect(stepsOf(protocol.openStream(), cut(bytes, places))).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  test('without edits the bytes go on as they came', () => {
    const reader = protocol.openStream();
    const passed = eventsOf([bytes]).map((event) => reader.pass(reader.read(event)));
    expect(textOf(passed)).toBe(text);
  });

  test('edits of its pieces are all that changes', () => {
    const reader = protocol.openStream();
    const out = eventsOf([bytes]).map((event) => {
      const step = reader.read(event);
      return reader.pass(
        step,
        step.deltas.map((delta) => ({ path: delta.path, value: shout(delta.text) })),
      );
    });
    const edited = protocol.openStream();
    const steps = stepsOf(edited, out);
    expect(saidBy(edited, steps)).toEqual(mapValues(says, shout));
    expect(steps.map(({ whole: parts, unscanned }) => [parts, unscanned])).toEqual(
      whole.map(({ whole: parts, unscanned }) => [parts, unscanned]),
    );
    expect(restOf(protocol, out)).toEqual(restOf(protocol, [bytes]));
  });

  test('held text that goes before each end is all said in the end', () => {
    const held = new Map<string, string>();
    const reader = protocol.openStream();
    const out: Uint8Array[] = [];
    for (const event of eventsOf([bytes])) {
      const step = reader.read(event);
      const edits = step.deltas.map((delta) => {
        held.set(delta.channel, (held.get(delta.channel) ?? '') + delta.text);
        return { path: delta.path, value: '' };
      });
      for (const channel of step.ends) {
        out.push(reader.tail(channel, held.get(channel) ?? ''));
      }
      out.push(reader.pass(step, edits));
    }
    const edited = protocol.openStream();
    const steps = stepsOf(edited, out);
    expect(saidBy(edited, steps)).toEqual(says);
  });

  test('blocked after any event, it ends once and in order', () => {
    const events = eventsOf([bytes]);
    for (let passed = 0; passed <= events.length; passed++) {
      for (const readAhead of [0, 1, 3]) {
        const reader = protocol.openStream();
        const out: Uint8Array[] = [];
        for (const [index, event] of events.slice(0, passed + readAhead).entries()) {
          const step = reader.read(event);
          if (index < passed) out.push(reader.pass(step));
        }
        out.push(reader.endBlocked('Withheld by policy.'));
        expect(reader.endBlocked('Again.')).toHaveLength(0);
        expect(
          reader.endError({ status: 403, code: 'safeai_blocked', message: 'Again.' }),
        ).toHaveLength(0);
        expectOneEnd(protocol.openStream(), out);
      }
    }
  });

  test('an error after any event ends it, once', () => {
    const events = eventsOf([bytes]);
    for (let passed = 0; passed <= events.length; passed++) {
      const reader = protocol.openStream();
      const out = events.slice(0, passed).map((event) => reader.pass(reader.read(event)));
      out.push(
        reader.endError({ status: 502, code: 'upstream_error', message: 'The provider failed.' }),
      );
      expect(reader.endBlocked('Again.')).toHaveLength(0);
      expectOneEnd(protocol.openStream(), out);
    }
  });

  test('data after the end is refused', () => {
    const reader = protocol.openStream();
    const events = eventsOf([bytes]);
    for (const event of events) reader.read(event);
    expect(() =>
      reader.read(eventsOf([bytesOf('data: {"choices":[]}\n\n')])[0] ?? never()),
    ).toThrow(expect.objectContaining({ code: 'malformed_stream' }));
  });
});

test('what was used is told, by one convention', () => {
  const used = (name: string) => {
    const stream = STREAMS.find((recorded) => recorded.name === name) ?? never();
    const reader = stream.protocol.openStream();
    stepsOf(reader, [bytesOf(stream.text)]);
    return reader.end().usage;
  };
  expect(used('chat text')).toEqual({
    inputTokens: 19,
    cachedInputTokens: 8,
    cacheWriteTokens: null,
    cacheWriteHourTokens: null,
    audioInputTokens: 0,
    cachedAudioInputTokens: null,
    outputTokens: 10,
    reasoningTokens: 4,
    audioOutputTokens: 0,
    webSearches: null,
  });
  expect(used('chat tools')).toBeNull();
  expect(used('message tools')).toEqual({
    inputTokens: 480 + 6 + 10,
    cachedInputTokens: 6,
    cacheWriteTokens: 7,
    cacheWriteHourTokens: 3,
    audioInputTokens: null,
    cachedAudioInputTokens: null,
    outputTokens: 89,
    reasoningTokens: 11,
    audioOutputTokens: null,
    webSearches: null,
  });
  expect(used('message search')?.webSearches).toBe(1);
});

test('an event that tells the usage alone is said to, for it can be left out', () => {
  const alone = STREAMS.filter(({ protocol, text }) =>
    stepsOf(protocol.openStream(), [bytesOf(text)]).some(({ usageOnly }) => usageOnly),
  );
  expect(alone.map(({ name }) => name)).toEqual(['chat text', 'completion choices']);
});

test('calls know their tool and id, piece by piece and without arguments', () => {
  for (const name of ['chat tools', 'message tools']) {
    const stream = STREAMS.find((recorded) => recorded.name === name) ?? never();
    const reader = stream.protocol.openStream();
    const steps = stepsOf(reader, [bytesOf(stream.text)]);
    const calls = steps.flatMap(({ deltas }) => deltas.filter(({ kind }) => kind === 'tool_call'));
    expect(
      calls.every(({ toolName, toolCallId }) => toolName !== undefined && toolCallId !== undefined),
    ).toBe(true);
    const tools = [...reader.channels.values()].filter(({ kind }) => kind === 'tool_call');
    expect(tools.map(({ toolName, form, ended }) => [toolName, form, ended])).toEqual([
      [name === 'chat tools' ? 'send_mail' : 'get_weather', 'json-text', true],
      ['list_files', 'json-text', true],
    ]);
  }
});

test('log probabilities are found, repeat their channel, and can be taken out', () => {
  const { protocol, text } = STREAMS[0] ?? never();
  const reader = protocol.openStream();
  const out = eventsOf([bytesOf(text)]).map((event) => {
    const step = reader.read(event);
    return reader.pass(step, logprobRemoval(step.whole));
  });
  const tokens = stepsOf(protocol.openStream(), [bytesOf(text)]).flatMap((step) => step.whole);
  expect(tokens).toMatchObject([
    { kind: 'logprob', channel: '0/content', text: 'Grüße 🙂 an ', choice: 0 },
  ]);
  const left = textOf(out);
  expect(left).not.toContain('top_logprobs');
  expect(left.length).toBeLessThan(text.length);
  expect(stepsOf(protocol.openStream(), out).flatMap((step) => step.whole)).toEqual([]);
});

function shout(text: string): string {
  return text.toUpperCase();
}

function mapValues(record: Readonly<Record<string, string>>, change: (text: string) => string) {
  return Object.fromEntries(Object.entries(record).map(([key, text]) => [key, change(text)]));
}

/** The stream with every piece's text taken out: what no edit may touch. */
function restOf(protocol: Protocol, out: readonly Uint8Array[]): string {
  const reader = protocol.openStream();
  return textOf(
    eventsOf(out).map((event) => {
      const step = reader.read(event);
      return reader.pass(
        step,
        step.deltas.map(({ path }) => ({ path, value: '' })),
      );
    }),
  );
}

function expectOneEnd(reader: StreamReader, out: readonly Uint8Array[]): void {
  const steps = stepsOf(reader, out);
  expect(steps.filter(({ terminal }) => terminal)).toHaveLength(1);
  expect(steps.at(-1)?.terminal).toBe(true);
  expect(reader.end().ends).toEqual([]);
  expectBlocksInOrder(textOf(out));
}

/** A message's blocks begin one after the other, and each ends once; in a stream that failed, some do not end. */
function expectBlocksInOrder(text: string): void {
  const told = [...text.matchAll(/"type":"content_block_(start|stop)","index":(\d+)/g)];
  const of = (what: string) =>
    told.filter(([, type]) => type === what).map(([, , index]) => Number(index));
  const starts = of('start');
  expect(starts).toEqual([...starts.keys()]);
  const stops = of('stop');
  if (text.includes('event: message_stop')) expect(stops.sort()).toEqual(starts);
  else expect(new Set(stops).size).toBe(stops.length);
}

function never(): never {
  throw new Error('There is no such thing in the fixture.');
}
