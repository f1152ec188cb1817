import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { folderWith, pipe, type Piped } from './support/bed.ts';

type Message = Record<string, unknown> & {
  id?: unknown;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
};

/** Everything that a server has written, as messages. */
function messagesOf({ wrote }: Piped): Message[] {
  return wrote()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Message);
}

/** Sends lines, and gives the answer to an id. */
async function ask(piped: Piped, id: unknown, ...sent: (object | string)[]): Promise<Message> {
  for (const line of sent) {
    piped.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  }
  for (;;) {
    const found = messagesOf(piped).find((message) => message.id === id && !('method' in message));
    if (found !== undefined) return found;
    await once(piped.stdout, 'data');
  }
}

const SCAN = { name: 'scan_input', arguments: { text: 'token=sk-ABCDEF1234567890ABCDEF' } };

describe.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
  'revision %s',
  (revision) => {
    const initialize = {
      ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
      params: {
        protocolVersion: revision,
        capabilities: {},
        clientInfo: { name: 'fixture', version: '1.0.0' },
      },
    };

    test('handshake, ping, list, call and resources, as they are on the wire', async () => {
      const piped = pipe({ cwd: await folderWith('') });
      expect(await ask(piped, 0, initialize)).toMatchObject({
        jsonrpc: '2.0',
        result: {
          protocolVersion: revision,
          serverInfo: { name: 'safeai', version: '0.1.0' },
          capabilities: { tools: {}, resources: {} },
        },
      });
      const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
      const ping = { jsonrpc: '2.0', id: 'p', method: 'ping' };
      expect(await ask(piped, 'p', initialized, ping)).toMatchObject({ result: {} });
      const list = { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} };
      const { result: listed } = await ask(piped, 2, list);
      expect(listed?.tools).toHaveLength(14);
      const call = { jsonrpc: '2.0', id: 3, method: 'tools/call', params: SCAN };
      const { result: called } = await ask(piped, 3, call);
      const [{ text } = { text: '' }] = called?.content as { type: string; text: string }[];
      expect(JSON.parse(text)).toMatchObject({ decision: { action: 'block' } });
      expect(called?.structuredContent).toEqual(JSON.parse(text));
      const read = {
        ...{ jsonrpc: '2.0', id: 4, method: 'resources/read' },
        params: { uri: 'safeai://policy/active' },
      };
      expect((await ask(piped, 4, read)).result).toMatchObject({
        contents: [{ uri: 'safeai://policy/active', mimeType: 'application/json' }],
      });
      expect(messagesOf(piped).map(({ id }) => id)).toEqual([0, 'p', 2, 3, 4]);
    });

    test('unknown tools, wrong arguments and unknown methods are errors, and the next call works', async () => {
      const piped = pipe({ cwd: await folderWith('') });
      await ask(piped, 0, initialize, { jsonrpc: '2.0', method: 'notifications/initialized' });
      const call = (id: number, params: object) =>
        ask(piped, id, { jsonrpc: '2.0', id, method: 'tools/call', params });
      expect(await call(1, { name: 'nothing', arguments: {} })).toMatchObject({
        error: { code: -32602, message: expect.stringContaining('nothing') },
      });
      const wrong = { name: 'scan_input', arguments: { txt: 'sk-ABCDEF1234567890ABCDEF' } };
      expect(await call(2, wrong)).toMatchObject({
        result: {
          isError: true,
          content: [
            { type: 'text', text: expect.stringMatching(/text is required|did you mean "text"/) },
          ],
        },
      });
      expect(await ask(piped, 3, { jsonrpc: '2.0', id: 3, method: 'no/such' })).toMatchObject({
        error: { code: -32601 },
      });
      expect(await call(4, { name: 'health_check', arguments: [] })).toHaveProperty('error');
      expect(await call(5, SCAN)).toHaveProperty('result');
      expect(piped.wrote()).not.toContain('sk-ABCDEF1234567890ABCDEF');
    });
  },
);

