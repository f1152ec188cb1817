import { describe, expect, test } from '@jest/globals';
import { ROUTE_ACCESS } from '../routes/roles.ts';
import type { RouteDescription } from '../routes/route.ts';
import { ROUTES } from '../routes/table.ts';
import { bodyValidator } from '../validation/validator.ts';
import { openApiDocument } from './document.ts';

const document = openApiDocument({ version: '1.2.3' });
const routes: readonly RouteDescription[] = ROUTES;

/** Every object in a document, with the path to it. */
function* objectsIn(value: unknown, path = '#'): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [key, child] of Object.entries(value)) yield* objectsIn(child, `${path}/${key}`);
}

function resolve(reference: string): unknown {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
}

test('says what it describes', () => {
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'SafeAI Proxy', version: '1.2.3' },
  });
});

test('is plain JSON', () => {
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});

test('every reference leads somewhere', () => {
  const references = [...objectsIn(document)].flatMap(([path, { $ref }]) =>
    typeof $ref === 'string' ? [[path, $ref] as const] : [],
  );
  expect(references.length).toBeGreaterThan(50);
  expect(references.filter(([, reference]) => resolve(reference) === undefined)).toEqual([]);
});

test('has no empty kinds of components', () => {
  expect(Object.keys(document.components ?? {}).sort()).toEqual(['parameters', 'schemas']);
});

test('every component is used', () => {
  const text = JSON.stringify(document);
  const unused = Object.entries(document.components ?? {}).flatMap(([kind, named]) =>
    Object.keys(named as object).filter((name) => !text.includes(`"#/components/${kind}/${name}"`)),
  );
  expect(unused).toEqual([]);
});

test('operation ids are distinct, and so are methods and paths', () => {
  const ids = routes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const places = routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});

test('the names in a path are told alike wherever it stands, with an example each', () => {
  const namesIn = (path: string) => [...path.matchAll(/\{([a-z_]+)\}/g)].map(([, name]) => name);
  const byShape = new Map<string, string>();
  for (const { path, params } of routes) {
    const shape = path.replace(/\{[^}]*\}/g, '{}');
    expect(byShape.get(shape) ?? path).toBe(path);
    byShape.set(shape, path);
    const { properties = {} } = params ?? {};
    expect(Object.keys(properties)).toEqual(namesIn(path));
    for (const schema of Object.values(properties)) {
      expect(schema).toMatchObject({ type: 'string', examples: [expect.any(String)] });
    }
  }
});

test('the names in a path are parameters of the operation', () => {
  for (const { path, method, params } of routes) {
    const operation = (document.paths?.[path] as Record<string, unknown>)[method.toLowerCase()];
    const { parameters } = operation as { parameters: Record<string, unknown>[] };
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name, required }) => [name, required])).toEqual(
      Object.keys(params?.properties ?? {}).map((name) => [name, true]),
    );
  }
});

describe.each(routes.map((route) => [route.id, route] as const))('%s', (id, route) => {
  const item = document.paths?.[route.path] as Record<string, unknown>;
  const operation = item[route.method.toLowerCase()] as {
    operationId: string;
    responses: Record<string, unknown>;
  };

  test('is in the document, with its errors', () => {
    expect(operation.operationId).toBe(id);
    const statuses = Object.keys(operation.responses);
    const expected = [String(route.answer.status ?? 200), '403', '405', '422', '500'];
    if (route.params !== undefined) expected.push('404');
    if (route.body !== undefined) expected.push('400', '408', '409', '413', '415');
    if (route.method !== 'GET') expected.push('503');
    if (ROUTE_ACCESS[route.id as keyof typeof ROUTE_ACCESS] !== 'public') expected.push('401');
    expect(statuses).toEqual(expect.arrayContaining(expected));
  });

  test('its examples are valid', () => {
    const { body, answer } = route;
    if (body?.example !== undefined) {
      expect(bodyValidator(body.schema)(body.example)).toEqual([]);
    }
    if (answer.schema !== undefined && answer.example !== undefined) {
      expect(bodyValidator(answer.schema)(answer.example)).toEqual([]);
    }
  });
});

test('a discriminator maps its values to their components', () => {
  expect(document.components?.schemas?.InterceptToolRequest).toMatchObject({
    discriminator: {
      propertyName: 'phase',
      mapping: {
        request: '#/components/schemas/ToolRequest',
        response: '#/components/schemas/ToolResponse',
      },
    },
  });
});
