/** Servers that are measured, each in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, SAFEAI } from '../../conformance/server.mjs';

const gauge = new URL('gauge.mjs', import.meta.url).href;
const loopbackOnly = new URL('loopback-only.mjs', import.meta.url).href;

/** A process, and what it answers when it is asked. */
class Measured {
  constructor(child, port, end = () => undefined) {
    this.child = child;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.ended = once(child, 'exit');
    this.end = end;
  }

  /** `{ cpu, rss, heap, external }`: µs and bytes. */
  async gauge({ collect = false } = {}) {
    return (await this.ask('gauge', { collect })).gauge;
  }

  async ask(what, more = {}) {
    this.child.send({ ask: what, ...more });
    const [answer] = await once(this.child, 'message', { signal: AbortSignal.timeout(60_000) });
    return answer;
  }

  async stop() {
    this.child.kill('SIGTERM');
    await this.ended;
    await this.end();
  }
}

function start(file, args = [], { preload = [gauge], nodeArgs = [], ...options } = {}) {
  return fork(file, args, {
    execArgv: [...nodeArgs, ...preload.flatMap((each) => ['--import', each])],
    ...options,
    env: { ...process.env, NODE_ENV: 'production', ...options.env },
  });
}

/** One of the files here, which tells its port. */
async function startFile(name, ...args) {
  const child = start(fileURLToPath(new URL(name, import.meta.url)), args);
  const [{ port }] = await once(child, 'message');
  return new Measured(child, port);
}

/** The provider of these measurements. */
export function startUpstream() {
  return startFile('upstream.mjs');
}

/** A bare proxy to a port. */
export function startPassThrough(upstream) {
  return startFile('pass-through.mjs', String(upstream));
}

/** Everything on: the shipped policy, budgets of money and tokens that match every request, the audit log on disk. */
const SETTINGS = `
policies: []
budgets:
  - { name: everything, limit: 1000000, period: month }
  - { name: each-agent, limit: 1000000, limit_tokens: 1000000000000, per: [tenant, agent], period: day }
`;

/** The built `safeai serve --mode gateway` on a folder of its own. */
export async function startGateway(upstream, { settings = SETTINGS, nodeArgs = [] } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-gateway-'));
  await writeFile(join(folder, 'safeai.yaml'), settings);
  const port = await freePort();
  const flags = { port, config: 'safeai.yaml', mode: 'gateway' };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const target = ['--upstream-base-url', `http://127.0.0.1:${upstream}/v1`];
  const child = start(SAFEAI, ['serve', ...args, ...target], {
    nodeArgs,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const gateway = new Measured(child, port, () => rm(folder, { recursive: true, force: true }));
  gateway.folder = folder;
  await untilReady(`${gateway.url}/v1/health/ready`, child);
  return gateway;
}

/** Portkey's gateway, with nothing on, from the folder that it is installed in. */
export async function startPortkey(folder) {
  const port = await freePort();
  const file = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  const child = start(file, [`--port=${port}`, '--headless'], {
    preload: [gauge, loopbackOnly],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const portkey = new Measured(child, port);
  await untilReady(`${portkey.url}/`, child);
  return portkey;
}

/** Asks until the server answers; fails once the process has ended, and after 30 seconds. */
async function untilReady(url, child) {
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt++) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`The server did not get ready:\n${said}`);
}
