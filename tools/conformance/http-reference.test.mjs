/** The table of routes in docs/reference/http-api.md, against the one that the server refuses by. */
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ROUTE_ACCESS, ROUTES } from '../../packages/api/dist/index.js';

const page = fileURLToPath(new URL('../../docs/reference/http-api.md', import.meta.url));

/** The paths of a cell; `…/deny` takes the place of the last segment of the first one. */
function pathsOf(cell) {
  const named = [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path);
  return named.map((path) => path.replace(/^…/, named[0].replace(/\/[^/]*$/, '')));
}

/** `GET /v1/audit` → who may. */
function told() {
  const rows = readFileSync(page, 'utf8').matchAll(
    /^\| (\S.*?) +\| ([A-Z, ]+?) +\| (\S.*?) +\|$/gm,
  );
  return [...rows].flatMap(([, cell, methods, roles]) =>
    pathsOf(cell).flatMap((path) => methods.split(', ').map((one) => [`${one} ${path}`, roles])),
  );
}

const access = (id) => (ROUTE_ACCESS[id] === 'public' ? 'everybody' : ROUTE_ACCESS[id].join(', '));
const served = Object.fromEntries(
  ROUTES.map(({ id, method, path }) => [`${method} ${path}`, access(id)]),
);
/** Served beside the routes, to everybody. */
const documents = Object.fromEntries(
  ['/docs', '/redoc', '/openapi.json'].map((path) => [`GET ${path}`, 'everybody']),
);

test('names every route, and who may call it', () => {
  expect(Object.fromEntries(told())).toEqual({ ...served, ...documents });
});
