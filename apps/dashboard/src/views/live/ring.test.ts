import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Ring } from './ring.ts';

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ push: fc.nat() }) },
  fc.constant('shift' as const),
  fc.record({ replace: fc.nat() }),
);

test('a ring is a list of which the oldest go', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step), (most, steps) => {
      const ring = new Ring<number>(most);
      let list: number[] = [];
      for (const each of steps) {
        if (each === 'shift') {
          expect(ring.shift()).toBe(list[0]);
          list = list.slice(1);
        } else if ('push' in each) {
          const gone = list.length === most ? list[0] : undefined;
          expect(ring.push(each.push)).toBe(gone);
          list = [...list, each.push].slice(-most);
        } else {
          ring.replaceNewest(each.replace);
          if (list.length > 0) list = [...list.slice(0, -1), each.replace];
        }
        expect(ring.toArray()).toEqual(list.toReversed());
        expect(ring.size).toBe(list.length);
        expect(ring.newest).toBe(list.at(-1));
        expect(ring.oldest).toBe(list[0]);
      }
    }),
  );
});
