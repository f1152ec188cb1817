import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bodyValidator, ROUTES, type RouteDescription } from '@safeai/api';
import { loadConfig } from '@safeai/config';
import { createRuntime, openStorage, type Runtime } from '@safeai/runtime';
import { startServer } from './support/server.ts';

/** An example of the documents: a request, and the part of its answer that they print. */
interface Example {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown };
  readonly status: number;
  readonly answer?: unknown;
  readonly text?: readonly string[];
}

const fixtures = new URL('../../../tools/conformance/fixtures/documents.json', import.meta.url);
const examples = JSON.parse(await readFile(fixtures, 'utf8')) as Example[];
const routes: readonly RouteDescription[] = ROUTES;

let folder: string;
let runtime: Runtime;

/** A runtime with a state folder of its own, on the files of the documents. */
async function openRuntime(state: string): Promise<Runtime> {
  const load = () => loadConfig({ cwd: folder, environment: {} });
  const loaded = await load();
  const named = join(folder, state);
  return createRuntime({
    load,
    openStorage: () => openStorage({ loaded, environment: {}, named, role: 'server' }),
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safeai-proxy-'));
  for (const [name, content] of examples.flatMap(({ files }) => Object.entries(files ?? {}))) {
    await writeFile(join(folder, name), content);
  }
  runtime = await openRuntime('.safeai');
});

afterAll(async () => {
  await runtime.close();
  await rm(folder, { recursive: true, force: true });
});

/** The printed part as a matcher: objects may have more members, `{"$matches": …}` stands for a pattern. */
function printed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(printed);
  if (typeof value !== 'object' || value === null) return value;
  const { $matches: pattern } = value as { $matches?: string };
  if (pattern !== undefined) return expect.stringMatching(new RegExp(pattern));
  const members = Object.entries(value).map(([name, member]) => [name, printed(member)] as const);
  return expect.objectContaining(Object.fromEntries(members));
}

describe.each(['hot', 'none'] as const)(
  'the examples of the documents, ahead of Express: %s',
  (ahead) => {
    let fresh: Runtime;

    // What the audit log shows is what the examples before did.
    beforeAll(async () => {
      fresh = await openRuntime(`.safeai-${ahead}`);
    });

    afterAll(() => fresh.close());

    test.each(examples.map((example) => [example.name, example] as const))(
      '%s',
      async (_name, { request: { method, path, body }, status, answer, text }) => {
        const server = await startServer(fresh, { aheadOfExpress: ahead });
        const received = await server.send(path, {
          method,
          ...(body === undefined ? {} : { body }),
        });
        expect([received.status, received.headers['content-type']]).not.toEqual([
          status,
          undefined,
        ]);
        expect(received.status).toBe(status);
        if (answer !== undefined) expect(received.json()).toEqual(printed(answer));
        for (const part of text ?? []) expect(received.text).toContain(part);
        const schema = routes.find((route) => route.path === path)?.answer.schema;
        if (schema !== undefined) expect(bodyValidator(schema)(received.json())).toEqual([]);
      },
    );
  },
);

test('policies, templates and explanations of the real runtime are what the document says', async () => {
  const server = await startServer(runtime);
  const ask = [
    ['policies', await server.send('/v1/policies')],
    ['policies_templates', await server.send('/v1/policies/templates')],
    ['plugins', await server.send('/v1/plugins')],
    [
      'policies_explain',
      await server.send('/v1/policies/explain', {
        body: { boundary: 'output', text: 'alice@example.com', data_tags: ['internal'] },
      }),
    ],
    [
      'scan_input',
      await server.send('/v1/scan/input?explain=true', { body: { text: 'alice@example.com' } }),
    ],
  ] as const;
  for (const [id, received] of ask) {
    const schema = routes.find((route) => route.id === id)?.answer.schema;
    expect([id, received.status]).toEqual([id, 200]);
    expect(schema && bodyValidator(schema)(received.json())).toEqual([]);
  }
  const { rules } = ask[0][1].json() as { rules: { name: string }[] };
  expect(rules.map(({ name }) => name)).toContain('default-secret-detection');
});

test('a file outside the roots is refused as the documents say', async () => {
  const server = await startServer(runtime);
  const received = await server.send('/v1/scan/file', { body: { path: '/etc/passwd' } });
  expect(received.json()).toMatchObject({ status: 403, code: 'path_not_allowed' });
  const missing = await server.send('/v1/scan/file', { body: { path: 'missing.txt' } });
  expect(missing.json()).toMatchObject({ status: 404, code: 'not_found' });
});

test('a reload of a bad file tells file and line, and keeps the old rules', async () => {
  const file = join(folder, 'safeai.yaml');
  await writeFile(file, 'policies: []\n');
  const own = await createRuntime({ load: () => loadConfig({ cwd: folder, environment: {} }) });
  const server = await startServer(own);
  const before = (await server.send('/v1/policies')).json();
  await writeFile(file, 'policies: []\npolicees: []\n');
  const refused = await server.send('/v1/policies/reload', { method: 'POST' });
  expect(refused.json()).toMatchObject({ status: 422, code: 'invalid_config' });
  const { errors } = refused.json() as { errors: { message: string }[] };
  expect(errors[0]?.message).toMatch(/safeai\.yaml:2:1: .*did you mean "policies"/);
  expect((await server.send('/v1/policies')).json()).toEqual(before);
  await rm(file);
  await own.close();
});
