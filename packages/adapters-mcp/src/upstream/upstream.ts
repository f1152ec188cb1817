import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  type ClientCapabilities,
  ErrorCode,
  type Implementation,
  McpError,
  type Progress,
  ResultSchema,
  type ServerCapabilities,
} from '@modelcontextprotocol/sdk/types.js';
import type { JsonObject } from '@safeai/core';
import type { FirewallLimits } from '../settings.ts';
import { VERSION } from '../version.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { ChildTransport } from './child-transport.ts';
import { ServerFailure } from './server-failure.ts';
import type { ServerTarget } from './server-target.ts';

/** What a server says of itself. */
export interface ServerFacts {
  readonly info: Implementation | undefined;
  readonly capabilities: ServerCapabilities;
  readonly instructions: string | undefined;
}

/** What a request to a server comes with. */
export interface Asking {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What an upstream tells. */
export interface UpstreamEars {
  /** A line of a process' standard error. */
  onLog(line: string): void;
  onNotification(method: string, params: JsonObject): void;
  /** Whatever is wrong and ends nothing. */
  onError(error: Error): void;
  /** Makes the client ready before it connects: what it answers the server. */
  prepare(client: Client): void;
  /** The connection is gone. */
  onEnd(why: string): void;
}

/** A connection to the server, which is started once and never again. */
export class Upstream {
  readonly #target: ServerTarget;
  readonly #limits: FirewallLimits;
  readonly #ears: UpstreamEars;
  #client: Client | undefined;
  #transport: Transport | undefined;
  #end: string | undefined;

  constructor(target: ServerTarget, limits: FirewallLimits, ears: UpstreamEars) {
    this.#target = target;
    this.#limits = limits;
    this.#ears = ears;
  }

  /** The process id of a server that is a process. */
  get pid(): number | undefined {
    return this.#transport instanceof ChildTransport ? this.#transport.pid : undefined;
  }

  /**
   * Starts the server, or connects to it.
   *
   * @param capabilities what it may ask for
   * @throws ServerFailure
   */
  async connect(capabilities: ClientCapabilities): Promise<ServerFacts> {
    const client = new Client({ name: 'safeai-mcp-firewall', version: VERSION }, { capabilities });
    const transport = this.#open();
    this.#client = client;
    this.#transport = transport;
    client.onerror = (error) => {
      this.#ears.onError(error);
    };
    client.onclose = () => {
      this.#end ??=
        (transport instanceof ChildTransport ? transport.why : undefined) ??
        'it closed the connection';
      this.#ears.onEnd(this.#end);
    };
    client.fallbackNotificationHandler = ({ method, params }) => {
      this.#ears.onNotification(method, (params ?? {}) as JsonObject);
      return Promise.resolve();
    };
    this.#ears.prepare(client);
    try {
      await client.connect(transport, { timeout: this.#limits.connectMs });
    } catch (cause) {
      this.#end ??= reasonOf(cause);
      await this.close();
      throw new ServerFailure('gone', `The MCP server did not start: ${this.#end}.`, { cause });
    }
    return {
      info: client.getServerVersion(),
      capabilities: client.getServerCapabilities() ?? {},
      instructions: client.getInstructions(),
    };
  }

  /**
   * Asks the server. The result is as it came.
   *
   * @throws ServerFailure
   */
  async ask(method: string, params: JsonObject, asking: Asking = {}): Promise<JsonObject> {
    const client = this.#client;
    if (client === undefined || this.#end !== undefined) throw this.#gone();
    const { callMs, longestCallMs } = this.#limits;
    let result: JsonObject;
    try {
      result = (await client.request({ method, params }, ResultSchema, {
        timeout: callMs,
        maxTotalTimeout: longestCallMs,
        resetTimeoutOnProgress: true,
        ...(asking.signal === undefined ? {} : { signal: asking.signal }),
        ...(asking.onProgress === undefined ? {} : { onprogress: asking.onProgress }),
      })) as JsonObject;
    } catch (cause) {
      throw this.#failure(cause, asking.signal);
    }
    // Of a newer revision than is spoken here: on the host's side it would be a request of ours, such as
    // `input_required`, which nobody has judged.
    const { resultType, ...rest } = result;
    if (resultType === undefined || resultType === 'complete') return rest;
    throw new ServerFailure('broken', NO_ANSWER);
  }

  /** Tells the server something; what cannot be told is lost. */
  async tell(method: string, params?: JsonObject): Promise<void> {
    if (this.#end !== undefined) return;
    await this.#client
      ?.notification(params === undefined ? { method } : { method, params })
      .catch((error: unknown) => {
        this.#ears.onError(error as Error);
      });
  }

  /** Ends the connection, and the process. Idempotent. */
  async close(): Promise<void> {
    this.#end ??= 'the firewall ended';
    const transport = this.#transport;
    if (transport instanceof StreamableHTTPClientTransport) {
      await transport.terminateSession().catch(() => undefined);
    }
    await transport?.close().catch(() => undefined);
    await this.#client?.close().catch(() => undefined);
  }

  #open(): Transport {
    const target = this.#target;
    const { maxMessageBytes, messages, maxGarbage, graceMs } = this.#limits;
    if ('command' in target) {
      const limits = { maxMessageBytes, messages, maxGarbage, graceMs };
      return new ChildTransport(target, limits, (line) => {
        this.#ears.onLog(line);
      });
    }
    const options = {
      fetch: boundedFetch(maxMessageBytes),
      requestInit: { headers: { ...target.headers } },
    };
    const url = new URL(target.url);
    return target.isSse === true
      ? // eslint-disable-next-line @typescript-eslint/no-deprecated -- servers of the oldest revision speak it
        new SSEClientTransport(url, options)
      : new StreamableHTTPClientTransport(url, options);
  }

  #gone(): ServerFailure {
    return new ServerFailure(
      'gone',
      `The MCP server is gone: ${this.#end ?? 'it was not started'}.`,
    );
  }

  #failure(cause: unknown, signal: AbortSignal | undefined): ServerFailure {
    if (signal?.aborted === true) return new ServerFailure('cancelled', 'The call was cancelled.');
    if (!(cause instanceof McpError)) {
      return new ServerFailure('broken', NO_ANSWER, { cause });
    }
    switch (cause.code) {
      case TIMEOUT:
        return new ServerFailure('timeout', 'The MCP server took too long.', { cause });
      case CLOSED:
        return this.#gone();
      default:
        return new ServerFailure('error', cause.message, {
          cause,
          code: cause.code,
          data: cause.data,
        });
    }
  }
}

const NO_ANSWER = 'The MCP server did not answer as one.';

/** JSON-RPC codes that the SDK gives what it noticed itself. */
const TIMEOUT: number = ErrorCode.RequestTimeout;
const CLOSED: number = ErrorCode.ConnectionClosed;

/** Why a server could not be reached, without what it says: that nobody has judged. */
function reasonOf(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such command';
  if (code === 'EACCES') return 'the command may not be run';
  if (cause instanceof McpError && cause.code === TIMEOUT) {
    return 'it took too long';
  }
  if (typeof code === 'string') return code;
  return 'it does not answer as an MCP server does';
}
