import {
  jsonOf,
  parametersOf,
  textOf,
  type GuardedAgent,
  type Withheld,
} from '@safeai/adapter-kit';
import type { JsonValue } from '@safeai/core';
import type { AgentOutputItem, HostedToolCallItem } from '@openai/agents';
import type { AgentRuns } from './agent-runs.ts';
import { guardResults } from './model-input.ts';

/** What of an answer goes on, or why nothing does. */
export type GuardedOutput =
  | { readonly output: AgentOutputItem[]; readonly withheld: null }
  | { readonly output: null; readonly withheld: Withheld };

/** A text that an answer says, and how another takes its place. */
export interface Said {
  readonly text: string;
  readonly put: (text: string) => void;
}

/**
 * Judges a whole answer: its texts and reasoning as one answer, results of tools that the provider runs at the action boundary.
 * Calls of tools that nobody here guards are recorded, with what would have become of them.
 */
export async function guardOutput(
  agent: GuardedAgent,
  runs: AgentRuns,
  given: readonly AgentOutputItem[],
): Promise<GuardedOutput> {
  const output = structuredClone([...given]);
  const said = saidBy(output);
  const verdict = await agent.answers(said.map(({ text }) => text));
  if (verdict.kind === 'withheld') return { output: null, withheld: verdict };
  said.forEach(({ text, put }, index) => {
    const after = verdict.value[index];
    if (after !== undefined && after !== text) put(textOf(after));
  });
  return guardCalls(agent, runs, output);
}

/** Records calls of an answer whose texts were judged, and judges results that stand in it. It is changed in place. */
export async function guardCalls(
  agent: GuardedAgent,
  runs: AgentRuns,
  output: AgentOutputItem[],
): Promise<GuardedOutput> {
  await guardResults(agent, output);
  for (const item of output) {
    const call = callIn(item);
    if (call !== undefined && !(LOCAL.has(item.type) && runs.guarded.has(call.toolName))) {
      const verdict = await agent.recordCall(call);
      if (verdict.kind === 'withheld') return { output: null, withheld: verdict };
    }
    if (item.type === 'hosted_tool_call') await guardHosted(agent, item);
    await guardCitations(agent, item);
    keepAnswer(runs, item);
  }
  return { output, withheld: null };
}

/** What a tool of the provider's answered: a part of it may stand in the provider's own form alone. */
async function guardHosted(agent: GuardedAgent, item: HostedToolCallItem): Promise<void> {
  const { output, providerData } = item;
  if (output === undefined && providerData === undefined) return;
  const response = jsonOf({ output, providerData }) ?? null;
  const verdict = await agent.toolResult({ toolName: item.name, response });
  if (verdict.kind === 'withheld') {
    item.output = verdict.text;
    delete item.providerData;
  } else if (verdict.isChanged) Object.assign(item, verdict.value);
}

/** What the provider says beside a text. What names something that policy takes out is left out. */
async function guardCitations(agent: GuardedAgent, item: AgentOutputItem): Promise<void> {
  if ((item.type !== undefined && item.type !== 'message') || typeof item.content === 'string') {
    return;
  }
  for (const part of item.content) {
    const beside = Object.values(part.providerData ?? {});
    if (beside.every((value) => Array.isArray(value) && value.length === 0)) continue;
    const verdict = await agent.answers([jsonOf(part.providerData) ?? null]);
    if (verdict.kind === 'withheld' || verdict.isChanged) delete part.providerData;
  }
}

/** The texts of an answer, in their order. */
export function saidBy(output: readonly AgentOutputItem[]): Said[] {
  return output.flatMap((item): Said[] => {
    if (item.type === 'reasoning') {
      return [...item.content, ...(item.rawContent ?? [])].map((part) => ({
        text: part.text,
        put: (text) => {
          part.text = text;
          delete item.providerData;
        },
      }));
    }
    if ((item.type !== undefined && item.type !== 'message') || typeof item.content === 'string') {
      return [];
    }
    return item.content.flatMap((part): Said[] => {
      if (part.type === 'output_text') {
        const put = (text: string): void => {
          part.text = text;
          // Citations point into the text that was.
          delete part.providerData;
        };
        return [{ text: part.text, put }];
      }
      if (part.type === 'refusal') {
        return [{ text: part.refusal, put: (text) => (part.refusal = text) }];
      }
      return [];
    });
  });
}

function keepAnswer(runs: AgentRuns, item: AgentOutputItem): void {
  if (item.type !== undefined && item.type !== 'message') return;
  if (typeof item.content === 'string') return;
  const texts = item.content.map((part) => (part.type === 'output_text' ? part.text : ''));
  runs.keepAnswer(texts.join(''));
}

/** Calls that run here, if somebody has the tool. */
const LOCAL: ReadonlySet<unknown> = new Set(['function_call', 'shell_call']);

interface AnsweredCall {
  readonly toolName: string;
  readonly parameters: Record<string, JsonValue>;
}

/** A call in an answer, whoever runs it. */
function callIn(item: AgentOutputItem): AnsweredCall | undefined {
  switch (item.type) {
    case 'function_call':
      return called(item.name, item.arguments);
    case 'hosted_tool_call':
      return called(item.name, item.arguments ?? '{}');
    case 'shell_call':
      return { toolName: 'shell', parameters: parametersOf(item.action) ?? {} };
    case 'apply_patch_call':
      return { toolName: 'apply_patch', parameters: parametersOf(item.operation) ?? {} };
    case 'computer_call':
      return {
        toolName: 'computer',
        parameters: parametersOf({ actions: item.actions ?? [item.action] }) ?? {},
      };
    default:
      return undefined;
  }
}

function called(toolName: string, text: string): AnsweredCall {
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // A text.
  }
  return { toolName, parameters: parametersOf(value) ?? { input: jsonOf(text) ?? null } };
}
