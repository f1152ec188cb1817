import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OffsetMap } from './offset-map.ts';

/** A step in building a map, and what it says of each character that it adds. */
type Step =
  | { readonly kind: 'copied'; readonly length: number }
  | { readonly kind: 'replaced'; readonly source: number; readonly out: number }
  | { readonly kind: 'dropped'; readonly length: number };

const length = fc.integer({ min: 1, max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('copied' as const), length }),
  fc.record({ kind: fc.constant('replaced' as const), source: length, out: length }),
  fc.record({ kind: fc.constant('dropped' as const), length }),
);

/** The map, and the plain table of what it must answer. */
function build(steps: readonly Step[], source: number) {
  const map = new OffsetMap(source);
  const expected: { start: number; end: number }[] = [];
  let at = source;
  for (const each of steps) {
    if (each.kind === 'copied') {
      map.copied(each.length);
      for (const end = at + each.length; at < end; at++) expected.push({ start: at, end: at + 1 });
    } else if (each.kind === 'replaced') {
      map.replaced(each.source, each.out);
      for (let index = 0; index < each.out; index++) {
        expected.push({ start: at, end: at + each.source });
      }
      at += each.source;
    } else {
      map.dropped(each.length);
      at += each.length;
    }
  }
  return { map, expected, reached: at };
}

function answers(map: OffsetMap, from: number, to: number) {
  const found = [];
  for (let at = from; at < to; at++) {
    found.push({ start: map.sourceStart(at), end: map.sourceEnd(at) });
  }
  return found;
}

describe('a map from a run to its source', () => {
  test('says of every character what its steps say', () => {
    fc.assert(
      fc.property(fc.array(step), fc.nat(1000), (steps, source) => {
        const { map, expected, reached } = build(steps, source);
        expect(answers(map, 0, expected.length)).toEqual(expected);
        expect(map.length).toBe(expected.length);
        expect(map.reached).toBe(reached);
      }),
    );
  });

  test('says the same of what follows after the rest has been forgotten, at any places', () => {
    fc.assert(
      fc.property(fc.array(step), fc.array(fc.nat(60)), (steps, forgotten) => {
        const { map, expected } = build(steps, 0);
        let from = 0;
        for (const before of forgotten) {
          from = Math.max(from, Math.min(before, expected.length));
          map.forget(before);
          expect(answers(map, from, expected.length)).toEqual(expected.slice(from));
        }
      }),
    );
  });

  test('answers a place past the run with the place that the source has reached', () => {
    const map = new OffsetMap(7);
    expect([map.sourceStart(0), map.sourceEnd(0)]).toEqual([7, 7]);
    map.copied(3);
    map.dropped(2);
    expect([map.sourceStart(3), map.sourceEnd(9)]).toEqual([12, 12]);
  });

  test('lets neighbours share a part of the source', () => {
    const map = new OffsetMap();
    map.replaced(8, 1);
    map.replaced(8, 1, 4);
    map.replaced(8, 1, 4);
    expect(answers(map, 0, 3)).toEqual([
      { start: 0, end: 8 },
      { start: 4, end: 12 },
      { start: 8, end: 16 },
    ]);
    expect(map.reached).toBe(16);
  });
});
