import { connect } from 'node:net';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Principal } from '@safeai/core';
import type { Runtime } from '@safeai/runtime';
import fc from 'fast-check';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

/**
 * Any set of headers, in any order and spelling, with any body: nothing fails inside, nothing that a detector finds comes
 * back or is logged, and whoever is let in may do no more than one of the proofs that were sent.
 */

const CANARIES = [
  'AKIAZ7Q4M2X5B3N6V2KD',
  'ghp_0123456789abcdefABCDEF0123456789abcd',
  '536-22-8726',
];
const CALLER = `
dashboard:
  users:
    - { user_id: ann, role: admin, tenants: [acme, beta] }
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: vic, role: viewer, tenants: [acme] }
responses: { values: masked }
limits: { rate: { requests_per_minute: 1000000, burst: 1000000, failures_per_minute: 1000000 } }
`;

interface Scope {
  readonly tenants: readonly string[];
  readonly roles: readonly string[];
  readonly agents?: readonly string[] | undefined;
}

const ALL_ROLES = ['admin', 'approver', 'auditor', 'viewer', 'billing', 'agent'];
const USERS: Readonly<Record<string, Scope>> = {
  ann: { tenants: ['acme', 'beta'], roles: ['admin'] },
  root: { tenants: ['*'], roles: ['admin'] },
  vic: { tenants: ['acme'], roles: ['viewer'] },
};

/** What a server believes beside credentials, and how far. */
const SERVERS = {
  'that trusts nobody': {
    yaml: 'auth: { loopback: credential }',
    believes: (): Scope[] => [],
  },
  'that trusts loopback for one tenant': {
    yaml: 'auth: { loopback: trusted, loopback_tenants: [acme] }',
    believes: (): Scope[] => [{ tenants: ['acme'], roles: ALL_ROLES }],
  },
  'that trusts a proxy here': {
    yaml: 'auth: { trusted_proxies: [127.0.0.1] }',
    believes: (named: readonly string[]): Scope[] =>
      Object.entries(USERS).flatMap(([name, scope]) => (named.includes(name) ? [scope] : [])),
  },
};

const KEYS: Readonly<Record<string, Scope>> = {
  agent: { tenants: ['acme'], roles: ['agent'], agents: ['bot'] },
  agents: { tenants: ['acme', 'beta'], roles: ['agent'], agents: ['bot', 'other'] },
  free: { tenants: ['beta'], roles: ['agent'] },
  admin: { tenants: ['beta'], roles: ['admin'] },
};

interface House {
  readonly server: TestServer;
  readonly texts: Readonly<Record<string, string>>;
  /** Who the last decision was for. */
  readonly seen: () => Principal | undefined;
  readonly forget: () => void;
}

async function houseOf(yaml: string): Promise<House> {
  const runtime = await realRuntime(`${yaml}\n${CALLER}`);
  const texts: Record<string, string> = {};
  for (const [name, terms] of Object.entries(KEYS)) {
    const request = { ...terms, user: `holder-${name}` } as Parameters<Create>[0];
    texts[name] = (await runtime.boundary.apiKeys.create(request)).text;
  }
  const { key, text } = await runtime.boundary.apiKeys.create({ tenants: ['*'], roles: ['admin'] });
  await runtime.boundary.apiKeys.revoke(key.id);
  texts.revoked = text;
  let seen: Principal | undefined;
  const { boundary } = runtime;
  const scan = boundary.scanInput.bind(boundary);
  boundary.scanInput = (request, call) => {
    seen = call?.principal;
    return scan(request, call);
  };
  const server = await startServer(runtime, { accessLog: true });
  return { server, texts, seen: () => seen, forget: () => (seen = undefined) };
}

type Create = Runtime['boundary']['apiKeys']['create'];

