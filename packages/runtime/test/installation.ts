import { afterEach } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadConfig, type LoadedConfig } from '@safeai/config';
import type { Ports, SafeAIEvent } from '@safeai/core';

import {
  createRuntime,
  openStorage,
  type Runtime,
  type SecretBackend,
  type StorageNotice,
} from '../src/index.ts';

/** An approver in any tenant. */
export const APPROVER = {
  tenant: 'default',
  tenants: ['*'],
  user: 'security-admin',
  roles: ['admin'],
  source: 'key',
} as const;

/** A call that has to be approved. */
export const RISKY = {
  phase: 'request',
  toolName: 'database_query',
  parameters: { query: 'DROP TABLE users' },
  agentId: 'agent',
} as const;

/** A folder with a `safeai.yaml`, whose state lies in `.safeai` beside it. */
export class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), 'safeai-runtime-'));
  readonly state = join(this.folder, '.safeai');
  readonly keys = join(this.state, 'keys');
  readonly log = join(this.state, 'logs', 'audit');
  readonly notices: StorageNotice[] = [];
  readonly events: SafeAIEvent[] = [];
  readonly #opened: Runtime[] = [];

  constructor() {
    this.configure('');
  }

  configure(yaml: string): void {
    writeFileSync(join(this.folder, 'safeai.yaml'), yaml);
  }

  load(environment: Readonly<Record<string, string>> = {}): Promise<LoadedConfig> {
    return loadConfig({ environment, file: 'safeai.yaml', cwd: this.folder });
  }

  /** Starts a process's worth of SafeAI. */
  async start(
    role: 'server' | 'command' = 'server',
    ports: Partial<Ports> = {},
    environment: Readonly<Record<string, string>> = {},
    secretBackends: readonly SecretBackend[] = [],
  ): Promise<Runtime> {
    const runtime = await createRuntime({
      secretBackends,
      load: () => this.load(environment),
      openStorage: (loaded, events) =>
        openStorage({
          loaded,
          environment,
          role,
          events,
          onNotice: (notice) => void this.notices.push(notice),
          ...(ports.clock === undefined ? {} : { clock: ports.clock }),
        }),
      ports: { events: { emit: (event) => void this.events.push(event) }, ...ports },
    });
    this.#opened.push(runtime);
    return runtime;
  }

  async remove(): Promise<void> {
    for (const runtime of this.#opened) await runtime.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A new installation, gone when the test ends. */
export function newInstallation(): Installation {
  const installation = new Installation();
  installations.push(installation);
  return installation;
}

const installations: Installation[] = [];

afterEach(async () => {
  for (const installation of installations.splice(0)) await installation.remove();
});

/** Asks again until there is an answer. */
export async function eventually<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Does something as a user who owns nothing here. */
export async function asSomebodyElse<T>(doing: () => Promise<T>): Promise<T> {
  // Whoever is not root is nobody special already.
  if (process.getuid?.() !== 0) return doing();
  process.seteuid?.(65_534);
  try {
    return await doing();
  } finally {
    process.seteuid?.(0);
  }
}
