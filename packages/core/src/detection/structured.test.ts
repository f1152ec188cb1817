import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LimitExceededError, SafeAIError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { Analyzer } from './analyzer.ts';
import { CATALOGUE } from './catalog/index.ts';
import type { Detection } from './detection.ts';
import { DetectionEngine } from './engine/engine.ts';
import { scanStructured, type StructuredOptions } from './structured.ts';
import { parsePath } from './structured-path.ts';

/** Reports `rm` with flags and a target, as one command or in one after `-c`. */
const shell: Analyzer = {
  id: 'shell',
  type: 'destructive',
  anchors: ['rm -rf'],
  analyze: (text) =>
    [...text.matchAll(/\brm -rf [^'"]+/g)].map(({ index, 0: { length } }) => ({
      detector: 'rm-recursive',
      tag: 'destructive.shell',
      confidence: 0.9,
      start: index,
      end: index + length,
    })),
};

const engine = new DetectionEngine({ rules: CATALOGUE, analyzers: [shell] });
const KEY = 'sk-ABCDEF1234567890ABCDEF';

function scan(value: JsonValue, options: StructuredOptions = {}): Detection[] {
  return scanStructured(engine, value, options).detections;
}

function places(value: JsonValue, options: StructuredOptions = {}): string[] {
  return scan(value, options).map(
    ({ detector, path, in: where, value: found }) =>
      `${detector} ${path ?? ''} ${where ?? ''}${found}`,
  );
}

describe('scanStructured', () => {
  it('finds what is hidden in objects, lists, keys and numbers', () => {
    expect(places({ a: [{ 'b c': ['x', `see ${KEY}`] }] })).toEqual([
      `openai-key $.a[0]['b c'][1] ${KEY}`,
    ]);
    expect(places({ a: { 'me@example.org': 1 } })).toEqual(['email $.a keyme@example.org']);
    expect(places({ order: { card: 4111111111111111 } }).join()).toContain(
      '$.order.card 4111111111111111',
    );
    expect(places(KEY)).toEqual([`openai-key $ ${KEY}`]);
    expect(places([[[[KEY]]]])).toEqual([`openai-key $[0][0][0][0] ${KEY}`]);
  });

  it('takes a value for a number by itself only where it is the whole payload', () => {
    const number = '876 543 210';
    expect(places(number)).toEqual([`au-tax-file-number-alone $ ${number}`]);
    expect(places({ id: number, [number]: [number] })).toEqual([]);
    expect(places({ tfn: number })).toEqual([`au-tax-file-number $.tfn ${number}`]);
  });

  it('gives places within the string', () => {
    expect(scan({ note: `the key is ${KEY}!` })[0]?.location).toEqual({ start: 11, end: 36 });
  });

  it('reads a value with the name of its field', () => {
    for (const value of [
      { password: 'hunter2-Hunter3' },
      { db: { PASSWORD: 'hunter2-Hunter3' } },
      { password: { current: 'hunter2-Hunter3' } },
      [{ name: 'DB_PASSWORD', value: 'hunter2-Hunter3' }],
    ]) {
      expect(
        scan(value).filter(({ tags }) => tags[0]?.startsWith('secret.') === true),
      ).toMatchObject([{ value: 'hunter2-Hunter3', location: { start: 0, end: 15 } }]);
    }
    expect(scan({ ssn: 536227891 }).map(({ type }) => type)).toContain('ssn');
    expect(scan({ count: 536227891 }).map(({ type }) => type)).not.toContain('ssn');
  });

  it('takes the whole field for what was assigned', () => {
    const [detection] = scan({ password: 'Correct-horse9 battery staple' });
    expect(detection?.value).toBe('Correct-horse9 battery staple');
  });

  it('lets no match but that of an issued token reach from one value into another', () => {
    const half = KEY.slice(0, 12);
    expect(scan(['me@exam', 'ple.org'])).toEqual([]);
    expect(
      scan({ [half]: KEY.slice(12) }).filter(({ detector }) => detector === 'openai-key'),
    ).toEqual([]);
  });

  it('passes over a field that would set a prototype without setting it', () => {
    const payload = JSON.parse(
      `{"__proto__": {"a": "${KEY}"}, "constructor": "${KEY}"}`,
    ) as JsonValue;
    expect(places(payload)).toEqual([
      `openai-key $.__proto__.a ${KEY}`,
      `openai-key $.constructor ${KEY}`,
    ]);
  });

  it('names the limit that is exceeded', () => {
    let deep: JsonValue = 'x';
    for (let level = 0; level < 65; level++) deep = [deep];
    expect(() => scan(deep)).toThrow(
      expect.objectContaining({
        code: 'limit_exceeded',
        message: expect.stringContaining('limits.json_depth'),
      }),
    );
    expect(() => scan(Array.from({ length: 10_001 }, () => 1))).toThrow(/limits\.json_leaves/);
    expect(() =>
      scan(
        Array.from({ length: 3 }, () => ({ a: [1, 2, {}] })),
        { limits: { jsonLeaves: 8 } },
      ),
    ).toThrow(LimitExceededError);
    expect(
      scan(
        Array.from({ length: 3 }, () => ({ a: [1, 2, {}] })),
        { limits: { jsonLeaves: 9, jsonDepth: 4 } },
      ),
    ).toEqual([]);
    let far: JsonValue = 'x';
    for (let level = 0; level < 200_000; level++) far = { a: far };
    expect(() => scan(far, { limits: { jsonDepth: 100_000 } })).toThrow(/json_depth/);
  });

  it('never throws on JSON, and every place it gives is there', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(KEY, 'me@example.org', 'password', '123-45-6789', '\ud83d'),
    );
    const json = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.double(),
        fc.maxSafeInteger(),
        fc.constantFrom<JsonValue>(null, true, 4111111111111111),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        for (const { path, in: where, location, value: found } of scan(value)) {
          let at: unknown = value;
          for (const step of parsePath(path ?? '') ?? ['nowhere'])
            at = (at as Record<PropertyKey, unknown>)[step];
          const candidates = where === 'key' ? Object.keys(at as object) : [String(at)];
          expect(candidates.map((text_) => text_.slice(location.start, location.end))).toContain(
            found,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('scans, or refuses with a code, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.anything({
          maxDepth: 4,
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSparseArray: true,
          withTypedArray: true,
        }),
        (value) => {
          try {
            scan(value as JsonValue);
          } catch (error) {
            expect(error).toBeInstanceOf(SafeAIError);
          }
        },
      ),
    );
  });
});

