import { describe, expect, test } from '@jest/globals';
import { hintsFor } from './health-hints.ts';

describe('what to do about parts that are not well', () => {
  test('nothing where all is well', () => {
    expect(hintsFor({ audit: 'ok', state: 'ok', secrets: 'ok' })).toEqual([]);
  });

  test.each(['audit', 'state', 'secrets', 'alerts', 'upstream'])(
    '%s has a hint of its own',
    (part) => {
      const [hint] = hintsFor({ [part]: 'failing', other: 'ok' });
      expect(hint?.part).toBe(part);
      expect(hint?.text).not.toBe(hintsFor({ unknown: 'failing' })[0]?.text);
    },
  );

  test('a part that this page does not know has one too, whatever its name', () => {
    expect(hintsFor({ constructor: 'warning' })).toHaveLength(1);
    expect(hintsFor({ constructor: 'warning' })[0]?.text).toMatch(/doctor/);
  });
});
