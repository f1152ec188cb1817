import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { fakeRuntime } from './support/fake-runtime.ts';
import type { Received, Sent } from './support/http.ts';
import { startServer, type TestServer } from './support/server.ts';

const INDEX = '<!doctype html><script type="module" src="/dashboard/assets/index-a1.js"></script>';
const SCRIPT = 'const a = 1;\n'.repeat(200);
const PACKED = { br: brotliCompressSync(SCRIPT), gzip: gzipSync(SCRIPT) };
const FOR_EVER = 'public, max-age=31536000, immutable';

let above: string;
let folder: string;
let server: TestServer;

beforeAll(async () => {
  above = await mkdtemp(join(tmpdir(), 'safeai-dashboard-'));
  folder = join(above, 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  const files: Readonly<Record<string, string | Buffer>> = {
    'index.html': INDEX,
    'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '.hidden': 'hidden',
    'assets/index-a1.js': SCRIPT,
    'assets/index-a1.js.br': PACKED.br,
    'assets/index-a1.js.gz': PACKED.gzip,
    'assets/index-b2.css': 'body{}',
    '../secret.js': 'secret',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(above, { recursive: true, force: true }));
beforeEach(async () => {
  server = await startServer(fakeRuntime(), { dashboardFiles: folder });
});

const ask = (path: string, headers: OutgoingHttpHeaders = {}, sent: Sent = {}): Promise<Received> =>
  server.send(path, { ...sent, headers });

describe('the page', () => {
  const views = ['/dashboard', '/dashboard/', '/dashboard/approvals', '/dashboard/audit/a%2Fb/c'];
  test.each([
    ...views,
    '/dashboard/audit?action=block&action=redact&tenant_id=acme&x',
    '/dashboard/index.html',
    '/dashboard/rules/sql.drop',
  ])('answers %s, and is asked for each time', async (path) => {
    const page = await ask(path);
    expect(page).toMatchObject({ status: 200, text: INDEX });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-length': String(INDEX.length),
    });
  });

  test.each(views)('%s is not sent again to who has it', async (path) => {
    const { headers } = await ask(path);
    const again = await ask(path, { 'if-none-match': headers.etag });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers).toMatchObject({ etag: headers.etag, 'cache-control': 'no-cache' });
    expect(again.headers['content-type']).toBeUndefined();
    expect((await ask(path, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test.each(views)('%s answers HEAD with no body', async (path) => {
    const { headers, status, text } = await ask(path, {}, { method: 'HEAD' });
    expect([status, text, headers['content-length']]).toEqual([200, '', String(INDEX.length)]);
  });

  test('may load its own files and no others, and put no text into itself as markup', async () => {
    const { headers } = await ask('/dashboard/approvals');
    expect(String(headers['content-security-policy']).split(';')).toEqual([
      "default-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "require-trusted-types-for 'script'",
    ]);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  });

  test('is where the root of the server leads', async () => {
    const { headers, status } = await ask('/');
    expect([status, headers.location, headers['cache-control']]).toEqual([
      ...[302, '/dashboard', 'no-store'],
    ]);
  });

  test.each([
    ['POST', '/dashboard', 405],
    ['DELETE', '/dashboard/', 404],
    ['POST', '/dashboard/approvals', 404],
    ['PUT', '/dashboard/assets/index-a1.js', 404],
    ['POST', '/', 404],
    ['GET', '/dashboardx', 404],
    ['GET', '/Dashboard', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const received = await ask(path, {}, { method });
    expect(received.status).toBe(status);
    expect(received.headers['content-type']).toBe('application/problem+json');
  });

  test.each(['/dashboard', '/dashboard/approvals', '/dashboard/assets/index-a1.js', '/'])(
    '%s is refused under a name that is not the server’s',
    async (path) => {
      expect((await ask(path, { host: 'evil.example' })).status).toBe(403);
    },
  );
});

describe('a file', () => {
  test.each([
    ['/dashboard/assets/index-a1.js', 'text/javascript; charset=utf-8', FOR_EVER],
    ['/dashboard/assets/index-b2.css', 'text/css; charset=utf-8', FOR_EVER],
    ['/dashboard/icon.svg', 'image/svg+xml', 'no-cache'],
  ])('%s', async (path, type, kept) => {
    const { headers, status } = await ask(path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': type,
      'cache-control': kept,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect((await ask(path, { 'if-none-match': headers.etag })).status).toBe(304);
  });

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, br;q=0', 'gzip'],
    ['*', 'br'],
    ['br;q=0, gzip;q=0', undefined],
    ['identity', undefined],
    ['zstd', undefined],
    ['', undefined],
  ] as const)('to who takes %j goes as %s', async (accepted, encoding) => {
    const { headers } = await ask('/dashboard/assets/index-a1.js', { 'accept-encoding': accepted });
    const length = encoding === undefined ? SCRIPT.length : PACKED[encoding].length;
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(length),
      'cache-control': FOR_EVER,
      vary: 'accept-encoding',
    });
  });

  test('that has no encoded form goes as it is', async () => {
    const sent = { 'accept-encoding': 'br, gzip' };
    const { headers, text } = await ask('/dashboard/assets/index-b2.css', sent);
    expect([text, headers['content-encoding']]).toEqual(['body{}', undefined]);
  });

  test('answers HEAD with no body', async () => {
    const sent = { 'accept-encoding': 'br' };
    const received = await ask('/dashboard/assets/index-a1.js', sent, { method: 'HEAD' });
    expect(received).toMatchObject({ status: 200, text: '' });
    expect(received.headers['content-length']).toBe(String(PACKED.br.length));
  });
});

describe('a file of which a condition does not hold', () => {
  const SCRIPT_PATH = '/dashboard/assets/index-a1.js';
  const tagOf = async (accepted: string) =>
    (await ask(SCRIPT_PATH, { 'accept-encoding': accepted })).headers.etag;

  test.each(['br', 'gzip', 'identity'])('%s: no other form goes in its place', async (accepted) => {
    const others = ['br', 'gzip', 'identity'].filter((each) => each !== accepted);
    const conditions = [
      { 'if-match': '"other"' },
      { 'if-unmodified-since': new Date(0).toUTCString() },
      ...(await Promise.all(others.map(async (each) => ({ 'if-match': await tagOf(each) })))),
    ];
    for (const condition of conditions) {
      const sent = { 'accept-encoding': accepted, ...condition };
      const { status, headers, text } = await ask(SCRIPT_PATH, sent);
      expect([condition, status]).toEqual([condition, 400]);
      expect(text).not.toContain('const a');
      expect(headers['content-type']).toBe('application/problem+json');
      expect(headers['cache-control']).toBe('no-store');
      expect([headers['content-encoding'], headers.etag]).toEqual([undefined, undefined]);
    }
  });

  test.each(['bytes=0-3', `bytes=${SCRIPT.length}-`, 'bytes=0-1,5-6'])(
    'goes whole to who asks for %s of it',
    async (range) => {
      for (const [accepted, length] of [
        ['br', PACKED.br.length],
        ['identity', SCRIPT.length],
      ] as const) {
        const sent = { 'accept-encoding': accepted, range };
        const { status, headers } = await ask(SCRIPT_PATH, sent);
        expect([status, headers['content-length']]).toEqual([200, String(length)]);
        expect(headers['content-encoding']).toBe(accepted === 'br' ? 'br' : undefined);
      }
    },
  );

  test('a form that is asked for by its name is none that the caller takes', async () => {
    for (const accepted of ['identity', 'br, gzip']) {
      const { status, headers } = await ask(`${SCRIPT_PATH}.br`, { 'accept-encoding': accepted });
      expect(status).toBe(404);
      expect(headers['content-encoding']).toBeUndefined();
    }
  });
});

const HOSTILE = [
  '/dashboard/../secret.js',
  '/dashboard/assets/../../secret.js',
  '/dashboard/..%2fsecret.js',
  '/dashboard/%2e%2e/secret.js',
  '/dashboard/%2e%2e%2fsecret.js',
  '/dashboard/..%5csecret.js',
  '/dashboard/%252e%252e%252fsecret.js',
  '/dashboard//etc/passwd',
  '/dashboard/%2fetc%2fpasswd',
  '/dashboard/.hidden',
  '/dashboard/%00',
  '/dashboard/icon.svg%00.js',
  '/dashboard/%',
  '/dashboard/%ff',
  '/dashboard/__proto__',
  `/dashboard/${'a/'.repeat(4000)}`,
  `/dashboard/${'a'.repeat(8000)}`,
];

describe('what is no file', () => {
  test.each(HOSTILE.map((path) => [path.slice(0, 60), path]))(
    '%s gives nothing but the page',
    async (_shown, path) => {
      for (const accepted of ['br', 'identity']) {
        const { status, text } = await ask(path, { 'accept-encoding': accepted });
        if (status === 200) expect(text).toBe(INDEX);
        else expect([400, 404, 414, 431]).toContain(status);
      }
    },
  );

  test.each([
    '/dashboard/assets/',
    '/dashboard/assets/index-00.js',
    '/dashboard/assets/a/b.js',
    '/dashboard/assets/%00',
    '/dashboard/assets/%',
    '/dashboard/assets/%2e%2e%2f%2e%2e%2fsecret.js',
    '/dashboard/assets/..%2findex.html%00',
    `/dashboard/assets/${'a'.repeat(8000)}`,
  ])('%s is a problem in assets, however it is asked for', async (path) => {
    for (const accepted of ['br, gzip', 'identity']) {
      const { headers, status } = await ask(path, { 'accept-encoding': accepted });
      expect(status).toBe(404);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(headers['content-encoding']).toBeUndefined();
      expect(headers['cache-control']).toBe('no-store');
    }
  });
});

const EVERYWHERE = ['/', '/dashboard', '/dashboard/', '/dashboard/audit', '/dashboard/icon.svg'];

test('where it is off, there is nothing of it; a reload turns it on and off', async () => {
  const runtime = fakeRuntime('dashboard: { enabled: false }');
  const { send } = await startServer(runtime, { dashboardFiles: folder });
  const statuses = async (): Promise<number[]> => {
    const paths = [...EVERYWHERE, '/dashboard/assets/index-a1.js'];
    return (await Promise.all(paths.map((path) => send(path)))).map(({ status }) => status);
  };
  const reload = async (yaml: string): Promise<void> => {
    runtime.nextConfig = parseConfig(yaml).config;
    await runtime.reload();
  };
  expect(await statuses()).toEqual([404, 404, 404, 404, 404, 404]);
  expect((await send('/dashboard')).json()).toMatchObject({ code: 'not_found' });
  await reload('');
  expect(await statuses()).toEqual([302, 200, 200, 200, 200, 200]);
  await reload('dashboard: { enabled: false }');
  expect(await statuses()).toEqual([404, 404, 404, 404, 404, 404]);
});

test('where it is not built, the server runs, and the page says what to do', async () => {
  const { send } = await startServer(fakeRuntime(), { dashboardFiles: join(above, 'nothing') });
  for (const path of ['/dashboard', '/dashboard/audit']) {
    const page = await send(path);
    expect([page.status, page.headers['cache-control']]).toEqual([503, 'no-store']);
    expect(page.text).toContain('npm run build');
  }
  expect((await send('/dashboard/assets/index-a1.js')).status).toBe(404);
  expect((await send('/v1/health/live')).status).toBe(200);
});

test('what is built while the server runs is served', async () => {
  const later = join(above, 'later');
  const { send } = await startServer(fakeRuntime(), { dashboardFiles: later });
  expect((await send('/dashboard')).status).toBe(503);
  await mkdir(later);
  await writeFile(join(later, 'index.html'), INDEX);
  expect(await send('/dashboard')).toMatchObject({ status: 200, text: INDEX });
});

test('a request with a credential that holds no more gets the page, on which its user signs in', async () => {
  const headers = { authorization: `Bearer sfai_${'a'.repeat(12)}_${'b'.repeat(43)}` };
  expect(await ask('/dashboard', headers)).toMatchObject({ status: 200, text: INDEX });
});
