import { expect, test } from '@jest/globals';
import { ROUTE_ACCESS, ROUTE_PLACES } from '@safeai/api/wire';
import { AREAS, openTo } from './access-areas.ts';

test('every route that is not open to all is in one area', () => {
  const listed = AREAS.flatMap(({ routes }) => routes.map(({ id }) => id));
  const closed = Object.keys(ROUTE_PLACES).filter(
    (id) => ROUTE_ACCESS[id as keyof typeof ROUTE_PLACES] !== 'public',
  );
  expect(listed.sort()).toEqual(closed.sort());
});

test('every area has a name for people', () => {
  for (const { title } of AREAS) expect(title).toMatch(/^[A-Z]/);
});

test.each([
  ['admin', 'API keys', 3],
  ['viewer', 'API keys', 0],
  ['billing', 'Cost and budgets', 3],
  ['agent', 'Cost and budgets', 2],
])('%s may call so many of %s: %i', (role, title, count) => {
  const area = AREAS.find((each) => each.title === title);
  expect(area && openTo(area, role)).toBe(count);
});
