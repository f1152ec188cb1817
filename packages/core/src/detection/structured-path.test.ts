import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatPath, parsePath } from './structured-path.ts';

describe('formatPath', () => {
  it.each([
    [[], '$'],
    [['a', 'b c', 0], "$.a['b c'][0]"],
    [['__proto__', ''], "$.__proto__['']"],
    [["it's", 'a\\b', 'x\ny'], "$['it\\'s']['a\\\\b']['x\\u000ay']"],
    [['0', 0], "$['0'][0]"],
  ])('writes %j as %s', (steps, path) => {
    expect(formatPath(steps)).toBe(path);
  });

  it('is read back by parsePath, whatever the keys', () => {
    const step = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.nat(),
      fc.constantFrom("'", '\\', "\\'", "']", '\u2028', '\ud800'),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        expect(parsePath(formatPath(steps))).toEqual(steps);
      }),
    );
  });
});

describe('parsePath', () => {
  it.each(['', 'a', '$.', '$..a', '$[a]', "$['a]", '$[-1]', '$.a b', "$['\\x']"])(
    'does not read %j',
    (path) => {
      expect(parsePath(path)).toBeUndefined();
    },
  );
});
