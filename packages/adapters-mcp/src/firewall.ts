import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { JsonObject, RequestContext } from '@safeai/core';
import { shown } from './definitions/hidden-text.ts';
import type { HostAbilities, HostLink } from './host/host-link.ts';
import { ApprovalDesk } from './judge/approvals.ts';
import { Judge } from './judge/judged-call.ts';
import { LockFile } from './lock/lock-file.ts';
import { ServerMessages } from './server-messages.ts';
import { ServerRequests } from './server-requests.ts';
import {
  DEFAULT_LIMITS,
  type FirewallLimits,
  type FirewallNotice,
  type FirewallOptions,
} from './settings.ts';
import { ToolList } from './tool-list.ts';
import type { ToolParts } from './tool-parts.ts';
import { ToolPins } from './tool-pins.ts';
import { isServerName } from './upstream/server-target.ts';
import { type Asking, type ServerFacts, Upstream } from './upstream/upstream.ts';

/**
 * Stands between MCP hosts and one MCP server. The server is started when the first host comes, and not again when it
 * ends.
 */
export class McpFirewall {
  readonly name: string;
  readonly limits: FirewallLimits;
  readonly tools: ToolList;
  readonly pins: ToolPins;
  readonly judge: Judge;
  readonly desk: ApprovalDesk;
  readonly #options: FirewallOptions;
  readonly #requests: ServerRequests;
  readonly #messages: ServerMessages;
  readonly #hosts = new Set<HostLink>();
  #upstream: Upstream | undefined;
  #connecting: Promise<ServerFacts> | undefined;
  #declared = '';
  #pinning: Promise<void> | undefined;
  #hasTools = false;
  #hasToldUnreported = false;
  #isClosed = false;

  /** @throws RangeError for a name that a server cannot have */
  constructor(options: FirewallOptions) {
    const { guard, name, now = Date.now } = options;
    if (!isServerName(name)) {
      throw new RangeError(
        `A server cannot have the name ${shown(name)}: 1 to 64 of A-Za-z0-9_-, no __, no _ at either end.`,
      );
    }
    this.#options = options;
    this.name = name;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    const scope = scopeOf(options);
    this.desk = new ApprovalDesk(guard, options.tenantId, options.approver, this.limits.answerMs);
    this.judge = new Judge({
      guard,
      scope,
      desk: this.desk,
      binary: options.binary ?? 'pass',
      approvalWaitMs: options.approvalWaitMs ?? 0,
      maxCalls: this.limits.maxCalls,
      onUnreported: (error) => {
        this.#tellUnreported(error);
      },
    });
    const parts: ToolParts = {
      name,
      lock: new LockFile(resolve(options.lockFile)),
      frozen: options.frozen ?? false,
      guard,
      scope,
      limits: this.limits,
      now,
      tell: this.tell,
      ask: (method, params) =>
        this.#hasTools ? this.ask(method, params) : Promise.resolve({ tools: [] }),
    };
    this.tools = new ToolList(parts);
    this.pins = new ToolPins(parts);
    const toolName = (tool: string) => this.tools.toolName(tool);
    this.#requests = new ServerRequests({
      judge: this.judge,
      toolName,
      sampling: options.sampling ?? 'refuse',
      elicitation: options.elicitation ?? 'judge',
      most: this.limits.maxServerRequests,
      host: () => [...this.#hosts].at(-1),
    });
    this.#messages = new ServerMessages({
      name,
      guard,
      scope,
      toolName,
      limits: this.limits,
      tell: this.tell,
      hosts: () => this.#hosts,
      onToolsChanged: () => {
        this.tools.forget();
      },
    });
  }

  /** Tells the operator. */
  readonly tell = (notice: FirewallNotice): void => {
    this.#options.tell?.(notice);
  };

  /** The process id of a server that is a process and runs. */
  get pid(): number | undefined {
    return this.#upstream?.pid;
  }

  /**
   * Starts the server, if that was not done yet, and pins what it offers first. A host that can be asked other things
   * than the one before gets a server that was started for it.
   *
   * @param abilities what the host can be asked
   * @throws ServerFailure, LockError, SafeAIError
   */
  async connect(abilities: HostAbilities): Promise<ServerFacts> {
    if (this.#pinning === undefined) await this.pins.checkLock();
    const facts = await this.start(abilities);
    this.#pinning ??= this.pins.pinFirst(facts.instructions);
    try {
      await this.#pinning;
    } catch (error) {
      this.#pinning = undefined;
      throw error;
    }
    return facts;
  }

  /**
   * Starts the server, if that was not done yet, and pins nothing.
   *
   * @throws ServerFailure
   */
  async start(abilities: HostAbilities = {}): Promise<ServerFacts> {
    const declared = this.#requests.declared(abilities);
    const key = JSON.stringify(declared);
    if (this.#connecting !== undefined && key === this.#declared) return this.#connecting;
    const before = this.#upstream;
    this.#declared = key;
    const upstream = new Upstream(this.#options.target, this.limits, {
      onLog: (line) => {
        this.#messages.log(line);
      },
      onNotification: (method, params) => {
        this.#messages.notification(method, params);
      },
      onError: (error) => {
        this.#tellError(error);
      },
      prepare: (client) => {
        this.#requests.answerThrough(client, declared);
      },
      onEnd: (why) => {
        if (this.#isClosed || this.#upstream !== upstream) return;
        this.tell({
          kind: 'server',
          text: `${this.name} is gone: ${why}. It is not started again.`,
        });
      },
    });
    this.#upstream = upstream;
    this.#connecting = (async () => {
      await before?.close();
      const facts = await upstream.connect(declared);
      this.#hasTools = facts.capabilities.tools !== undefined;
      return facts;
    })();
    return this.#connecting;
  }

  /** Asks the server. @throws ServerFailure */
  ask(method: string, params: JsonObject, asking?: Asking): Promise<JsonObject> {
    const upstream = this.#upstream;
    if (upstream === undefined) return Promise.reject(new Error('The server was not started.'));
    return upstream.ask(method, params, asking);
  }

  /** Tells the server something. */
  async tellServer(method: string): Promise<void> {
    await this.#upstream?.tell(method);
  }

  /** From now on, the host hears the server. */
  join(host: HostLink): void {
    this.#hosts.add(host);
  }

  leave(host: HostLink): void {
    this.#hosts.delete(host);
  }

  /** Ends the server. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#upstream?.close();
  }

  /** Once: where it cannot be done, it mostly cannot be done at all. */
  #tellUnreported(error: unknown): void {
    if (this.#hasToldUnreported) return;
    this.#hasToldUnreported = true;
    const { code } = error as { code?: unknown };
    const why = typeof code === 'string' ? code : 'internal_error';
    this.tell({ kind: 'message', text: `how calls end cannot be put on record (${why})` });
  }

  #tellError(error: Error): void {
    if (this.#isClosed) return;
    // What is wrong may be the server's own text.
    const isOurs = error.message.startsWith('The server ') || error.message.startsWith('A line ');
    const text = isOurs ? error.message : 'it sent what is no answer to a request';
    this.#messages.log(text);
  }
}

function scopeOf({
  agentId,
  tenantId,
  sessionId = `mcp-${randomUUID()}`,
}: FirewallOptions): RequestContext {
  return {
    sessionId,
    ...(agentId === undefined ? {} : { agentId }),
    ...(tenantId === undefined ? {} : { tenantId }),
  };
}
