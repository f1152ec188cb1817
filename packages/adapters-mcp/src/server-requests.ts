import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  type ClientCapabilities,
  CreateMessageRequestSchema,
  type CreateMessageResult,
  ElicitRequestSchema,
  type ElicitResult,
  ErrorCode,
  ListRootsRequestSchema,
  type ListRootsResult,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import type { JsonObject } from '@safeai/core';
import type { HostAbilities, HostLink } from './host/host-link.ts';
import type { Judge } from './judge/judged-call.ts';
import { Refusal } from './judge/refusal.ts';
import type { Treatment } from './settings.ts';

/** What a {@link ServerRequests} works with. */
export interface ServerRequestParts {
  readonly judge: Judge;
  readonly toolName: (name: string) => string;
  readonly sampling: Treatment;
  readonly elicitation: Treatment;
  /** How many may be in flight. */
  readonly most: number;
  /** The host that is asked; undefined where none can be. */
  readonly host: () => HostLink | undefined;
}

/** What a server asks of the host: its roots, its person, its model. */
export class ServerRequests {
  readonly #parts: ServerRequestParts;
  #inFlight = 0;

  constructor(parts: ServerRequestParts) {
    this.#parts = parts;
  }

  /** What of a host's abilities the server is told of. It can ask for nothing else. */
  declared({ roots, sampling, elicitation }: HostAbilities): ClientCapabilities {
    const { sampling: onSampling, elicitation: onElicitation } = this.#parts;
    const hasForms =
      elicitation !== undefined && (Object.keys(elicitation).length === 0 || 'form' in elicitation);
    return {
      ...(roots === undefined ? {} : { roots: { listChanged: roots.listChanged === true } }),
      ...(sampling === undefined || onSampling === 'refuse' ? {} : { sampling: {} }),
      ...(!hasForms || onElicitation === 'refuse' ? {} : { elicitation: { form: {} } }),
    };
  }

  /** Answers a server's requests through a client, as far as they were declared. */
  answerThrough(client: Client, declared: ClientCapabilities): void {
    if (declared.roots !== undefined) {
      client.setRequestHandler(ListRootsRequestSchema, () =>
        this.#within(
          async (host) => (await host.ask('roots/list', {})) as unknown as ListRootsResult,
        ),
      );
    }
    if (declared.elicitation !== undefined) {
      client.setRequestHandler(ElicitRequestSchema, ({ params }) =>
        this.#within((host) => this.#elicit(host, params as unknown as JsonObject)),
      );
    }
    if (declared.sampling !== undefined) {
      client.setRequestHandler(CreateMessageRequestSchema, ({ params }) =>
        this.#within((host) => this.#sample(host, params as unknown as JsonObject)),
      );
    }
  }

  /** The question goes to the person as a tool's answer does; what the person says goes to the server as a call does. */
  async #elicit(host: HostLink, params: JsonObject): Promise<ElicitResult> {
    const { judge } = this.#parts;
    const toolName = this.#parts.toolName('elicitation');
    const { mode: _mode, _meta, task: _task, ...question } = params;
    const asked = await judge.judgeResult({ toolName, what: 'a question of the server' }, question);
    const answer = await host.ask('elicitation/create', asked.result);
    const { action, content } = answer as { action: ElicitResult['action']; content?: JsonObject };
    if (action !== 'accept' || content === undefined) return { action };
    try {
      const given = await judge.outgoing(toolName, content, 'the answer to the server');
      return { action, content: given as NonNullable<ElicitResult['content']> };
    } catch (error) {
      if (error instanceof Refusal) return { action: 'decline' };
      throw error;
    }
  }

  async #sample(host: HostLink, params: JsonObject): Promise<CreateMessageResult> {
    const { judge } = this.#parts;
    const toolName = this.#parts.toolName('sampling');
    const { _meta, task: _task, includeContext: _context, ...question } = params;
    const asked = await judge.judgeResult(
      { toolName, what: "the server's question to the model" },
      question,
    );
    const answer = await host.ask('sampling/createMessage', asked.result);
    const { _meta: _theirs, ...said } = answer;
    const given = await judge.outgoing(toolName, said, "the model's answer to the server");
    return given as unknown as CreateMessageResult;
  }

  async #within<T>(answer: (host: HostLink) => Promise<T>): Promise<T> {
    const host = this.#parts.host();
    if (host === undefined) throw refused('The host cannot be asked.');
    if (this.#inFlight >= this.#parts.most) throw refused('Too many requests are in flight.');
    this.#inFlight += 1;
    try {
      return await answer(host);
    } catch (error) {
      if (error instanceof Refusal) throw refused('Refused by policy.');
      throw refused('The host did not answer.');
    } finally {
      this.#inFlight -= 1;
    }
  }
}

/** The server learns that it gets nothing, and no more. */
function refused(why: string): McpError {
  return new McpError(ErrorCode.InvalidRequest, why);
}