describe('command position', () => {
  const destructive = (value: JsonValue, options: StructuredOptions = {}): string[] =>
    scan(value, options)
      .filter(({ type }) => type === 'destructive')
      .map(({ path, confidence }) => `${path ?? ''} ${confidence}`);

  it('is that of fields which are run, at any depth beneath', () => {
    expect(destructive({ command: 'rm -rf /' })).toEqual(['$.command 0.9']);
    expect(destructive({ steps: [{ Script: { lines: ['rm -rf /'] } }] })).toEqual([
      '$.steps[0].Script.lines[0] 0.9',
    ]);
    expect(destructive({ readme: 'rm -rf build' })).toEqual(['$.readme 0.2']);
  });

  it('is that of every string for a shell or a database', () => {
    expect(destructive({ input: 'rm -rf /' }, { toolName: 'mcp__box__bash' })).toEqual([
      '$.input 0.9',
    ]);
    expect(destructive({ input: 'rm -rf /' }, { toolName: 'notes' })).toEqual(['$.input 0.2']);
  });

  it('is what the caller says', () => {
    expect(destructive({ command: 'rm -rf /' }, { position: 'prose' })).toEqual(['$.command 0.2']);
    expect(destructive({ note: 'rm -rf /' }, { position: 'command' })).toEqual(['$.note 0.9']);
  });

  it('reads a list of arguments as one command', () => {
    expect(destructive({ args: ['rm', '-rf', '/'] })).toEqual(['$.args[0] 0.9']);
    expect(destructive({ command: ['rm', '-rf', '/'] })).toEqual(['$.command[0] 0.9']);
    expect(destructive({ command: 'rm', args: ['-rf', '/'] })).toEqual(['$.command 0.9']);
    expect(destructive({ command: 'bash', args: ['-c', 'rm -rf /'] })).toEqual(['$.args[1] 0.9']);
    expect(destructive({ files: ['rm', '-rf', '/'] })).toEqual([]);
  });

  it('still finds secrets there, by name too', () => {
    expect(places({ command: `curl -H 'x: ${KEY}'` })).toEqual([`openai-key $.command ${KEY}`]);
    expect(
      scan({ password: 'hunter2-Hunter3' }, { toolName: 'bash' }).map(({ value }) => value),
    ).toEqual(['hunter2-Hunter3']);
  });
});
