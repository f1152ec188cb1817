import {
  type CallToolResult,
  type CompleteResult,
  type GetPromptResult,
  type InputRequiredResult,
  type ListPromptsResult,
  type ListResourcesResult,
  type ListResourceTemplatesResult,
  type ListToolsResult,
  type McpRequestContext,
  McpServer,
  type ReadResourceResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { JsonObject } from '@safeai/core';
import { inspect } from '../definitions/inspection.ts';
import type { McpFirewall } from '../firewall.ts';
import type { Answer, Question } from '../judge/judged-call.ts';
import { Refusal, undecided } from '../judge/refusal.ts';
import { ServerFailure } from '../upstream/server-failure.ts';
import type { ServerFacts } from '../upstream/upstream.ts';
import { canAsk, nextRound, roundBefore } from './approval-round.ts';
import { fittingResult, toldResult } from './fitting-result.ts';
import { capabilitiesOf, infoOf } from './host-capabilities.ts';
import type { HostAbilities } from './host-link.ts';
import { protocolErrorOf, toolError } from './protocol-error.ts';

/** What a relay is built on: requests and answers as they come, without a registry of its own. */
export type RelayServer = McpServer['server'];

/** How a host is connected. */
export interface HostConnection {
  readonly era: McpRequestContext['era'];
  /** What it can be asked between two of its own requests. */
  readonly abilities: HostAbilities;
}

/** One server for one host: it offers what the server behind the firewall offers, and judges each call. */
export async function hostServer(
  firewall: McpFirewall,
  { era, abilities }: HostConnection,
): Promise<RelayServer> {
  const facts = await firewall.connect(abilities);
  const instructions = await firewall.tools.instructions(facts.instructions);
  const { server } = new McpServer(infoOf(facts, firewall), {
    capabilities: capabilitiesOf(facts, era),
    requestState: { verify: (state, context) => firewall.desk.codec.verify(state, context) },
    inputRequired: { roundTimeoutMs: firewall.limits.answerMs },
    ...(instructions === undefined ? {} : { instructions }),
  });
  new HostHandlers(firewall, server, era, abilities).install(facts);
  return server;
}

/** The requests of one host. */
class HostHandlers {
  readonly #firewall: McpFirewall;
  readonly #server: RelayServer;
  readonly #era: McpRequestContext['era'];
  readonly #abilities: HostAbilities;

  constructor(
    firewall: McpFirewall,
    server: RelayServer,
    era: McpRequestContext['era'],
    abilities: HostAbilities,
  ) {
    this.#firewall = firewall;
    this.#server = server;
    this.#era = era;
    this.#abilities = abilities;
  }

  install({ capabilities }: ServerFacts): void {
    const { tools, resources, prompts, completions, logging } = capabilities;
    if (tools !== undefined) this.#installTools();
    if (resources !== undefined) this.#installResources(resources.subscribe === true);
    if (prompts !== undefined) this.#installPrompts();
    const server = this.#server;
    if (completions !== undefined) {
      server.setRequestHandler(
        'completion/complete',
        async ({ params }, context) =>
          this.#passOn<CompleteResult>(
            'completion/complete',
            'completion_complete',
            params,
            context,
            false,
          ) as Promise<CompleteResult>,
      );
    }
    if (logging !== undefined && this.#era === 'legacy') {
      server.setRequestHandler('logging/setLevel', async ({ params: { level } }) => {
        await this.#firewall.ask('logging/setLevel', { level });
        return {};
      });
    }
    if (this.#era === 'legacy') {
      server.setNotificationHandler('notifications/roots/list_changed', () =>
        this.#firewall.tellServer('notifications/roots/list_changed'),
      );
    }
  }

  #installTools(): void {
    this.#server.setRequestHandler('tools/list', () =>
      this.#answered(async () => {
        const tools = await this.#firewall.tools.offered();
        return { tools } as unknown as ListToolsResult;
      }),
    );
    this.#server.setRequestHandler('tools/call', ({ params }, context) =>
      this.#callTool(params as { name: string; arguments?: JsonObject }, context),
    );
  }

  #installResources(canSubscribe: boolean): void {
    const server = this.#server;
    server.setRequestHandler('resources/list', ({ params }) =>
      this.#list<ListResourcesResult>('resources/list', params),
    );
    server.setRequestHandler('resources/templates/list', ({ params }) =>
      this.#list<ListResourceTemplatesResult>('resources/templates/list', params),
    );
    server.setRequestHandler('resources/read', ({ params }, context) =>
      this.#passOn<ReadResourceResult>('resources/read', 'resources_read', params, context),
    );
    if (!canSubscribe || this.#era !== 'legacy') return;
    for (const method of ['resources/subscribe', 'resources/unsubscribe'] as const) {
      server.setRequestHandler(method, ({ params: { uri } }, { mcpReq }) =>
        this.#answered(async () => {
          await this.#firewall.ask(method, { uri }, { signal: mcpReq.signal });
          return {};
        }),
      );
    }
  }

  #installPrompts(): void {
    this.#server.setRequestHandler('prompts/list', ({ params }) =>
      this.#list<ListPromptsResult>('prompts/list', params),
    );
    this.#server.setRequestHandler('prompts/get', ({ params }, context) =>
      this.#passOn<GetPromptResult>('prompts/get', 'prompts_get', params, context),
    );
  }

  /** What goes wrong here is an answer that the model reads, never an error of the protocol; but the server's own is. */
  async #callTool(
    { name, arguments: given = {} }: { name: string; arguments?: JsonObject },
    context: ServerContext,
  ): Promise<CallToolResult | InputRequiredResult> {
    const { tools } = this.#firewall;
    try {
      const tool = await tools.find(name).catch((error: unknown) => {
        throw undecided(error, 'the call');
      });
      if (typeof tool === 'string') return toolError(`SafeAI refused the call: ${tool}`);
      const answer = await this.#judged(
        tools.toolName(tool.name),
        given,
        `the call of ${tool.name}`,
        (parameters) =>
          this.#ask('tools/call', { name: tool.name, arguments: parameters }, context),
        context,
      );
      if (answer.kind === 'question') return await nextRound(this.#firewall.desk, answer, context);
      return fittingResult(answer, tool.json.outputSchema);
    } catch (error) {
      if (error instanceof Refusal) return toolError(error.message);
      if (error instanceof ServerFailure && error.kind !== 'error') return toolError(error.message);
      throw protocolErrorOf(error);
    }
  }

  /** A request for one of the server's other offers. */
  #passOn<T extends object>(
    method: string,
    called: string,
    params: object,
    context: ServerContext,
    mayAsk = canAsk(this.#era, this.#abilities, context.mcpReq),
  ): Promise<T | InputRequiredResult> {
    const { _meta, ...given } = params as JsonObject;
    return this.#answered<T | InputRequiredResult>(async () => {
      const answer = await this.#judged(
        this.#firewall.tools.toolName(called),
        given,
        method,
        (parameters) => this.#ask(method, parameters, context),
        context,
        mayAsk,
      );
      if (answer.kind === 'question') return nextRound(this.#firewall.desk, answer, context);
      return toldResult(answer) as T;
    });
  }

  /** A list of the server: texts on their way into a model. */
  #list<T>(method: string, params: object | undefined): Promise<T> {
    const { cursor } = (params ?? {}) as { cursor?: string };
    return this.#answered(async () => {
      const result = await this.#firewall.ask(method, cursor === undefined ? {} : { cursor });
      if (inspect(result).size === 0) return result as T;
      const toolName = this.#firewall.tools.toolName(method.replaceAll('/', '_'));
      const judged = await this.#firewall.judge.judgeResult({ toolName, what: method }, result);
      return judged.result as T;
    });
  }

  #judged(
    toolName: string,
    parameters: JsonObject,
    what: string,
    make: (parameters: JsonObject) => Promise<JsonObject>,
    { mcpReq }: ServerContext,
    mayAsk = canAsk(this.#era, this.#abilities, mcpReq),
  ): Promise<Answer | Question> {
    return this.#firewall.judge.call({
      toolName,
      parameters,
      what,
      make,
      signal: mcpReq.signal,
      canAsk: mayAsk,
      ...roundBefore(mcpReq),
    });
  }

  /** Asks the server, and lets the host see how far it is. */
  #ask(method: string, params: JsonObject, { mcpReq }: ServerContext): Promise<JsonObject> {
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken === undefined) {
      return this.#firewall.ask(method, params, { signal: mcpReq.signal });
    }
    return this.#firewall.ask(method, params, {
      signal: mcpReq.signal,
      onProgress: ({ progress, total, message }) => {
        const isClean = message !== undefined && inspect(message).size === 0;
        const told = {
          progressToken,
          progress,
          ...(total === undefined ? {} : { total }),
          ...(isClean ? { message } : {}),
        };
        mcpReq.notify({ method: 'notifications/progress', params: told }).catch(() => undefined);
      },
    });
  }

  /** Outside tools, all that goes wrong is an error of the protocol. */
  async #answered<T>(answer: () => Promise<T>): Promise<T> {
    try {
      return await answer();
    } catch (error) {
      throw protocolErrorOf(error);
    }
  }
}
