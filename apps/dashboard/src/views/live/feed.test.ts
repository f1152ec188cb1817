import { describe, expect, test } from '@jest/globals';
import type { WireEvent } from '@safeai/client';
import fc from 'fast-check';
import { Feed, MOST_ROWS } from './feed.ts';
import { EVERYTHING, matcher, type FeedFilter } from './feed-filter.ts';

const START = Date.UTC(2026, 0, 1);

function event(index: number, more: Partial<WireEvent> = {}): WireEvent {
  return {
    ...{ id: `${START + index}-0`, event: 'scan.allowed' },
    timestamp: new Date(START + index).toISOString(),
    ...{ tenant_id: 'default', agent_id: 'bot', boundary: 'input', action: 'allow', rule: null },
    decision_id: null,
    detail: { boundary: 'input', action: 'allow', detection_type: null },
    ...more,
  };
}

const gap = (index: number, detail: object) =>
  event(index, { event: 'stream.gap', detail: detail as WireEvent['detail'] });

const listOf = (feed: Feed) =>
  Array.from({ length: feed.standing().count }, (_, index) => feed.row(index));
const idsOf = (feed: Feed) =>
  listOf(feed).map((row) => (row?.kind === 'event' ? row.event.id : row?.reason));
const eventsOf = (feed: Feed) => idsOf(feed).filter((id) => id !== 'narrowed');

describe('the feed', () => {
  test('has the newest first, and keeps so many', () => {
    const feed = new Feed();
    for (let index = 0; index < MOST_ROWS + 10; index++) feed.push(event(index));
    expect(feed.standing()).toMatchObject({ count: MOST_ROWS, heard: MOST_ROWS + 10, fresh: 0 });
    expect(idsOf(feed)[0]).toBe(event(MOST_ROWS + 9).id);
    expect(idsOf(feed).at(-1)).toBe(event(10).id);
  });

  test('shows what matches, whenever it came and whenever it was asked for', () => {
    const filters: readonly FeedFilter[] = [
      EVERYTHING,
      { ...EVERYTHING, families: ['scan'] },
      { ...EVERYTHING, families: ['guard', 'scan'], action: 'block' },
      { ...EVERYTHING, agent: 'B' },
    ];
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom('scan', 'guard', 'policy') },
      { weight: 1, arbitrary: fc.constantFrom(...filters) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const feed = new Feed();
        const heard: WireEvent[] = [];
        steps.forEach((each, index) => {
          if (typeof each !== 'string') feed.narrow(each);
          else {
            const action = index % 2 === 0 ? 'block' : 'allow';
            const happened = event(index, {
              event: `${each}.x`,
              action,
              agent_id: `a${index % 3}`,
            });
            heard.unshift(happened);
            feed.push(happened);
          }
        });
        expect(eventsOf(feed)).toEqual(heard.filter(matcher(feed.filter)).map(({ id }) => id));
      }),
    );
  });

  test('lets go of what was found with what was heard', () => {
    const feed = new Feed();
    feed.narrow({ ...EVERYTHING, families: ['guard'] });
    feed.push(event(0, { event: 'guard.allowed' }));
    for (let index = 1; index <= MOST_ROWS; index++) feed.push(event(index));
    expect(feed.standing().count).toBe(0);
  });

  test('stands still while it is held, and counts what comes', () => {
    const feed = new Feed();
    feed.push(event(0));
    feed.hold('pointer');
    feed.hold('scroll');
    for (let index = 1; index < 38; index++) feed.push(event(index));
    expect(idsOf(feed)).toEqual([event(0).id]);
    expect(feed.standing().fresh).toBe(37);
    feed.release('pointer');
    expect(feed.standing().fresh).toBe(37);
    feed.release('scroll');
    expect(feed.standing()).toMatchObject({ count: 38, fresh: 0 });
  });

  test('that is empty waits for something to stand still on, unless it is paused', () => {
    const feed = new Feed();
    feed.hold('pointer');
    expect(feed.standing().holds.size).toBe(0);
    feed.push(event(0));
    feed.push(event(1));
    expect(idsOf(feed)).toEqual([event(0).id]);
    expect(feed.standing().fresh).toBe(1);
    feed.narrow({ ...EVERYTHING, agent: 'nobody' });
    expect(feed.standing()).toMatchObject({ count: 0, fresh: 0 });
    feed.hold('button');
    feed.push(event(2, { agent_id: 'nobody' }));
    expect(feed.standing()).toMatchObject({ count: 0, fresh: 1 });
  });

  test('that is paused shows what came when it is asked to, and stands still again', () => {
    const feed = new Feed();
    feed.hold('button');
    feed.push(event(0));
    feed.showFresh();
    feed.push(event(1));
    expect(idsOf(feed)).toEqual([event(0).id]);
    expect(feed.standing().fresh).toBe(1);
  });

  test('counts only what matches as new', () => {
    const feed = new Feed();
    feed.narrow({ ...EVERYTHING, families: ['guard'] });
    feed.hold('button');
    feed.push(event(0));
    expect(feed.standing().fresh).toBe(0);
  });

  test('that is held keeps its rows, however much comes', () => {
    const feed = new Feed();
    feed.push(event(0));
    feed.hold('button');
    for (let index = 1; index < MOST_ROWS + 10; index++) feed.push(event(index));
    expect(idsOf(feed)).toEqual([event(0).id]);
  });

  test('finds rows by their number', () => {
    const feed = new Feed();
    feed.narrow({ ...EVERYTHING, families: ['guard'] });
    for (let index = 0; index < 20; index++)
      feed.push(event(index, { event: index % 3 === 0 ? 'guard.allowed' : 'scan.allowed' }));
    listOf(feed).forEach((row, index) => {
      expect(feed.indexOf(row?.number ?? 0)).toBe(index);
    });
    expect(feed.indexOf(2)).toBe(-1);
  });
});

