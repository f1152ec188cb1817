import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecordPages, type Fetched } from './record-pages.ts';

const PAGE = 200;

/** A log of so many rows, newest first, and what was asked of it. */
function logOf(size: number) {
  const asked: (string | null)[] = [];
  const fetch = (cursor: string | null): Promise<Fetched<number>> => {
    asked.push(cursor);
    const first = Number(cursor ?? 0);
    const last = Math.min(size, first + PAGE);
    return Promise.resolve({
      rows: Array.from({ length: last - first }, (_, at) => first + at),
      next: last < size ? String(last) : null,
    });
  };
  return { asked, fetch };
}

/** Until nothing is under way. */
async function settled(pages: RecordPages<number>): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  expect(pages.standing().isLoading).toBe(false);
}

/** Looks where somebody scrolls, row by row. */
async function scroll(pages: RecordPages<number>, to: number): Promise<void> {
  for (let at = 0; at <= to; at += 100) {
    pages.look(at, at + 30);
    await settled(pages);
  }
}

describe('The pages of a log', () => {
  it('have each row under its number, wherever one looks', async () => {
    const looks = fc.array(fc.integer({ min: 0, max: 4_900 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 5_000 }), looks, async (size, places) => {
        const pages = new RecordPages(logOf(size).fetch);
        await scroll(pages, size);
        expect(pages.standing()).toMatchObject({ count: size, hasMore: false });
        for (const place of places) {
          pages.look(place, place + 30);
          await settled(pages);
          for (let row = place; row <= place + 30; row++) {
            expect(pages.row(row)).toBe(row < size ? row : undefined);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keep the rows of some pages, however far one scrolls', async () => {
    const pages = new RecordPages(logOf(40_000).fetch);
    await scroll(pages, 40_000);
    const here = Array.from({ length: 40_000 }, (_, row) => pages.row(row)).filter(
      (row) => row !== undefined,
    );
    expect(here.length).toBeLessThanOrEqual(9 * PAGE);
    expect(pages.row(39_999)).toBe(39_999);
  });

  it('never ask for the first page twice: it would be another one', async () => {
    const { asked, fetch } = logOf(10_000);
    const pages = new RecordPages(fetch);
    await scroll(pages, 10_000);
    pages.look(0, 30);
    await settled(pages);
    expect(pages.row(0)).toBe(0);
    expect(asked.filter((cursor) => cursor === null)).toHaveLength(1);
  });

  it('tell a failure once, and go on when asked to', async () => {
    let fails = true;
    const { fetch } = logOf(500);
    const pages = new RecordPages<number>((cursor) =>
      fails ? Promise.reject(new Error('No route.')) : fetch(cursor),
    );
    pages.look(0, 30);
    await settled(pages);
    expect(pages.standing().error?.message).toBe('No route.');
    fails = false;
    pages.retry();
    await settled(pages);
    expect(pages.standing()).toMatchObject({ error: null, hasMore: true });
    expect(pages.row(0)).toBe(0);
  });

  it('take nothing from a question that was left', async () => {
    const answers: (() => void)[] = [];
    const pages = new RecordPages<number>(
      () =>
        new Promise((resolve) => {
          answers.push(() => {
            resolve({ rows: [answers.length], next: null });
          });
        }),
    );
    pages.look(0, 30);
    pages.stop();
    pages.look(0, 30);
    for (const answer of answers) answer();
    await settled(pages);
    expect(answers).toHaveLength(2);
    expect(pages.standing().count).toBe(1);
  });
});
