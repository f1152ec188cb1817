import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { bench, closeAll, newFolder, oldHost, stub, textOf, toldOf } from './bench.ts';

afterAll(closeAll);

const CALL = { name: 'plain', arguments: { text: 'hi' } };

/** Waits until something holds. The test's own time limit ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie has ended; who should have been told is this container's first process.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test.each([
  ['dies', /is gone: it ended with code 3/],
  ['garbage', /is gone: it writes what is no MCP message/],
  ['floods', /is gone: it floods/],
  ['huge', /is gone: it sent more than 100000 bytes in one message/],
])(
  'a server that %s gives a clean error, once and after that',
  async (kind, why) => {
    const at = bench(stub(kind), {
      limits: { maxMessageBytes: 100_000, messages: { burst: 1000, perSecond: 100 } },
    });
    const client = await oldHost(at);
    const first = await client.callTool(CALL);
    expect([first.isError, textOf(first)]).toEqual([true, expect.stringMatching(why)]);
    const second = await client.callTool(CALL);
    expect([second.isError, textOf(second)]).toEqual([true, expect.stringMatching(why)]);
    expect(toldOf(at, 'server')).toMatch(why);
    const pid = at.firewall.pid ?? 0;
    await until(() => !isAlive(pid));
  },
  30_000,
);

test('a server that hangs is told to stop, and other calls go on', async () => {
  const at = bench(stub('hangs'), { limits: { callMs: 200 } });
  const client = await oldHost(at);
  const result = await client.callTool(CALL);
  expect([result.isError, textOf(result)]).toEqual([true, 'The MCP server took too long.']);
  expect((await client.listTools()).tools).toHaveLength(2);
}, 30_000);

test('a server that never answers does not start', async () => {
  const at = bench(stub('mute'), { limits: { connectMs: 200, graceMs: 100 } });
  await expect(oldHost(at)).rejects.toThrow();
  const failure = await at.host.ended;
  expect(failure?.message).toBe('The MCP server did not start: it took too long.');
}, 30_000);

test.each([
  [stub('stillborn'), /did not start: it ended with code 7/],
  [{ command: '/no/such/server', args: [], env: {} }, /did not start: there is no such command/],
])(
  'a server that cannot start ends the firewall with a reason',
  async (target, why) => {
    const at = bench(target);
    await expect(oldHost(at)).rejects.toThrow();
    expect((await at.host.ended)?.message).toMatch(why);
  },
  30_000,
);

test('neither a stubborn server nor what it started outlives the host', async () => {
  const pids = join(newFolder(), 'pids');
  const at = bench(stub('stubborn', `pids=${pids}`), { limits: { graceMs: 100 } });
  await oldHost(at);
  const started = readFileSync(pids, 'utf8').split(' ').map(Number);
  expect(started.map(isAlive)).toEqual([true, true]);
  await at.transport.close();
  await at.host.ended;
  await until(() => !started.some(isAlive));
}, 30_000);

test.each(['endless', 'circling', 'no-list'])(
  'a list that is %s is no list',
  async (kind) => {
    const at = bench(stub(kind), { limits: { maxTools: 50 } });
    await expect(oldHost(at)).rejects.toThrow();
    expect((await at.host.ended)?.message).toMatch(/The MCP server is not used: /);
  },
  30_000,
);

test('its log reaches the operator redacted, spelled out and bounded, and the host never', async () => {
  const at = bench(stub('chatty'), { limits: { notifications: { burst: 50, perSecond: 1 } } });
  const client = await oldHost(at);
  await until(() => toldOf(at, 'message').includes('dropped so far'));
  const log = toldOf(at, 'log');
  expect(log).toContain('[test] loaded key');
  expect(log).toContain('\\u{1b}');
  expect(log).not.toContain('sk-ABCDEF1234567890ABCDEF');
  expect(log.split('\n').length).toBeLessThan(100);
  await client.ping();
  expect(at.transport.received.every((line) => line.startsWith('{'))).toBe(true);
}, 30_000);

test.each(['sampling/createMessage', 'elicitation/create', 'roots/list', 'no/such'])(
  'what was not declared cannot be asked: %s',
  async (method) => {
    const at = bench(stub('asks', `method=${method}`));
    const client = await oldHost(at, {});
    expect(textOf(await client.callTool(CALL))).toContain('-32601');
  },
  30_000,
);

test('sampling is refused though the host could', async () => {
  const at = bench(stub('asks', 'method=sampling/createMessage'));
  const client = await oldHost(at, { sampling: {} });
  expect(textOf(await client.callTool(CALL))).toContain('-32601');
}, 30_000);

test('an error of the server is passed on, and one that holds a secret is not', async () => {
  const plain = await oldHost(bench(stub('fails', 'says=It broke.')));
  await expect(plain.callTool(CALL)).rejects.toMatchObject({
    code: -32603,
    message: expect.stringContaining('It broke.'),
  });
  const secret = 'token=sk-ABCDEF1234567890ABCDEF';
  const at = bench(stub('fails', `says=${secret}`));
  const client = await oldHost(at);
  await expect(client.callTool(CALL)).rejects.toThrow('The server answered with an error.');
  expect(at.transport.received.join('\n')).not.toContain('sk-ABC');
}, 30_000);

test('calls past the limit are refused, not queued', async () => {
  const at = bench(stub('hangs'), { limits: { callMs: 2000, maxCalls: 2 } });
  const client = await oldHost(at);
  const results = await Promise.all([1, 2, 3].map(() => client.callTool(CALL)));
  const texts = results.map(textOf);
  expect(texts.filter((text) => text.includes('too many calls'))).toHaveLength(1);
}, 30_000);

test('a cancelled call is cancelled at the server, and its outcome unknown', async () => {
  const at = bench(stub('hangs'));
  const client = await oldHost(at);
  const stop = new AbortController();
  const call = client.request({ method: 'tools/call', params: CALL }, ResultSchema, {
    signal: stop.signal,
  });
  await until(() => at.transport.received.length > 0);
  await sleep(200);
  stop.abort();
  await expect(call).rejects.toThrow();
}, 30_000);