/** A header line; `{name}` stands for the text of a key. */
const value = fc.oneof(
  fc.constantFrom(...[...Object.keys(KEYS), 'revoked'].map((name) => `{${name}}`)),
  fc.constantFrom(...[...Object.keys(KEYS), 'revoked'].map((name) => `Bearer {${name}}`)),
  fc.constantFrom(...Object.keys(USERS), 'local', 'local-cli', 'Root', 'root ', 'root,vic'),
  fc.constantFrom('acme', 'beta', '*', 'ACME', 'acme.', 'acme,beta', '', ' ', '%2a', 'acm\u00e9'),
  fc.constantFrom('127.0.0.1', '::1', '192.0.2.1, 127.0.0.1', 'for=127.0.0.1;by=::1', 'unknown'),
  fc.constantFrom('safeai_session=x', 'safeai_session="x"; safeai_session=y', 'a=b; ; =;'),
  fc.constantFrom('sfai_', 'sfai_local_x', 'Bearer a.b.c', 'Bearer', 'Basic cm9vdDpyb290', 'null'),
  fc.constantFrom(
    'Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4Iiwic3ViIjoicm9vdCJ9.',
    '__proto__',
    '{}',
  ),
  fc.constantFrom(...CANARIES),
  fc.string({ maxLength: 40 }).map((text) => text.replace(/[\r\n\0]/g, ' ')),
);
const NAMES = [
  ...['x-safeai-user', 'x-safeai-tenant', 'X-SafeAI-User', 'x_safeai_user', 'X-Safeai-Tenant'],
  ...['x-safeai-key', 'authorization', 'Authorization', 'x-api-key', 'x-goog-api-key', 'cookie'],
  ...['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-user', 'x-csrf-token'],
  ...['origin', 'sec-fetch-site', 'sec-fetch-mode', 'x-request-id', 'traceparent', 'expect'],
  ...['x-http-method-override', 'x-original-url', 'content-type', 'transfer-encoding', 'referer'],
];
const stray = fc.tuple(fc.constantFrom(...NAMES), value);
/** Half of the requests could hold, were it not for what else they bring. */
const proof = fc.oneof(
  { weight: 1, arbitrary: stray },
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.constantFrom('x-safeai-key', 'x-api-key'),
      fc.constantFrom(...Object.keys(KEYS)).map((name) => `{${name}}`),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('x-safeai-user'), fc.constantFrom(...Object.keys(USERS))),
  },
);
const scope = fc.oneof(
  stray,
  fc.tuple(fc.constant('x-safeai-tenant'), fc.constantFrom('acme', 'beta', 'default', '*')),
);
const headers = fc
  .tuple(
    fc.array(proof, { maxLength: 1 }),
    fc.array(scope, { maxLength: 1 }),
    fc.array(stray, { maxLength: 4 }),
    fc.nat({ max: 3 }),
  )
  .map(([proofs, scopes, strays, most]) => [...strays.slice(0, most), ...proofs, ...scopes]);

const field = fc.constantFrom(
  ...['text', 'tenant_id', 'agent_id', 'session_id', 'data_tags', 'metadata', '__proto__'],
  ...[
    'source_agent_id',
    'tenantId',
    'tenant\\u005fid',
    'idempotency_key',
    'constructor',
    ...CANARIES,
  ],
);
const scalar = fc.oneof(
  fc.constantFrom('acme', 'beta', '*', 'bot', 'other', 'hello', 'default', '', ...CANARIES),
  fc.constantFrom(null, 0, true, [], {}, ['acme', 'beta'], { tenant_id: '*' }, { toString: 1 }),
  fc.string({ maxLength: 12 }),
);
const plain = fc
  .record(
    {
      tenant_id: fc.constantFrom('acme', 'beta', 'default'),
      agent_id: fc.constantFrom('bot', 'other', 'third'),
      metadata: fc.constant({ tenant_id: '*', agent_id: 'third' }),
    },
    { requiredKeys: [] },
  )
  .map((fields) => JSON.stringify({ text: 'hello', ...fields }));
/** JSON as no serialiser would write it: names twice over, and escaped. */
const odd = fc
  .tuple(fc.array(fc.tuple(field, scalar), { maxLength: 4 }), fc.boolean())
  .map(([members, hasText]) => {
    const all: [string, unknown][] = hasText ? [['text', 'hello'], ...members] : members;
    return `{${all.map(([name, what]) => `"${name}":${JSON.stringify(what)}`).join(',')}}`;
  });

