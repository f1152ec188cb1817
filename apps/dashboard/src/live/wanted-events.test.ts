import { describe, expect, test } from '@jest/globals';
import { wantedEvents } from './wanted-events.ts';

describe('events that are asked for', () => {
  test('what every page hears, where nobody wants more', () => {
    expect(wantedEvents([])).toContain('approval.*');
    expect(wantedEvents([])).not.toContain('scan.*');
  });

  test('all of them as soon as one wants all', () => {
    expect(wantedEvents([['scan.*'], null])).toBeNull();
  });

  test('each once, with what every page hears', () => {
    const wanted = wantedEvents([['scan.*'], ['scan.*', 'policy.*']]) ?? [];
    expect(wanted).toEqual([...new Set([...(wantedEvents([]) ?? []), 'scan.*'])].sort());
  });
});