describe('gaps', () => {
  test('are shown whatever the filter is, from what was told last', () => {
    const feed = new Feed();
    feed.narrow({ ...EVERYTHING, families: ['guard'] });
    feed.push(gap(9_000, { reason: 'too_old', resync: true, since: `${START + 5000}-3` }));
    expect(listOf(feed)).toEqual([
      expect.objectContaining({
        ...{ kind: 'gap', reason: 'too_old', isLost: true, count: null },
        ...{ from: START + 5000, until: START + 9000 },
      }),
    ]);
  });

  test('begin at the event before where nothing else is known', () => {
    const feed = new Feed();
    feed.push(event(700));
    feed.push(gap(900, { reason: 'unknown', resync: true, since: null }));
    expect(feed.row(0)).toMatchObject({ from: START + 700, until: START + 900 });
  });

  test('one after the other are one', () => {
    const feed = new Feed();
    feed.push(event(1));
    feed.push(gap(10, { reason: 'slow', resync: false, since: null }));
    feed.push(gap(20, { reason: 'too_old', resync: true, since: `${START + 5}-0` }));
    feed.push(event(30));
    expect(idsOf(feed)).toEqual([event(30).id, 'too_old', event(1).id]);
    expect(feed.row(1)).toMatchObject({ from: START + 1, until: START + 20, isLost: true });
  });

  test('are where events were not asked for, and none where nothing was heard', () => {
    const feed = new Feed();
    feed.narrow({ ...EVERYTHING, families: ['guard'] }, START + 100);
    feed.narrow(EVERYTHING, START + 200);
    feed.wasAway();
    expect(feed.isEmpty).toBe(true);
    feed.push(event(300));
    feed.narrow({ ...EVERYTHING, families: ['guard'] }, START + 400);
    feed.push(event(500, { event: 'guard.allowed' }));
    feed.narrow({ ...EVERYTHING, families: ['guard', 'scan'] }, START + 600);
    expect(feed.row(0)).toMatchObject({ reason: 'narrowed', from: START + 400 });
  });

  test('say nothing about themselves that is not so', () => {
    const feed = new Feed();
    feed.push(gap(5, { reason: 7, since: 'yesterday' }));
    expect(feed.row(0)).toMatchObject({ reason: 'unknown', from: null, isLost: true });
  });
});
