import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe } from '@jest/globals';

const SCRIPT = fileURLToPath(new URL('../../../../tools/python/environment.mjs', import.meta.url));

function environment(): { readonly bin?: string; readonly unavailable?: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [SCRIPT, 'secrets'], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as ReturnType<typeof environment>;
}

const { bin = '', unavailable } = environment();

/** Tests against OpenBao and what stands for AWS. Skipped, with the reason, where these cannot be had. */
export function describeSecretServers(name: string, tests: () => void): void {
  if (unavailable === undefined) describe(name, tests);
  else describe.skip(`${name} (${unavailable})`, tests);
}

/** What a client of AWS takes its credentials from. */
export const AWS_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-access-key-of-the-tests',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

const TOKEN = 'root-token-of-the-tests';
const START_MS = 60_000;

/** OpenBao and what stands for AWS Secrets Manager, each a process of its own. */
export class SecretServers {
  readonly token = TOKEN;
  readonly vault: string;
  readonly aws: string;
  readonly #children: readonly ChildProcess[];

  private constructor(vault: string, aws: string, children: readonly ChildProcess[]) {
    this.vault = vault;
    this.aws = aws;
    this.#children = children;
  }

  static async start(): Promise<SecretServers> {
    const [bao, moto] = [await freePort(), await freePort()];
    const vault = `http://127.0.0.1:${bao}`;
    const aws = `http://127.0.0.1:${moto}`;
    const listen = `-dev-listen-address=127.0.0.1:${bao}`;
    const options = ['-dev', '-dev-no-store-token', `-dev-root-token-id=${TOKEN}`, listen];
    const children = [
      run('bao', ['server', ...options]),
      run('moto_server', ['-H', '127.0.0.1', '-p', moto]),
    ];
    const servers = new SecretServers(vault, aws, children);
    await answering(aws, (status) => status > 0);
    // Its key-value engine comes up a moment after it listens.
    const mounted = `${vault}/v1/secret/config`;
    await answering(mounted, (status) => status === 200);
    return servers;
  }

  /** Writes a secret of OpenBao, in version 2 of its key-value engine. */
  async put(path: string, data: Readonly<Record<string, string>>): Promise<void> {
    const { ok } = await fetch(`${this.vault}/v1/secret/data/${path}`, {
      method: 'POST',
      headers: { 'x-vault-token': TOKEN },
      body: JSON.stringify({ data }),
    });
    if (!ok) throw new Error(`OpenBao has not taken ${path}.`);
  }

  /** Makes a secret of AWS in us-east-1. */
  async create(name: string, text: string): Promise<void> {
    const client = new SecretsManagerClient({ region: 'us-east-1', endpoint: this.aws });
    await client.send(new CreateSecretCommand({ Name: name, SecretString: text }));
    client.destroy();
  }

  async stop(): Promise<void> {
    const running = this.#children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    await Promise.all(
      running.map(async (child) => {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }),
    );
  }
}

function run(program: string, args: readonly string[]): ChildProcess {
  return spawn(join(bin, program), args, { stdio: 'ignore' });
}

async function answering(address: string, isRight: (status: number) => boolean): Promise<void> {
  const headers = { 'x-vault-token': TOKEN };
  for (const until = Date.now() + START_MS; Date.now() < until;) {
    const answer = await fetch(address, { headers }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (isRight(answer?.status ?? 0)) return;
    await sleep(50);
  }
  throw new Error(`Nothing answers at ${address}.`);
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
