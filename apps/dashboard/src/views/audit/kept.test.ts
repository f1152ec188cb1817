import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsOf, MOST_VIEWS, viewsOf, withView } from './kept.ts';
import { COLUMN_IDS, USUAL_COLUMNS } from './list/column-ids.ts';

describe('What a browser kept', () => {
  it('is taken as it is meant, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(viewsOf(value).length).toBeLessThanOrEqual(MOST_VIEWS);
        const columns = columnsOf(value);
        expect(columns.length).toBeGreaterThan(0);
        expect(columns.every((id) => (COLUMN_IDS as readonly string[]).includes(id))).toBe(true);
      }),
    );
  });

  it('has each search once, under its latest meaning, and no more than some', () => {
    const many = Array.from({ length: 30 }, (_, at) => ({ name: `v${at}`, search: `agent=${at}` }));
    const views = many.reduce<ReturnType<typeof viewsOf>>(withView, []);
    expect(views).toHaveLength(MOST_VIEWS);
    const again = withView(views, { name: 'v29', search: 'tool=x' });
    expect(again).toHaveLength(MOST_VIEWS);
    expect(again.at(-1)).toEqual({ name: 'v29', search: 'tool=x' });
    expect(viewsOf(JSON.parse(JSON.stringify(again)))).toEqual(again);
  });

  it('has columns in their own order', () => {
    expect(columnsOf(['tags', 'nothing', 'verdict'])).toEqual(['verdict', 'tags']);
    expect(columnsOf(['nothing'])).toEqual(USUAL_COLUMNS);
  });
});
