import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CORE_SCHEMA, dump, load } from 'js-yaml';
import type { Problem } from '../problem.ts';
import { plainValue, type ConfigNode } from './node.ts';
import { parseYaml } from './parse.ts';
import { Source, positionOf } from './source.ts';

function read(text: string): { root: ConfigNode | undefined; problems: Problem[] } {
  const problems: Problem[] = [];
  return { root: parseYaml(new Source('test.yaml', '/', text), problems), problems };
}

const value = (text: string) => {
  const { root, problems } = read(text);
  expect(problems).toEqual([]);
  return root === undefined ? undefined : plainValue(root);
};

/** Every scalar of a tree with its line and column. */
function places(node: ConfigNode): [unknown, number, number][] {
  if (node.kind === 'list') return node.items.flatMap(places);
  if (node.kind === 'map') return node.entries.flatMap((entry) => places(entry.value));
  const { line, column } = positionOf(node.place);
  return [[node.value, line, column]];
}

describe('values', () => {
  test.each([
    ['~', null],
    ['null', null],
    ['true', true],
    ['False', false],
    ['yes', 'yes'],
    ['0x1F', 31],
    ['0o17', 15],
    ['1_000', '1_000'],
    ['-.5e3', -500],
    ['.inf', Infinity],
    ['2026-01-31', '2026-01-31'],
    ["'1'", '1'],
    ['"\\u00e9"', 'é'],
    ['!!str 1', '1'],
    ['! 1', '1'],
    ['|\n  a\n  b\n', 'a\nb\n'],
    ['>-\n  a\n  b\n', 'a b'],
  ])('%j', (text, expected) => {
    expect(value(`key: ${text}`)).toEqual({ key: expected });
  });

  test('an empty text holds nothing', () => {
    expect(value('')).toBeUndefined();
    expect(value('# only a comment\n')).toBeUndefined();
  });

  test('any JSON value, written as YAML, is read as js-yaml reads it', () => {
    const key = fc.string().filter((text) => text !== '__proto__');
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('json')),
        fc.dictionary(key, tie('json')),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, json), fc.boolean(), (written, flow) => {
        const text = dump(written, flow ? { flowLevel: 1 } : {});
        expect(value(text)).toEqual(load(text, { schema: CORE_SCHEMA }));
      }),
    );
  });
});

describe('places', () => {
  test.each([
    ['a: 1', [[1, 1, 4]]],
    ['a:\r\n  b: 1\r\n  c: "x"', [[1, 2, 6], ['x', 3, 6]]], // prettier-ignore
    ['a: [1, \'two\', {b: "three"}]', [[1, 1, 5], ['two', 1, 8], ['three', 1, 19]]], // prettier-ignore
    ['- &anchor one\n- *anchor\n', [['one', 1, 3], ['one', 1, 3]]], // prettier-ignore
    ['é: "ü"\nb: !!str 1', [['ü', 1, 4], ['1', 2, 4]]], // prettier-ignore
    ['a:\nb: 2', [[null, 1, 1], [2, 2, 4]]], // prettier-ignore
  ])('%j', (text, expected) => {
    const { root } = read(text);
    if (root === undefined) throw new Error('Nothing was read.');
    expect(places(root)).toEqual(expected);
  });
});

describe('whatever the text', () => {
  test('it is read, or refused with a place inside it', () => {
    const pieces = ['a', ': ', '\n', '  ', '- ', '[', ']', '{', '}', ', ', '"', "'", '&x ', '*x', '<<: ', '!!int ', '|', '#', '\t', '?', '---\n', '${A}', '__proto__: 1\n']; // prettier-ignore
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (written) => {
        const { root, problems } = read(written);
        for (const { place } of problems) {
          expect(place.offset).toBeGreaterThanOrEqual(0);
          expect(place.offset).toBeLessThanOrEqual(written.length);
        }
        if (root !== undefined) plainValue(root);
      }),
      { numRuns: 2_000 },
    );
  });
});