const body = fc.oneof(plain, odd);

const target = fc.constantFrom(
  ...Array<string>(10).fill('POST /v1/scan/input'),
  ...[
    'POST /v1/scan/input',
    'POST /v1/scan/input?explain=true',
    'POST /v1/scan/input?tenant_id=acme',
  ],
  ...['GET /v1/tenants', 'GET /v1/keys?tenant_id=beta', 'GET /v1/audit?limit=5', 'GET /v1/session'],
  ...['GET /v1/approvals?cursor=AAAA', 'GET /v1/audit?cursor=AAAA', 'POST /v1/session'],
  ...['DELETE /v1/session', 'POST /v1/keys', 'GET /v1/session/oidc/callback?state=x&code=y'],
);

/** All that comes back. Nothing where the connection is reset before it is read: a refused body was still on its way. */
function ask(url: string, lines: readonly string[], bytes: string): Promise<string> {
  const { port } = new URL(url);
  const head = [...lines, `host: 127.0.0.1:${port}`, 'connection: close'].join('\r\n');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(Buffer.from(`${head}\r\n\r\n${bytes}`, 'latin1'));
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
  });
}

function covers(scope: Scope, { tenants, roles, agents, agent }: Principal): boolean {
  const isWithin = (all: readonly string[], some: readonly string[]) =>
    all.includes('*') || some.every((one) => all.includes(one));
  const acting = agent === undefined ? agents : [agent];
  const areAgents =
    scope.agents === undefined || (acting !== undefined && isWithin(scope.agents, acting));
  return isWithin(scope.tenants, tenants) && isWithin(scope.roles, roles) && areAgents;
}

describe.each(Object.entries(SERVERS))('a server %s', (_, { yaml, believes }) => {
  let house: House;

  beforeEach(async () => {
    house = await houseOf(yaml);
  });

  test('takes any headers and body, and makes nobody more than they are', async () => {
    const { server, texts, seen, forget } = house;
    const filled = (text: string) =>
      text.replace(/\{(\w+)\}/, (all, name: string) => texts[name] ?? all);
    await fc.assert(
      fc.asyncProperty(target, headers, body, async (where, sent, json) => {
        forget();
        const isPost = where.startsWith('POST');
        const bytes = isPost ? Buffer.from(json, 'utf8').toString('latin1') : '';
        const typed = sent.some(([name]) => name === 'content-type');
        const received = await ask(
          server.url,
          [
            `${where} HTTP/1.1`,
            ...sent.map(([name, text]) => `${name}: ${filled(text)}`),
            ...(isPost ? [`content-length: ${String(bytes.length)}`] : []),
            ...(isPost && !typed ? ['content-type: application/json'] : []),
          ],
          bytes,
        );
        if (received === '') return;
        expect(received).toMatch(/^HTTP\/1\.1 (?:100 Continue\r\n\r\nHTTP\/1\.1 )?[234]/);
        const [head = '', ...rest] = received.split('\r\n\r\n');
        // The request's own name comes back to whoever chose it, and a text that is let through to whoever sent it.
        const answer = rest
          .join()
          .replace(/"request_id":"[^"]*"/, '')
          .replace(/"(?:filtered\w*|safe_output)":"(?:[^"\\]|\\.)*"/, '');
        const shown = answer + head.replace(/^x-request-id: .*$/im, '');
        for (const canary of CANARIES) expect(shown).not.toContain(canary);
        const principal = seen();
        if (principal === undefined) return;
        const proofs = Object.entries(KEYS)
          .filter(([name]) => sent.some(([, text]) => text.includes(`{${name}}`)))
          .map(([, scope]) => scope);
        const named = sent.map(([, text]) => text.trim());
        const allowed = [...proofs, ...believes(named)];
        expect([principal, allowed.some((scope) => covers(scope, principal))]).toEqual([
          principal,
          true,
        ]);
      }),
      { numRuns: 1500 },
    );
    const log = JSON.stringify(server.logged);
    const secrets = [...CANARIES, ...Object.values(texts)];
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
    expect((await server.send('/v1/health')).status).toBe(200);
    expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
  }, 60_000);
});
