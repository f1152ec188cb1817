import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ApprovalRequest } from '../request.ts';
import { bySoonest, followQueue, unseenCount, type QueueRow } from './queue-rows.ts';

const START = Date.UTC(2026, 0, 15, 10);

function request(id: number, expiresIn: number): ApprovalRequest {
  const time = (ms: number) => new Date(START + ms).toISOString();
  return {
    ...{ request_id: `ar-${id}`, agent_id: 'a', tool_name: 't', status: 'pending', note: null },
    ...{ created_at: time(0), expires_at: time(expiresIn), server_time: time(0) },
  };
}

const ids = (rows: readonly QueueRow[]) => rows.map(({ request: { request_id: id } }) => id);
const set = fc.uniqueArray(fc.tuple(fc.nat(30), fc.nat(5)), { selector: ([id]) => id });
const requests = set.map((all) => all.map(([id]) => request(id, ((id * 7) % 11) * 1000)));

describe('the queue', () => {
  test('begins with the soonest to expire', () => {
    const rows = followQueue([], [request(1, 900), request(2, 100), request(3, 500)], false);
    expect(ids(rows)).toEqual(['ar-2', 'ar-3', 'ar-1']);
  });

  test('what waits no more stays where it was', () => {
    const rows = followQueue([], [request(1, 100), request(2, 200)], false);
    const next = followQueue(rows, [request(2, 200), request(3, 50)], false);
    expect(next.map(({ isGone }) => isGone)).toEqual([true, false, false]);
    expect(ids(next)).toEqual(['ar-1', 'ar-3', 'ar-2']);
    expect(followQueue(next, [request(1, 100), request(2, 200)], false)[0]?.isGone).toBe(false);
  });

  test('no row is lost or moves past another, and what waits is in order', () => {
    fc.assert(
      fc.property(requests, requests, requests, (first, second, third) => {
        let rows: readonly QueueRow[] = [];
        for (const waiting of [first, second, third]) {
          const before = ids(rows);
          rows = followQueue(rows, waiting, false);
          expect(ids(rows).filter((id) => before.includes(id))).toEqual(before);
          expect(unseenCount(rows, waiting)).toBe(0);
          const open = rows.filter(({ isGone }) => !isGone).map((row) => row.request.request_id);
          expect(open.sort()).toEqual(waiting.map((each) => each.request_id).sort());
        }
      }),
    );
  });

  test('what only ever grows is sorted', () => {
    fc.assert(
      fc.property(requests, requests, (first, more) => {
        const all = [
          ...new Map([...first, ...more].map((each) => [each.request_id, each])).values(),
        ];
        const rows = followQueue(followQueue([], first, false), all, false);
        expect(rows.map((row) => row.request)).toEqual([...all].sort(bySoonest));
      }),
    );
  });

  test('held, it has the same rows in the same places, and counts what is new', () => {
    fc.assert(
      fc.property(requests, requests, (first, second) => {
        const rows = followQueue([], first, false);
        const held = followQueue(rows, second, true);
        expect(ids(held)).toEqual(ids(rows));
        const known = new Set(ids(rows));
        const fresh = second.filter((each) => !known.has(each.request_id)).length;
        expect(unseenCount(held, second)).toBe(fresh);
      }),
    );
  });
});
