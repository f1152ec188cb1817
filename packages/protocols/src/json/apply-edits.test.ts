import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@safeai/core';
import fc from 'fast-check';

import { applyEdits } from './apply-edits.ts';
import { editsBetween } from './edits-between.ts';
import type { JsonPath } from './path.ts';
import { readJson } from './read-json.ts';

/** JSON as anybody might write it. */
function write(value: JsonValue, space: () => string): string {
  const pad = () => space();
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).map((item) => pad() + write(item, space) + pad());
    return `[${items.length === 0 ? pad() : items.join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as Readonly<Record<string, JsonValue>>).map(
      ([key, item]) => `${pad()}${escaped(key)}${pad()}:${pad()}${write(item, space)}${pad()}`,
    );
    return `{${members.length === 0 ? pad() : members.join(',')}}`;
  }
  return typeof value === 'string' ? escaped(value) : JSON.stringify(value);
}

function escaped(text: string): string {
  return JSON.stringify(text).replace(/[é/]/g, (at) => (at === '/' ? '\\/' : '\\u00E9'));
}

function pathsOf(value: JsonValue, path: JsonPath = []): JsonPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...steps.flatMap((step) =>
      pathsOf((value as Record<string | number, JsonValue>)[step] ?? null, [...path, step]),
    ),
  ];
}

function at(value: JsonValue, path: JsonPath): JsonValue {
  return path.reduce<JsonValue>(
    (inner, step) => (inner as Record<string | number, JsonValue>)[step] ?? null,
    value,
  );
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('é/"\\', ']}', '{"', '__proto__', ','),
);
const { json } = fc.letrec<{ json: JsonValue; leaf: JsonValue }>((tie) => ({
  leaf: fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
  json: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const space = fc.infiniteStream(fc.constantFrom('', '', ' ', '\n\t', '  '));

describe('edits in place', () => {
  test('change the value at their path and no other character', () => {
    fc.assert(
      fc.property(json, json, space, fc.nat(), (document, value, spaces, pick) => {
        const written = write(document, () => String(spaces.next().value));
        const paths = pathsOf(document);
        const path = paths[pick % paths.length] ?? [];
        const edited = applyEdits(written, [{ path, value }]);
        expect(at(readJson(edited).value, path)).toEqual(value);
        // Putting the old value back gives the old text, but for the value's own spelling.
        const mark = '\u0001mark';
        const [before, after] = applyEdits(written, [{ path, value: mark }]).split(
          JSON.stringify(mark),
        );
        expect(written.startsWith(before ?? '?')).toBe(true);
        expect(written.endsWith(after ?? '?')).toBe(true);
        const old = written.slice((before ?? '').length, written.length - (after ?? '').length);
        expect(JSON.parse(old)).toEqual(at(document, path));
      }),
    );
  });

  test('all leaves at once are the same as one by one', () => {
    fc.assert(
      fc.property(json, space, (document, spaces) => {
        const written = write(document, () => String(spaces.next().value));
        const leaves = pathsOf(document).filter((path) => typeof at(document, path) !== 'object');
        const edits = leaves.map((path) => ({ path, value: path.length }));
        const oneByOne = edits.reduce((text, edit) => applyEdits(text, [edit]), written);
        expect(applyEdits(written, edits)).toBe(oneByOne);
      }),
    );
  });

  test('between two values, applied to the one, they give the other', () => {
    fc.assert(
      fc.property(json, json, space, (before, after, spaces) => {
        const written = write(before, () => String(spaces.next().value));
        expect(readJson(applyEdits(written, editsBetween(before, after))).value).toEqual(after);
        expect(editsBetween(before, structuredClone(before))).toEqual([]);
      }),
    );
  });

  test('keep the spelling of what they do not touch', () => {
    const written =
      '{ "n": 1.0e2, "big": 12345678901234567890, "s":"\\u0061\\/", "list": [ 1 ,2], "t": "x" }';
    expect(applyEdits(written, [{ path: ['t'], value: 'y' }])).toBe(written.replace('"x"', '"y"'));
    expect(applyEdits(written, [])).toBe(written);
    const { value } = readJson(written);
    expect(value).toMatchObject({ big: '12345678901234567890' });
    const changed = { ...(value as Record<string, JsonValue>), s: 'b' };
    expect(applyEdits(written, editsBetween(value, changed))).toBe(
      written.replace('"\\u0061\\/"', '"b"'),
    );
  });

  test('that name no value, or the same one twice, are refused', () => {
    const edit = (...path: (string | number)[]) => ({ path, value: 1 });
    expect(() => applyEdits('{"a":[1]}', [edit('b')])).toThrow('no value');
    expect(() => applyEdits('{"a":[1]}', [edit('a', 1)])).toThrow('no value');
    expect(() => applyEdits('{"a":[1]}', [edit('a', 0, 'x')])).toThrow('no value');
    expect(() => applyEdits('{"a":[1]}', [edit('a'), edit('a', 0)])).toThrow('Two edits');
    expect(() => applyEdits('{"a":[1]}', [edit('a', 0), edit('a')])).toThrow('Two edits');
    expect(() => applyEdits('{"a":[1]}', [edit('a'), edit('a')])).toThrow('Two edits');
  });
});

describe('a body', () => {
  test.each([
    ['{"a":1,"a":2}', 'malformed_json'],
    ['\uFEFF{}', 'malformed_json'],
    ['{"a":', 'malformed_json'],
    ['['.repeat(65) + ']'.repeat(65), 'limit_exceeded'],
    ['['.repeat(1_000_000), 'limit_exceeded'],
    [`[${'0,'.repeat(300_000)}0]`, 'limit_exceeded'],
  ])('%#: is refused by name', (body, code) => {
    expect(() => readJson(new TextEncoder().encode(body))).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test('that is not UTF-8 is refused', () => {
    expect(() => readJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(
      expect.objectContaining({ code: 'malformed_json' }),
    );
  });
});
