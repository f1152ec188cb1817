import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { rewriteEvent } from './rewrite-event.ts';
import type { SseEvent } from './sse-event.ts';
import { SseReader, type SseLimits } from './sse-reader.ts';

const encoder = new TextEncoder();

function read(pieces: readonly (string | Uint8Array)[], limits?: SseLimits): SseEvent[] {
  const reader = new SseReader(limits);
  const events = pieces.flatMap((piece) =>
    reader.push(typeof piece === 'string' ? encoder.encode(piece) : piece),
  );
  return [...events, ...reader.end()];
}

const dataOf = (events: readonly SseEvent[]) => events.map(({ data }) => data);

/** The standard's parsing, line by line, written the plain way. */
function plainly(text: string): { name: string | null; data: string | null }[] {
  const events: { name: string | null; data: string | null }[] = [];
  let name: string | null = null;
  let data: string[] = [];
  // What stands after the last line end is no line.
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .slice(0, -1);
  for (const line of lines) {
    if (line === '') {
      if (data.length > 0) events.push({ name, data: data.join('\n') });
      name = null;
      data = [];
    } else {
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (field === 'data') data.push(value);
      if (field === 'event') name = value;
    }
  }
  return events;
}

const line = fc.oneof(
  fc.constantFrom(
    '',
    'data: a',
    'data:b',
    'data',
    'event: e',
    ': note',
    'id: 7',
    'retry: 1',
    'x: y',
  ),
  fc.constantFrom('data: Grüße 🙂', 'data:  two', 'event', 'data: \u2028', 'dat', '\uFEFFdata: x'),
);
const ending = fc.constantFrom('\n', '\r\n', '\r');
const stream = fc
  .array(fc.tuple(line, ending), { maxLength: 30 })
  .map((lines) => lines.map((pair) => pair.join('')).join(''));

describe('server-sent events', () => {
  test('are what the standard says, however they are cut, and lose no byte', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', '\uFEFF'),
        stream,
        fc.array(fc.nat(300), { maxLength: 20 }),
        (mark, lines, places) => {
          const bytes = encoder.encode(mark + lines);
          const cuts = [...new Set(places)].filter((at) => at < bytes.length).sort((a, b) => a - b);
          const pieces = [0, ...cuts].map((from, index) =>
            bytes.slice(from, cuts[index] ?? bytes.length),
          );
          const whole = read([bytes]);
          expect(read(pieces)).toEqual(whole);
          expect(Buffer.concat(whole.map(({ raw }) => raw))).toEqual(Buffer.from(bytes));
          const told = whole.filter(({ data, complete }) => data !== null && complete);
          expect(told.map(({ name, data }) => ({ name, data }))).toEqual(plainly(mark + lines));
        },
      ),
    );
  });

  test('an event is given with its blank line, not later', () => {
    const reader = new SseReader();
    expect(dataOf(reader.push(encoder.encode('data: a\n')))).toEqual([]);
    expect(dataOf(reader.push(encoder.encode('\ndata: b\r\n\r\nd')))).toEqual(['a', 'b']);
  });

  test('what ends without its blank line is given, and said to be incomplete', () => {
    expect(read(['data: a\n\ndata: b'])).toMatchObject([
      { data: 'a', complete: true },
      { data: 'b', complete: false },
    ]);
    expect(read(['data: a\r\r'])).toMatchObject([{ data: 'a', complete: true }]);
    expect(read(['d', 'ata: a\n\r'])).toEqual(read(['data: a\n\r']));
  });

  test('every line that is neither name nor data is told', () => {
    const [event] = read([': hi\nid: 1\nretry: 2\nfoo: bar\n data: x\ndata: y\n\n']);
    expect(event?.otherLines).toEqual([
      { kind: 'comment', text: ': hi' },
      { kind: 'id', text: 'id: 1' },
      { kind: 'retry', text: 'retry: 2' },
      { kind: 'unknown', text: 'foo: bar' },
      { kind: 'unknown', text: ' data: x' },
    ]);
    const [named] = read(['event: a\nevent\nevent:b\ndata: y\n\n']);
    expect(named).toMatchObject({
      name: 'b',
      otherLines: [
        { kind: 'event', text: 'event: a' },
        { kind: 'event', text: 'event' },
      ],
    });
  });

  test('lines and events are bounded; what stands before is given first, and the failure stays', () => {
    const limits = { lineBytes: 20, eventBytes: 40 };
    for (const [bad, name] of [
      [`data: ${'x'.repeat(30)}`, 'lineBytes'],
      ['data: 0123456789\n'.repeat(4), 'eventBytes'],
    ] as const) {
      for (const pieces of [
        [`data: a\n\n${bad}`],
        ['data: a\n\n', bad],
        Array.from(`data: a\n\n${bad}`),
      ]) {
        const reader = new SseReader(limits);
        const given: SseEvent[] = [];
        const feed = () => {
          for (const piece of pieces) given.push(...reader.push(encoder.encode(piece)));
          reader.end();
        };
        expect(feed).toThrow(
          expect.objectContaining({
            code: 'limit_exceeded',
            message: expect.stringContaining(name),
          }),
        );
        expect(dataOf(given)).toEqual(['a']);
        expect(() => reader.push(encoder.encode('data: b\n\n'))).toThrow(name);
        expect(() => reader.end()).toThrow(name);
      }
    }
  });

  test('a line that never ends is refused without being kept', () => {
    const reader = new SseReader({ lineBytes: 1000 });
    const feed = () => {
      for (let count = 0; count < 100; count++) reader.push(new Uint8Array(100).fill(0x61));
    };
    expect(feed).toThrow('lineBytes');
  });

  test('what is not UTF-8 is refused', () => {
    const bytes = Uint8Array.from([...encoder.encode('data: '), 0xc3, 0x28, 0x0a, 0x0a]);
    expect(() => read([bytes])).toThrow(expect.objectContaining({ code: 'malformed_stream' }));
  });

  test('an edit reaches a value over several data lines, and nothing else', () => {
    const text =
      ': c\r\ndata: {"a":\r\ndata:[1,\r\ndata:"x"],\r\ndata: "b" : "old"}\r\nid: 4\r\n\r\n';
    const [event] = read([text]);
    if (event === undefined) throw new Error('There is no event.');
    const edited = rewriteEvent(event, [
      { path: ['b'], value: 'new\u2028' },
      { path: ['a', 1], value: 'y' },
    ]);
    expect(Buffer.from(edited).toString()).toBe(
      text.replace('"x"', '"y"').replace('"old"', '"new\\u2028"'),
    );
    const gone = rewriteEvent(event, [{ path: ['a'], value: null }]);
    const [again] = read([gone]);
    expect(JSON.parse(again?.data ?? '')).toEqual({ a: null, b: 'old' });
    expect(rewriteEvent(event, [])).toBe(event.raw);
  });
});
