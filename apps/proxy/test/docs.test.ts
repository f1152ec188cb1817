import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { bodyValidator, PROVIDER_ROUTES, ROUTES, type RouteDescription } from '@safeai/api';
import { VERSION } from '../src/index.ts';
import { examplePath } from './support/example-path.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { startServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';

/** What a page loads, by its address. */
function loadedBy(html: string): string[] {
  const attributes = html.matchAll(
    /<(?:script|link|img|iframe|redoc)[^>]*?(?:src|href|spec-url)="([^"]*)"/g,
  );
  return [...attributes].map(([, address]) => address ?? '');
}

function policyOf(headers: IncomingHttpHeaders) {
  const parts = String(headers['content-security-policy']).split(';');
  const directives = parts.map((part) => [part.split(' ', 1)[0] ?? '', part.split(' ').slice(1)]);
  return Object.fromEntries(directives) as Record<string, string[]>;
}

describe.each(['/docs', '/docs/', '/redoc', '/redoc/'])('the page %s', (path) => {
  test('loads nothing but files of this server, and all of them are there', async () => {
    const server = await startServer(fakeRuntime());
    const page = await server.send(path);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).toMatch(/^<!/);
    const loaded = loadedBy(page.text);
    expect(loaded.length).toBeGreaterThan(1);
    for (const address of loaded) {
      expect(address).not.toMatch(/^(?:[a-z]+:|\/\/)/i);
      const file = await server.send(new URL(address, `http://localhost${path}`).pathname);
      expect([address, file.status]).toEqual([address, 200]);
      expect(file.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('may run no script of its own and reach no other site', async () => {
    const server = await startServer(fakeRuntime());
    const page = await server.send(path);
    const policy = policyOf(page.headers);
    expect(policy).toMatchObject({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'connect-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'frame-ancestors': ["'none'"],
    });
    const inline = [...page.text.matchAll(/<script(?![^>]*\ssrc=)[^>]*>|\son\w+="/g)];
    expect(inline).toEqual([]);
  });
});

test('no element of the page of Swagger UI has styles of its own, which its policy would refuse', async () => {
  const server = await startServer(fakeRuntime());
  expect((await server.send('/docs')).text).not.toMatch(/\sstyle="/);
});

test('the styles that stand in the page of Swagger UI are those that its policy allows', async () => {
  const server = await startServer(fakeRuntime());
  const page = await server.send('/docs');
  const styles = [...page.text.matchAll(/<style>([^]*?)<\/style>/g)].map(([, css]) => css ?? '');
  const digests = styles.map(
    (css) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`,
  );
  expect(policyOf(page.headers)['style-src']).toEqual(["'self'", ...digests]);
});

test('Swagger UI is told where the document is, and asks no validator elsewhere', async () => {
  const server = await startServer(fakeRuntime());
  const { text } = await server.send('/docs/swagger-ui-init.js');
  expect(text).toContain('"swaggerUrl": "/openapi.json"');
  expect(text).toContain('"validatorUrl": null');
});

test.each([
  '/docs/index.html',
  '/docs/swagger-initializer.js',
  '/docs/package.json',
  '/docs/../package.json',
  '/redoc/..%2f..%2fpackage.json',
  '/redoc/%00',
  '/redoc/%',
])('%s is no file of the pages', async (path) => {
  const server = await startServer(fakeRuntime());
  const received = await server.send(path);
  expect([400, 403, 404]).toContain(received.status);
  expect(received.headers['content-type']).toBe('application/problem+json');
});

test('the document is the one of these routes', async () => {
  const server = await startServer(fakeRuntime());
  const document = (await server.send('/openapi.json')).json();
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'SafeAI Proxy', version: VERSION },
  });
  expect(Object.keys(document.paths as object).sort()).toEqual(
    [
      ...new Set<string>([
        ...ROUTES.map(({ path }) => path),
        ...PROVIDER_ROUTES.flatMap(({ paths }) => paths),
      ]),
    ].sort(),
  );
});

describe('answers are what the document says', () => {
  const routes: readonly RouteDescription[] = ROUTES;

  // Nothing is forwarded by a sidecar, and sockets are asked for otherwise.
  const others = new Set(['proxy_forward', 'events', 'events_filtered']);
  test.each(
    routes
      .filter(({ id, answer }) => answer.schema && !others.has(id))
      .map((route) => [route.id, route] as const),
  )('%s', async (_id, route) => {
    const { method, query, body, answer } = route;
    const server = await startServer(fakeRuntime());
    const cookie = route.id === 'session' ? (await signIn(server)).cookie : undefined;
    const explained = 'explain' in (query.properties as object) ? '?explain=true' : '';
    const { text } = await server.send(examplePath(route) + explained, {
      method,
      headers: {
        ...(cookie === undefined ? {} : { cookie }),
        ...(route.path.startsWith('/v1/dashboard/') ? { 'x-safeai-user': 'admin' } : {}),
      },
      ...(body?.example === undefined ? {} : { body: body.example }),
    });
    expect(answer.schema && bodyValidator(answer.schema)(JSON.parse(text))).toEqual([]);
  });

  test('either phase of a tool call', async () => {
    const server = await startServer(fakeRuntime());
    const { answer } = routes.find(({ id }) => id === 'intercept_tool') ?? {};
    const { text } = await server.send('/v1/intercept/tool', {
      body: { phase: 'response', tool_name: 'a', response: [1], parameters: { b: 2 } },
    });
    expect(JSON.parse(text)).toMatchObject({ phase: 'response', filtered_response: ['safe'] });
    expect(answer?.schema && bodyValidator(answer.schema)(JSON.parse(text))).toEqual([]);
  });
});
