import type { GuardedAgent } from '@safeai/adapter-kit';
import { ToolMessage } from '@langchain/core/messages';
import { DynamicStructuredTool, type ToolSchemaBase } from '@langchain/core/tools';
import { agentIn, type RunLike } from './session.ts';
import { runCall } from './tool-run.ts';

/** What of a tool matters here; every tool of LangChain's is one. */
export interface AnyTool {
  readonly name: string;
  readonly description: string;
  readonly schema: unknown;
  readonly returnDirect?: boolean | undefined;
  // A method, so that tools of every schema are meant.
  invoke(input: unknown, config?: object): unknown;
}

/** How tools are guarded. */
export interface ToolOptions {
  /** A call that waits for a person pauses the graph that makes it; if absent, the call answers that it waits. */
  readonly interrupt?: boolean;
}

/**
 * The same tool under guard: same name, description and schema. A call that is not run, and an answer that is withheld, are
 * what it answers. For graphs and models without `safeaiMiddleware`, which guards all tools of its agent.
 *
 * @throws GuardOutageError from the call, where there is no decision: the tool has not run, or its answer goes nowhere
 */
export function guardTool(
  tool: AnyTool,
  agent: GuardedAgent,
  { interrupt = false }: ToolOptions = {},
): DynamicStructuredTool {
  const { name, description, schema, returnDirect = false } = tool;
  return new DynamicStructuredTool<ToolSchemaBase>({
    name,
    description,
    schema: schema as ToolSchemaBase,
    returnDirect,
    func: async (args: unknown, _, config?: ToolConfig) => {
      const call = { name, args, id: config?.toolCall?.id };
      const how = { interrupt, signal: config?.signal };
      const answered = await runCall(
        agentIn(agent, config),
        call,
        how,
        (judged): Promise<unknown> => {
          // As a call it gives its message, with the artifact.
          const id = call.id ?? '';
          const made = { name, args: judged, id, type: 'tool_call' } as const;
          return tool.invoke(
            call.id === undefined ? judged : made,
            withoutCall(config),
          ) as Promise<unknown>;
        },
      );
      return call.id === undefined && ToolMessage.isInstance(answered)
        ? answered.content
        : answered;
    },
  });
}

/** Each of the tools under guard; see {@link guardTool}. */
export function guardTools(
  tools: readonly AnyTool[],
  agent: GuardedAgent,
  options: ToolOptions = {},
): DynamicStructuredTool[] {
  return tools.map((tool) => guardTool(tool, agent, options));
}

type ToolConfig = RunLike & {
  readonly toolCall?: { readonly id?: string };
  readonly signal?: AbortSignal;
};

/** The inner call is judged already, and one run of its own. */
function withoutCall(config: ToolConfig | undefined): object {
  const { toolCall: _, ...rest } = config ?? {};
  return rest;
}
