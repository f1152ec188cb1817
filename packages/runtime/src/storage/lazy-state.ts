import { SafeAIError } from '@safeai/core';
import type { State } from '@safeai/state';
import type { PartHealth } from '../runtime.ts';
import { stateHealth, type StatePorts } from './state-ports.ts';

/** State files that are opened when something first asks for them; again, if that failed. */
export class LazyState {
  readonly ports: StatePorts = {
    apiKeys: this.#port('apiKeys'),
    approvals: this.#port('approvals'),
    budgets: this.#port('budgets'),
    capabilities: this.#port('capabilities'),
    limits: this.#port('limits'),
    lockdowns: this.#port('lockdowns'),
    memory: this.#port('memory'),
    operations: this.#port('operations'),
    outbox: this.#port('outbox'),
    pseudonyms: this.#port('pseudonyms'),
    sessions: this.#port('sessions'),
  };
  readonly #open: () => Promise<State>;
  #opened: Promise<State> | undefined;
  #isClosed = false;

  constructor(open: () => Promise<State>) {
    this.#open = open;
  }

  /** What was never asked for is well. */
  async health(): Promise<PartHealth> {
    return stateHealth(await this.#opened?.catch(() => undefined));
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const state = await this.#opened?.catch(() => undefined);
    await state?.close();
  }

  #state(): Promise<State> {
    if (this.#isClosed) {
      return Promise.reject(new SafeAIError('shutting_down', 'SafeAI is stopping.'));
    }
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  /** Every method of a port may return a promise. */
  #port<Name extends keyof StatePorts>(name: Name): StatePorts[Name] {
    type Methods = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
    return new Proxy({} as StatePorts[Name], {
      get: (_, method) => {
        // A port is no promise: whoever awaits one gets the port itself.
        if (typeof method === 'symbol' || method === 'then') return undefined;
        return async (...args: readonly unknown[]): Promise<unknown> => {
          const port = (await this.#state())[name] as unknown as Methods;
          return port[method]?.(...args);
        };
      },
    });
  }
}
