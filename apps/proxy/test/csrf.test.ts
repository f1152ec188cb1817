import { describe, expect, test } from '@jest/globals';
import { ROUTE_ACCESS, ROUTES, type RouteDescription, type RouteId } from '@safeai/api';
import { examplePath } from './support/example-path.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import type { Sent } from './support/http.ts';
import { startServer, type TestServer } from './support/server.ts';
import { SESSION, signIn } from './support/sign-in.ts';

const all: readonly RouteDescription[] = ROUTES;

describe('a request of a session that changes something', () => {
  const changing = all.filter(
    ({ id, method }) => method !== 'GET' && ROUTE_ACCESS[id as RouteId] !== 'public',
  );
  const ask = (server: TestServer, route: RouteDescription, headers: Sent['headers']) =>
    server.send(examplePath(route), {
      method: route.method,
      headers: { ...headers },
      ...(route.body === undefined || route.id.startsWith('approval_')
        ? {}
        : { body: route.body.example ?? {} }),
    });

  test('there are some', () => {
    expect(changing.length).toBeGreaterThan(20);
  });

  // Signing in takes no session as a proof: see below.
  const guarded = changing.filter(({ signsIn }) => signsIn !== true);

  test.each(guarded.map((route) => [route.id, route] as const))(
    '%s needs its token',
    async (_, route) => {
      const runtime = fakeRuntime();
      const server = await startServer(runtime);
      const [own, other] = [await signIn(server), await signIn(server)];
      const { cookie } = own;
      for (const headers of [
        { cookie },
        { cookie, 'x-csrf-token': '' },
        { cookie, 'x-csrf-token': `${own.token}A` },
        { cookie, 'x-csrf-token': own.token.toUpperCase() },
        { cookie, 'x-csrf-token': other.token },
      ]) {
        const refused = await ask(server, route, headers);
        expect(refused.json()).toMatchObject({ status: 403, code: 'forbidden' });
      }
      expect(runtime.calls).toEqual([]);
      const answer = await ask(server, route, { cookie, 'x-csrf-token': own.token });
      expect([answer.status, answer.text]).not.toEqual([403, expect.anything()]);
    },
  );

  test('so does signing out', async () => {
    const server = await startServer(fakeRuntime());
    const { cookie, using } = await signIn(server);
    const out = await server.send(SESSION, { method: 'DELETE', headers: { cookie } });
    expect(out.json()).toMatchObject({ code: 'forbidden' });
    expect((await server.send(SESSION, using())).status).toBe(200);
  });

  test('signing in does not, and no page of another site can ask for it', async () => {
    const server = await startServer(fakeRuntime());
    const { cookie } = await signIn(server);
    const body = { user_id: 'admin' };
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
    ]) {
      const refused = await server.send(SESSION, { body, headers: { cookie, ...headers } });
      expect(refused.json()).toMatchObject({ status: 403, code: 'foreign_origin' });
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await server.send(SESSION, { body: 'user_id=admin', headers: form });
    expect(posted.status).toBe(415);
  });

  test('reading needs none', async () => {
    const server = await startServer(fakeRuntime());
    const { cookie } = await signIn(server);
    for (const path of ['/v1/policies', '/v1/metrics', SESSION]) {
      expect((await server.send(path, { headers: { cookie } })).status).toBe(200);
    }
  });
});
