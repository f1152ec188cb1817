import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { OpenEnds } from './open-ends.ts';

const ANCHORS = ['sk-', 'SK-ant', '@', 'ab', 'aba', 'Bearer ', 'é-x', 'password'];
const LEADS = [
  { class: 'a-c', max: 3 },
  { class: '\\w', max: 6 },
  { class: 'é-', max: 2 },
];
const rules = (leads: readonly object[]) =>
  ANCHORS.map((anchor, index) => ({
    rule: { anchors: [anchor], lead: leads[index % leads.length], ignoreCase: index % 2 === 0 },
  }));
const text = fc
  .array(
    fc.constantFrom(
      ...'a b c s k S K - @ B e r p w o é É x A 1'.split(' '),
      ' ',
      'pass',
      '\u212a',
      '🙂',
    ),
  )
  .map((pieces) => pieces.join(''));

describe('the end of a text to which more is added', () => {
  test('is open where an anchor may begin that is not all there', () => {
    const ends = new OpenEnds(rules(LEADS) as never);
    const fold = (said: string): string => said.replace(/[A-Z]/g, (one) => one.toLowerCase());
    const plainly = (said: string, from: number): number => {
      for (let at = from; at < said.length; at++) {
        const rest = fold(said.slice(at));
        if (ANCHORS.some((one) => fold(one).startsWith(rest) && one.length > rest.length))
          return at;
      }
      return said.length;
    };
    fc.assert(
      fc.property(text, fc.nat(8), (said, from) => {
        expect(ends.openAnchor(said, from)).toBe(plainly(said, from));
      }),
      { numRuns: 1000 },
    );
    for (const said of ['the sk', 'the SK-an', 'a passwor', 'a password', 'ab', '']) {
      expect(ends.openAnchor(said, 0)).toBe(plainly(said, 0));
    }
  });

  test.each([
    ['few', LEADS],
    ['many', Array.from({ length: 40 }, (_, at) => ({ class: `a-c${String(at)}`, max: 1 + at }))],
  ])('belongs to what may follow, as far as a rule with %s leads takes it', (_, leads) => {
    const all = leads.map((lead) => ({ rule: { anchors: ['@'], lead, ignoreCase: false } }));
    const ends = new OpenEnds(all as never);
    const plainly = (said: string, hit: number): number =>
      Math.min(
        ...leads.map((lead) => {
          const before = new RegExp(`[${lead.class}]{0,${String(lead.max)}}$`).exec(
            said.slice(0, hit),
          );
          return hit - (before?.[0].length ?? 0);
        }),
      );
    fc.assert(
      fc.property(text, fc.nat(), (said, place) => {
        const hit = place % (said.length + 1);
        expect(ends.earliestStart(said, hit)).toBe(plainly(said, hit));
      }),
      { numRuns: 1000 },
    );
  });
});
