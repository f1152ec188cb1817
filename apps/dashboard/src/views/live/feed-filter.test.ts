import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACTIONS } from '../../ui/verdict.tsx';
import {
  asksForMore,
  EVERYTHING,
  FAMILIES,
  filterOfSearch,
  isNarrowed,
  namesOf,
  searchOfFilter,
  type Family,
} from './feed-filter.ts';

const families = Object.keys(FAMILIES) as Family[];

const filters = fc.record({
  families: fc.subarray(families),
  action: fc.constantFrom('', ...ACTIONS),
  agent: fc.string(),
  text: fc.string({ unit: 'grapheme' }),
});

describe('the filter in the address', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const written = searchOfFilter(filter).toString();
        expect(filterOfSearch(new URLSearchParams(written))).toEqual(filter);
      }),
    );
  });

  test('is left out where it narrows nothing', () => {
    expect(searchOfFilter(EVERYTHING).toString()).toBe('');
    expect(isNarrowed(EVERYTHING)).toBe(false);
  });

  test.each(['family=scans,<b>', 'action=allowed', 'family=', 'action='])(
    '%s is nothing that is known',
    (search) => {
      expect(filterOfSearch(new URLSearchParams(search))).toEqual(EVERYTHING);
    },
  );
});

describe('what the server is asked for', () => {
  test('all where no family is chosen', () => {
    expect(namesOf(EVERYTHING)).toBeNull();
    expect(namesOf({ ...EVERYTHING, families: ['scan'] })).toEqual(['scan.*']);
  });

  test.each<[readonly Family[], readonly Family[], boolean]>([
    [[], [], false],
    [[], ['scan'], true],
    [['scan'], [], false],
    [['scan', 'guard'], ['scan'], true],
    [['scan'], ['scan', 'guard'], false],
  ])('%j after %j is more: %s', (next, before, isMore) => {
    const of = (chosen: readonly Family[]) => ({ ...EVERYTHING, families: chosen });
    expect(asksForMore(of(next), of(before))).toBe(isMore);
  });
});
