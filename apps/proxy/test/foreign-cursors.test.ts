import { beforeEach, expect, test } from '@jest/globals';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

/** The cursor of a page says where it ends, in whatever tenant: with another's it must lead to nothing of theirs. */

const USERS = `
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: acme, role: auditor, tenants: [acme] }
    - { user_id: beta, role: auditor, tenants: [beta] }
`;

let server: TestServer;

beforeEach(async () => {
  server = await startServer(await realRuntime(USERS));
  for (let times = 0; times < 4; times++) {
    for (const tenant_id of ['acme', 'beta']) {
      const parameters = { query: `DROP TABLE t${String(times)}` };
      await server.send('/v1/intercept/tool', {
        body: {
          phase: 'request',
          tool_name: 'db_query',
          agent_id: tenant_id,
          parameters,
          tenant_id,
        },
      });
    }
  }
});

type Row = Readonly<Record<'agent_id' | 'decision_id' | 'request_id', unknown>>;

const nameOf = (row: Row) => row.decision_id ?? row.request_id;

async function page(path: string, user: string, cursor = '') {
  const search = `?limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
  const received = await server.send(path + search, { headers: { 'x-safeai-user': user } });
  expect(received.status).toBe(200);
  const rows = received.json() as unknown as readonly Row[];
  return { rows, next: received.headers['x-next-cursor'] as string | undefined };
}

/** All pages from a cursor on, and their cursors. */
async function pages(path: string, user: string, from?: string) {
  const rows: Row[] = [];
  const cursors: string[] = [];
  let found = await page(path, user, from);
  for (;;) {
    rows.push(...found.rows);
    if (found.next === undefined) return { rows, cursors };
    cursors.push(found.next);
    found = await page(path, user, found.next);
  }
}

test.each(['/v1/audit', '/v1/approvals'])(
  '%s: cursors of others lead to what is the caller’s own',
  async (path) => {
    const own = await pages(path, 'acme');
    expect(own.rows.length).toBeGreaterThanOrEqual(4);
    for (const other of ['beta', 'root']) {
      const { cursors } = await pages(path, other);
      expect(cursors.length).toBeGreaterThanOrEqual(3);
      for (const cursor of cursors) {
        const { rows } = await pages(path, 'acme', cursor);
        // The last of its own, so many as stand after that place.
        const last = own.rows.slice(own.rows.length - rows.length);
        expect(rows.map(nameOf)).toEqual(last.map(nameOf));
        expect(rows.filter((row) => row.agent_id !== 'acme')).toEqual([]);
      }
    }
  },
);
