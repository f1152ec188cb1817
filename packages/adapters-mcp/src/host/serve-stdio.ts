import type { Readable, Writable } from 'node:stream';
import type {
  JSONRPCMessage,
  MessageExtraInfo,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { JsonObject } from '@safeai/core';
import type { McpFirewall } from '../firewall.ts';
import { anyObject } from './any-object.ts';
import { LIST_CHANGES, LOG_MESSAGE, RESOURCE_UPDATED } from './changes.ts';
import type { HostAbilities, HostLink } from './host-link.ts';
import { hostServer, type RelayServer } from './host-server.ts';

/** A host that is served over a pair of streams. */
export interface StdioHost {
  /** Resolves once the host has gone; with why the server could not be started, where it could not. */
  readonly ended: Promise<Error | undefined>;
  /** Ends the server and the connection. */
  close(): Promise<void>;
}

/** Serves one host over standard input and output, or streams like them. */
export function serveHostOverStdio(
  firewall: McpFirewall,
  stdin: Readable,
  stdout: Writable,
): StdioHost {
  const wire = new OpeningTransport(
    new StdioServerTransport(stdin, stdout, { maxBufferSize: firewall.limits.maxMessageBytes }),
  );
  let failure: Error | undefined;
  let finish: (failure: Error | undefined) => void = () => undefined;
  const ended = new Promise<Error | undefined>((resolve) => (finish = resolve));
  const handle = serveStdio(
    async ({ era }) => {
      const abilities = era === 'legacy' ? wire.abilities : {};
      let server: RelayServer;
      try {
        server = await hostServer(firewall, { era, abilities });
      } catch (error) {
        failure = error as Error;
        // The host reads that it failed; the operator, why.
        setImmediate(() => void close());
        throw error;
      }
      const link = stdioLink(server, era === 'legacy');
      firewall.join(link);
      server.onclose = () => {
        firewall.leave(link);
      };
      return server;
    },
    { transport: wire },
  );
  wire.onEnd = () => void close();
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      await firewall.close();
      await handle.close();
      finish(failure);
    })();
    return closing;
  };
  return { ended, close };
}

/** The newest revision has changes alone, and asks within answers. */
function stdioLink(server: RelayServer, isLegacy: boolean): HostLink {
  return {
    async notify(method, params) {
      if (method === LOG_MESSAGE && !isLegacy) return;
      if (!(method in LIST_CHANGES) && method !== RESOURCE_UPDATED && method !== LOG_MESSAGE)
        return;
      await server.notification({ method, params }).catch(() => undefined);
    },
    async ask(method, params) {
      if (!isLegacy) throw new Error('This host cannot be asked.');
      return await server.request({ method, params }, anyObject);
    },
  };
}

/** A transport that notes what the host's first message says of the host, before anybody acts on it. */
class OpeningTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage, extra?: MessageExtraInfo) => void;
  /** Called once, when the host has gone. */
  onEnd: () => void = () => undefined;
  abilities: HostAbilities = {};
  readonly #inner: StdioServerTransport;

  constructor(inner: StdioServerTransport) {
    this.#inner = inner;
    inner.onmessage = (message) => {
      this.#note(message);
      this.onmessage?.(message);
    };
    inner.onerror = (error) => this.onerror?.(error);
    inner.onclose = () => {
      this.onclose?.();
      this.onEnd();
    };
  }

  start(): Promise<void> {
    return this.#inner.start();
  }

  send(message: JSONRPCMessage, _options?: TransportSendOptions): Promise<void> {
    return this.#inner.send(message);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #note(message: JSONRPCMessage): void {
    if (!('method' in message) || message.method !== 'initialize') return;
    const { capabilities } = (message.params ?? {}) as { capabilities?: unknown };
    if (typeof capabilities !== 'object' || capabilities === null) return;
    this.abilities = abilitiesOf(capabilities as JsonObject);
  }
}

function abilitiesOf(capabilities: JsonObject): HostAbilities {
  const part = (name: keyof HostAbilities): HostAbilities => {
    const value = capabilities[name];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { [name]: value as JsonObject } : {};
  };
  return { ...part('roots'), ...part('sampling'), ...part('elicitation') };
}
