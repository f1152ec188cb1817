import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Client as NewClient } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  ResultSchema,
  type ClientCapabilities,
} from '@modelcontextprotocol/sdk/types.js';
import { bench, closeAll, newFolder, nodeServer, oldHost, type Bench } from './bench.ts';
import type { ChildServer } from '../src/upstream/child-transport.ts';

const require = createRequire(import.meta.url);
const folderOf = (name: string) =>
  dirname(require.resolve(`@modelcontextprotocol/${name}/package.json`));

const EVERYTHING = nodeServer(join(folderOf('server-everything'), 'dist/index.js'), 'stdio');

afterAll(closeAll);

type Call = readonly [method: string, params: Record<string, unknown>];

const tool = (name: string, given: Record<string, unknown> = {}): Call => [
  'tools/call',
  { name, arguments: given },
];

const OFFERS: readonly Call[] = [
  tool('echo', { message: 'a message' }),
  tool('echo', { wrong: true }),
  tool('get-annotated-message', { messageType: 'error', includeImage: true }),
  tool('get-env'),
  tool('get-resource-links', { count: 3 }),
  tool('get-resource-reference', { resourceType: 'Text', resourceId: 1 }),
  tool('get-resource-reference', { resourceType: 'Blob', resourceId: 2 }),
  tool('get-structured-content', { location: 'New York' }),
  tool('get-sum', { a: 2, b: 3 }),
  tool('get-tiny-image'),
  tool('gzip-file-as-resource', {
    name: 'a.txt.gz',
    data: 'data:text/plain,hello',
    outputType: 'resource',
  }),
  tool('toggle-simulated-logging'),
  tool('toggle-subscriber-updates'),
  tool('trigger-long-running-operation', { duration: 0.2, steps: 2 }),
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['resources/read', { uri: 'demo://resource/dynamic/text/1' }],
  ['resources/read', { uri: 'demo://resource/dynamic/blob/1' }],
  ['resources/read', { uri: 'demo://no/such' }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'simple-prompt' }],
  ['prompts/get', { name: 'args-prompt', arguments: { city: 'Bern', state: 'BE' } }],
  ['prompts/get', { name: 'no-such-prompt' }],
  [
    'completion/complete',
    {
      ref: { type: 'ref/prompt', name: 'completable-prompt' },
      argument: { name: 'department', value: 'E' },
    },
  ],
];

/** An answer, or the error in its place, without what differs from call to call. */
async function answerOf(client: OldClient, [method, params]: Call): Promise<unknown> {
  try {
    const result = await client.request({ method, params }, ResultSchema);
    return steady(result);
  } catch (error) {
    const { code, message, data } = error as { code: unknown; message: string; data: unknown };
    return { code, message, data };
  }
}

function steady(result: unknown): unknown {
  const text = JSON.stringify(result, (key, value: unknown) =>
    key === 'safeai/unscanned' ? undefined : value,
  )
    .replace(/"_meta":\{\},?/g, '')
    .replace(/\d{1,2}:\d\d:\d\d(?: [AP]M)?/g, 'TIME')
    // Blobs hold the time, too.
    .replace(/"blob":"[^"]*"/g, '"blob":"…"');
  return JSON.parse(text.replace(/,\}/g, '}'));
}

function direct(server: ChildServer, capabilities: ClientCapabilities = {}) {
  const client = new OldClient({ name: 'host', version: '1' }, { capabilities });
  return { client, transport: new StdioClientTransport({ ...server, args: [...server.args] }) };
}

test('server-everything answers behind the firewall as without it', async () => {
  const { client: plain, transport } = direct(EVERYTHING as ChildServer);
  await plain.connect(transport);
  const at = bench(EVERYTHING);
  const wrapped = await oldHost(at);
  try {
    const { tools } = await plain.listTools();
    const tasks = tools.filter(({ execution }) => execution?.taskSupport === 'required');
    expect((await wrapped.listTools()).tools).toEqual(tools.filter((one) => !tasks.includes(one)));
    expect(wrapped.getServerVersion()).toEqual(plain.getServerVersion());
    expect(wrapped.getInstructions()).toBe(plain.getInstructions());
    const { tasks: _, ...capabilities } = plain.getServerCapabilities() ?? {};
    expect(wrapped.getServerCapabilities()).toEqual(capabilities);
    for (const call of OFFERS) {
      expect([call, await answerOf(wrapped, call)]).toEqual([call, await answerOf(plain, call)]);
    }
    const called = new Set(OFFERS.map(([, params]) => params.name));
    expect(tools.map(({ name }) => name).filter((name) => !called.has(name))).toEqual(
      tasks.map(({ name }) => name),
    );
  } finally {
    await plain.close();
  }
}, 60_000);

