import {
  parametersOf,
  runTool,
  WithheldError,
  type CallVerdict,
  type GuardedAgent,
  type Pending,
  type Withheld,
} from '@safeai/adapter-kit';
import type { JsonObject } from '@safeai/core';
import type { Shell, ShellAction, ShellTool } from '@openai/agents';
import { runsOf } from './agent-runs.ts';

type LocalShell = ShellTool & { readonly shell: Shell };
type ShellResult = Awaited<ReturnType<Shell['run']>>;

/** What is known of an action that has not run. */
interface KnownAction {
  readonly toolCallId: string | undefined;
  readonly verdict?: CallVerdict<JsonObject>;
}

/**
 * A shell on this machine under guard: its commands are one call, judged before they run; a call that waits for a person pauses
 * the run. What they print is judged. A shell of the provider's stays as it is.
 */
export function guardShell(agent: GuardedAgent, tool: ShellTool): ShellTool {
  return isLocal(tool) ? guardedShell(agent, tool) : tool;
}

function isLocal(tool: ShellTool): tool is LocalShell {
  return tool.shell !== undefined;
}

function guardedShell(agent: GuardedAgent, tool: LocalShell): ShellTool {
  runsOf(agent).guarded.add(tool.name);
  const known = new WeakMap<ShellAction, KnownAction>();
  const judge = (action: ShellAction, toolCallId: string | undefined) =>
    agent.toolCall({ toolName: tool.name, parameters: parametersOf(action) ?? {}, toolCallId });
  const shell: Shell = {
    async run(action) {
      const { toolCallId, verdict = await judge(action, toolCallId) } = known.get(action) ?? {
        toolCallId: undefined,
      };
      known.delete(action);
      if (verdict.kind !== 'go') return failed(agent, verdict);
      const judged = { ...action, ...verdict.value };
      const ran = await runTool(agent, tool.name, verdict, () => tool.shell.run(judged));
      return ran.kind === 'go' ? (ran.value as unknown as ShellResult) : failed(agent, ran);
    },
  };
  return {
    ...tool,
    shell,
    async needsApproval(context, action, toolCallId) {
      const isOwn = await tool.needsApproval(context, action, toolCallId);
      const verdict = isOwn ? undefined : await judge(action, toolCallId);
      const isPaused = verdict === undefined || verdict.kind === 'pending';
      // What a person let pass is judged where it runs.
      known.set(action, isPaused ? { toolCallId } : { toolCallId, verdict });
      return isPaused;
    },
  };
}

/** The commands have not run, or what they printed is withheld. */
function failed(agent: GuardedAgent, verdict: Withheld | Pending): ShellResult {
  if (agent.options.onBlock === 'throw') throw new WithheldError(verdict);
  const outcome = { type: 'exit', exitCode: null } as const;
  return { output: [{ stdout: '', stderr: verdict.text, outcome }] };
}