describe('revision 2026-07-28', () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'fixture', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const message = (id: number, method: string, params: object = {}) => ({
    ...{ jsonrpc: '2.0', id, method },
    params: { ...params, _meta: meta },
  });

  test('discover, list, call and resources, as they are on the wire', async () => {
    const piped = pipe({ cwd: await folderWith('') });
    expect((await ask(piped, 1, message(1, 'server/discover'))).result).toMatchObject({
      resultType: 'complete',
      supportedVersions: expect.arrayContaining(['2026-07-28']),
      capabilities: { tools: {} },
    });
    expect((await ask(piped, 2, message(2, 'tools/list'))).result).toMatchObject({
      ...{ resultType: 'complete', ttlMs: expect.any(Number), cacheScope: expect.any(String) },
    });
    const { result } = await ask(piped, 3, message(3, 'tools/call', SCAN));
    expect(result).toMatchObject({
      resultType: 'complete',
      structuredContent: { decision: { action: 'block' }, filtered: null },
    });
    const read = message(4, 'resources/read', { uri: 'safeai://decisions/recent' });
    expect((await ask(piped, 4, read)).result).toMatchObject({ contents: [expect.any(Object)] });
  });

  test('a revision that nobody knows is refused by its number', async () => {
    const piped = pipe({ cwd: await folderWith('') });
    const unknown = message(1, 'tools/list');
    const params = { _meta: { ...meta, 'io.modelcontextprotocol/protocolVersion': '2099-01-01' } };
    expect(await ask(piped, 1, { ...unknown, params })).toMatchObject({ error: { code: -32022 } });
  });
});

describe('lines that are no messages', () => {
  const PING = { jsonrpc: '2.0', id: 9, method: 'ping' };
  const HELLO = {
    ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'fixture', version: '1' },
    },
  };

  test.each([
    ['no JSON', '{"jsonrpc": sk-ABCDEF1234567890ABCDEF', null, -32700],
    ['other JSON', '[1, 2, 3]', null, -32600],
    ['no request', '{"id": 7, "secret": "sk-ABCDEF1234567890ABCDEF"}', 7, -32600],
    ['bytes that are no text', '\u0000\u0001\ufffd', null, -32700],
  ])('%s: an error, without what was sent, and the next is read', async (_, line, id, code) => {
    const piped = pipe({ cwd: await folderWith('') });
    expect(await ask(piped, id, line)).toMatchObject({ error: { code } });
    await ask(piped, 0, HELLO);
    expect(await ask(piped, 9, PING)).toMatchObject({ result: {} });
    expect(piped.wrote() + piped.said()).not.toContain('sk-ABCDEF');
  });

  test.each([
    [
      'last',
      (text: string) =>
        `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"scan_input","arguments":{"text":"${text}"}},"id":5}`,
    ],
    [
      'first',
      (text: string) =>
        `{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"scan_input","arguments":{"text":"${text}"}}}`,
    ],
  ])(
    'one that is too long, with its id %s: an error for that id, and the next is read',
    async (_, make) => {
      const piped = pipe({ cwd: await folderWith('') });
      await ask(piped, 0, HELLO);
      expect(await ask(piped, 5, make('x'.repeat(17 * 1024 * 1024)))).toMatchObject({
        error: { code: -32600, message: expect.stringContaining('16777216') },
      });
      expect(await ask(piped, 9, PING)).toMatchObject({ result: {} });
    },
  );

  test.each([
    ['larger than a body may be', { text: 'x '.repeat(600_000) }, 'payload_too_large'],
    ['deeper than a body may be', { payload: nested(2_000) }, 'payload'],
    ['so deep that nobody can write it', { payload: nested(200_000) }, 'payload'],
  ])('arguments %s: an error that says so', async (_, args, code) => {
    const piped = pipe({ cwd: await folderWith('') });
    await ask(piped, 0, HELLO);
    const name = 'text' in args ? 'scan_input' : 'scan_structured';
    const payload = 'payload' in args ? `{"payload":${args.payload}}` : JSON.stringify(args);
    const line = `{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"${name}","arguments":${payload}}}`;
    const answer = await ask(piped, 5, line);
    expect(JSON.stringify(answer)).toMatch(
      new RegExp(code === 'payload' ? 'too_large|too deep|nest|depth|limit' : code),
    );
    expect(await ask(piped, 9, PING)).toMatchObject({ result: {} });
  });
});

describe('the end', () => {
  test('what is under way when the host closes its end is answered first', async () => {
    const piped = pipe({ cwd: await folderWith('') });
    const hello = {
      ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'fixture', version: '1' },
      },
    };
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: SCAN };
    piped.stdin.end(`${JSON.stringify(hello)}\n${JSON.stringify(call)}\n`);
    await piped.over;
    expect(messagesOf(piped)).toEqual([
      expect.objectContaining({ id: 0 }),
      expect.objectContaining({ id: 1, result: expect.anything() }),
    ]);
  });

  test('a host that leaves without a word', async () => {
    const piped = pipe({ cwd: await folderWith('') });
    piped.stdin.destroy();
    await piped.over;
    expect(piped.wrote()).toBe('');
  });

  test('told to stop', async () => {
    const piped = pipe({ cwd: await folderWith('') });
    piped.stop.abort();
    await piped.over;
  });
});

/** An array in an array, so many times, as text: it is too deep for most who write JSON. */
function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}
