import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach } from '@jest/globals';
import { loadConfig } from '@safeai/config';
import type { ToolRequest } from '@safeai/core';
import { createLog, createServer } from '@safeai/proxy';
import { createRuntime, openStorage, type Runtime } from '@safeai/runtime';
import { folderWith, removeFolders, runCli, type Given, type Ran } from './run-cli.ts';

/** A safeai.yaml in a folder of its own, with its state beside it; gone after the test. */
export class Installation {
  readonly cwd: string;
  /** The state folder. */
  readonly state: string;

  private constructor(cwd: string) {
    this.cwd = cwd;
    this.state = join(cwd, '.safeai');
  }

  static async make(yaml = ''): Promise<Installation> {
    return new Installation(await folderWith({ 'safeai.yaml': yaml }));
  }

  /** Runs a command in its folder. */
  safeai(argv: readonly string[], given: Given = {}): Promise<Ran> {
    return runCli(argv, { cwd: this.cwd, ...given });
  }

  /** Serves on it, as `safeai serve` does; until the test ends, or it is closed. */
  async serve(): Promise<Served> {
    const runtime = await this.#open('server');
    const log = createLog({ stream: new PassThrough().resume() });
    const server = createServer({ runtime, log, port: 0 });
    const { url } = await server.listen();
    let closed: Promise<void> | undefined;
    const close = (): Promise<void> => {
      closed ??= server.close().then(() => runtime.close());
      return closed;
    };
    endings.push(close);
    return { url, runtime, close };
  }

  /** Lends a SafeAI on its state for a moment, as a hook has one. */
  async lend<T>(use: (runtime: Runtime) => Promise<T>): Promise<T> {
    const runtime = await this.#open('command');
    try {
      return await use(runtime);
    } finally {
      await runtime.close();
    }
  }

  /** Asks to call a tool. */
  call(request: Partial<ToolRequest> = {}) {
    return this.lend(({ boundary }) => boundary.interceptTool({ ...CALL, ...request }));
  }

  /** Asks to call a tool that needs an approval; the id of the request. */
  async pending(request: Partial<ToolRequest> = {}): Promise<string> {
    const { approvalRequestId } = await this.call(request);
    return String(approvalRequestId);
  }

  async #open(role: 'server' | 'command'): Promise<Runtime> {
    const file = join(this.cwd, 'safeai.yaml');
    const loaded = await loadConfig({ file, cwd: this.cwd, environment: {} });
    return createRuntime({
      load: () => Promise.resolve(loaded),
      openStorage: () => openStorage({ loaded, environment: {}, role }),
    });
  }
}

/** A server on an installation. */
export interface Served {
  readonly url: string;
  readonly runtime: Runtime;
  readonly close: () => Promise<void>;
}

/** A call that a person has to approve under the shipped rules. */
const CALL: ToolRequest = {
  phase: 'request',
  toolName: 'database_query',
  parameters: { query: 'DELETE FROM users WHERE active = false', contact: 'alice@example.com' },
  agentId: 'default-agent',
  sessionId: 'sess-002',
};

const endings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0)) await end();
  await removeFolders();
});
