import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';

const SCRIPT = fileURLToPath(new URL('../../../../tools/python/environment.mjs', import.meta.url));

function environment(): { readonly bin?: string; readonly unavailable?: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [SCRIPT, 'secrets'], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as ReturnType<typeof environment>;
}

const { bin = '', unavailable } = environment();

/** Tests against real servers. Skipped, with the reason, where these cannot be had. */
export function describeServers(name: string, tests: () => void): void {
  if (unavailable === undefined) describe(name, tests);
  else describe.skip(`${name} (${unavailable})`, tests);
}

/** How long installing and starting may take, in milliseconds. */
export const START_MS = 120_000;

/** A server of its own process. */
export interface Server {
  readonly address: string;
  stop(): Promise<void>;
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function start(
  program: string,
  args: readonly string[],
  address: string,
  environmentOf: NodeJS.ProcessEnv = {},
): Promise<Server> {
  const child = spawn(join(bin, program), args, {
    stdio: 'ignore',
    env: { ...process.env, ...environmentOf },
  });
  const ended = once(child, 'exit');
  await listening(child, address);
  return {
    address,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function listening(child: ChildProcess, address: string): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) break;
    const answer = await fetch(address).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer !== undefined) return;
    await sleep(50);
  }
  throw new Error(`Nothing listens at ${address}.`);
}

/** OpenBao in development mode, unsealed, with version 2 of the key-value engine at `secret/`. */
export class Bao implements Server {
  static readonly ROOT = 'root-token-of-the-tests';
  readonly address: string;
  readonly #server: Server;
  readonly #port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.address = server.address;
    this.#port = port;
  }

  /** @param port that it had before; another one if absent */
  static async start(port?: number): Promise<Bao> {
    const own = port ?? (await freePort());
    const address = `http://127.0.0.1:${String(own)}`;
    const args = [
      'server',
      '-dev',
      '-dev-no-store-token',
      `-dev-root-token-id=${Bao.ROOT}`,
      `-dev-listen-address=127.0.0.1:${String(own)}`,
    ];
    const bao = new Bao(await start('bao', args, address), own);
    await bao.#unsealed();
    return bao;
  }

  get port(): number {
    return this.#port;
  }

  /** Asks the API; what it answers, whatever that is. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    token = Bao.ROOT,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
    const response = await fetch(`${this.address}/v1/${path}`, {
      method,
      headers: { 'x-vault-token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  }

  /** Asks the API, which must do it. */
  async do(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.body;
  }

  /** Writes a secret into version 2 of the engine. */
  put(path: string, data: Record<string, unknown>): Promise<Record<string, unknown>> {
    return this.do('POST', `secret/data/${path}`, { data });
  }

  /** A token with a policy, which lets it read what is given. */
  async token(rules: string, options: Record<string, unknown> = {}): Promise<string> {
    const name = `policy-${String(++policies)}`;
    await this.do('PUT', `sys/policies/acl/${name}`, { policy: rules });
    const { auth } = await this.do('POST', 'auth/token/create', { policies: [name], ...options });
    return (auth as { client_token: string }).client_token;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #unsealed(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const { status } = await this.ask('GET', 'secret/config').catch(() => ({ status: 0 }));
      if (status === 200) return;
      await sleep(50);
    }
    throw new Error('OpenBao has not come up.');
  }
}

let policies = 0;

/** Stands for AWS. */
export async function startMoto(): Promise<Server> {
  const port = String(await freePort());
  return start('moto_server', ['-H', '127.0.0.1', '-p', port], `http://127.0.0.1:${port}`);
}