test('what server-everything asks of its host arrives, and the answers go back', async () => {
  const capabilities = { roots: {}, sampling: {}, elicitation: {} };
  const prepare = (client: OldClient) => {
    client.setRequestHandler(ListRootsRequestSchema, () => ({
      roots: [{ uri: 'file:///home/ann', name: 'home' }],
    }));
    client.setRequestHandler(CreateMessageRequestSchema, () => ({
      model: 'm',
      role: 'assistant' as const,
      content: { type: 'text' as const, text: 'a model said this' },
    }));
    client.setRequestHandler(ElicitRequestSchema, () => ({
      action: 'accept' as const,
      content: { name: 'Ann', check: true },
    }));
  };
  const calls = [
    tool('get-roots-list'),
    tool('trigger-elicitation-request'),
    tool('trigger-sampling-request', { prompt: 'say something', maxTokens: 5 }),
  ];
  const { client: plain, transport } = direct(EVERYTHING as ChildServer, capabilities);
  prepare(plain);
  await plain.connect(transport);
  const wrapped = await oldHost(bench(EVERYTHING, { sampling: 'judge' }), capabilities, prepare);
  try {
    for (const call of calls) {
      expect([call, await answerOf(wrapped, call)]).toEqual([call, await answerOf(plain, call)]);
    }
    const text = JSON.stringify(await answerOf(wrapped, calls[2] ?? tool('')));
    expect(text).toContain('a model said this');
  } finally {
    await plain.close();
  }
}, 60_000);

test('a host of the newest revision gets the same', async () => {
  const at = bench(EVERYTHING);
  const client = new NewClient(
    { name: 'host', version: '1' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(at.transport as never);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toContain('get-structured-content');
  const result = await client.callTool({
    name: 'get-structured-content',
    arguments: { location: 'New York' },
  });
  expect(result.structuredContent).toHaveProperty('temperature');
  expect(
    JSON.stringify(await client.readResource({ uri: 'demo://resource/dynamic/text/1' })),
  ).toContain('demo://resource/dynamic/text/1');
  expect(at.transport.received.join('\n')).toContain('2026-07-28');
  await client.close();
}, 60_000);

test('progress arrives', async () => {
  const client = await oldHost(bench(EVERYTHING));
  const seen: number[] = [];
  await client.callTool(
    { name: 'trigger-long-running-operation', arguments: { duration: 0.3, steps: 3 } },
    undefined,
    { onprogress: ({ progress }) => seen.push(progress) },
  );
  // The client forgets who waits for progress as soon as the answer is there.
  expect(seen.slice(0, 2)).toEqual([1, 2]);
}, 60_000);

test('server-filesystem answers behind the firewall as without it', async () => {
  const [mine, other] = [realpathSync(newFolder()), realpathSync(newFolder())];
  for (const folder of [mine, other]) {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'a.txt'), 'one\ntwo\nthree\n');
    writeFileSync(join(folder, 'sub', 'b.md'), '# title\n');
    writeFileSync(join(folder, 'dot.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
  }
  const script = join(folderOf('server-filesystem'), 'dist/index.js');
  const { client: plain, transport } = direct(nodeServer(script, other) as ChildServer);
  await plain.connect(transport);
  const wrapped = await oldHost(bench(nodeServer(script, mine)));
  const calls = (folder: string): readonly Call[] => [
    tool('read_file', { path: join(folder, 'a.txt') }),
    tool('read_text_file', { path: join(folder, 'a.txt'), head: 1 }),
    tool('read_media_file', { path: join(folder, 'dot.png') }),
    tool('read_multiple_files', { paths: [join(folder, 'a.txt'), join(folder, 'none')] }),
    tool('write_file', { path: join(folder, 'new.txt'), content: 'written' }),
    tool('edit_file', {
      path: join(folder, 'a.txt'),
      edits: [{ oldText: 'two', newText: 'zwei' }],
    }),
    tool('create_directory', { path: join(folder, 'made') }),
    tool('list_directory', { path: folder }),
    tool('list_directory_with_sizes', { path: folder }),
    tool('directory_tree', { path: folder }),
    tool('move_file', { source: join(folder, 'new.txt'), destination: join(folder, 'moved.txt') }),
    tool('search_files', { path: folder, pattern: '**/*.md' }),
    tool('get_file_info', { path: join(folder, 'a.txt') }),
    tool('list_allowed_directories'),
    tool('read_file', { path: '/etc/hostname' }),
  ];
  const without = (folder: string, answer: unknown) =>
    JSON.parse(
      JSON.stringify(answer)
        .replaceAll(folder, 'FOLDER')
        .replace(/(created|modified|accessed): [^\\"]*/g, '$1'),
    ) as unknown;
  try {
    const { tools } = await plain.listTools();
    expect((await wrapped.listTools()).tools).toEqual(tools);
    const there = calls(other);
    for (const [index, call] of calls(mine).entries()) {
      const expected = without(other, await answerOf(plain, there[index] ?? call));
      expect([call, without(mine, await answerOf(wrapped, call))]).toEqual([call, expected]);
    }
    const called = new Set(there.map(([, { name }]) => name));
    expect(tools.filter(({ name }) => !called.has(name))).toEqual([]);
  } finally {
    await plain.close();
  }
}, 60_000);

test('a result of a secret is redacted, and a call with one is not made', async () => {
  const at: Bench = bench(EVERYTHING, { rules: {} });
  const client = await oldHost(at);
  const secret = 'sk-ABCDEF1234567890ABCDEF';
  const refused = await client.callTool({
    name: 'echo',
    arguments: { message: `token=${secret}` },
  });
  expect(refused.isError).toBe(true);
  expect(JSON.stringify(refused)).toMatch(
    /Secret detected in tool request \(decision [0-9a-f-]{36}/,
  );
  expect(at.transport.received.join('\n')).not.toContain(secret);
}, 60_000);
