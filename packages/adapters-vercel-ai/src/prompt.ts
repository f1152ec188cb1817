import type { GuardedAgent, Withheld } from '@safeai/adapter-kit';
import { jsonOf, textOf } from '@safeai/adapter-kit';
import type { JsonValue } from '@safeai/core';
import type { CallParams, Message } from './model-types.ts';

/** Parameters of a call as they go on, or why they do not. */
export type GuardedParams =
  | { readonly params: CallParams; readonly withheld: null }
  | { readonly params: null; readonly withheld: Withheld };

/** A text in the parameters, and how another takes its place. */
interface Place {
  readonly value: JsonValue;
  readonly put: (value: JsonValue) => unknown;
}

/**
 * Judges what goes to a model: the conversation and the descriptions of tools at the input boundary, results of tools at the
 * action boundary. What it has let through before is not judged again. Images and files are not looked into; how many there
 * are is on record. The parameters themselves stay as they are.
 */
export async function guardParams(agent: GuardedAgent, given: CallParams): Promise<GuardedParams> {
  const params = copyOf(given);
  const places: Place[] = [];
  let unscanned = 0;
  for (const message of params.prompt) {
    unscanned += placesOf(message, places);
    await guardResults(agent, message);
  }
  for (const tool of params.tools ?? []) {
    if (tool.type !== 'function') continue;
    const { description = null, inputSchema } = tool;
    places.push({
      value: { description, inputSchema: jsonOf(inputSchema) ?? null },
      put: (value) => Object.assign(tool, value),
    });
  }
  const verdict = await agent.input(
    places.map(({ value }) => value),
    unscanned === 0 ? undefined : { unscanned },
  );
  if (verdict.kind === 'withheld') return { params: null, withheld: verdict };
  places.forEach(({ value, put }, index) => {
    const after = verdict.value[index];
    if (after !== undefined && after !== value) put(after);
  });
  return { params, withheld: null };
}

/** @returns how many parts cannot be looked into */
function placesOf(message: Message, places: Place[]): number {
  if (message.role === 'system') {
    places.push({ value: message.content, put: (value) => (message.content = textOf(value)) });
    return 0;
  }
  let unscanned = 0;
  for (const part of message.content) {
    switch (part.type) {
      case 'text':
      case 'reasoning':
        places.push({ value: part.text, put: (value) => (part.text = textOf(value)) });
        break;
      case 'tool-call':
        places.push({ value: jsonOf(part.input) ?? null, put: (value) => (part.input = value) });
        break;
      case 'tool-approval-response': {
        const { reason } = part;
        if (reason === undefined) break;
        places.push({ value: reason, put: (value) => (part.reason = textOf(value)) });
        break;
      }
      case 'tool-result':
        break;
      default:
        unscanned += 1;
    }
  }
  return unscanned;
}

async function guardResults(agent: GuardedAgent, { role, content }: Message): Promise<void> {
  if (role === 'system') return;
  for (const part of content) {
    if (part.type !== 'tool-result') continue;
    const { output, toolName } = part;
    const said = output.type === 'execution-denied' ? (output.reason ?? null) : output.value;
    const verdict = await agent.pastResult(toolName, jsonOf(said) ?? null);
    if (verdict.kind === 'withheld') part.output = { type: 'error-text', value: verdict.text };
    else if (verdict.isChanged) {
      const { value } = verdict;
      if (output.type === 'execution-denied') output.reason = textOf(value);
      else Object.assign(output, { value });
    }
  }
}

/** A copy in which messages and their parts may be changed. */
function copyOf(params: CallParams): CallParams {
  const prompt = params.prompt.map((message) => {
    if (message.role === 'system') return { ...message };
    const content = message.content.map((part) =>
      part.type === 'tool-result' ? { ...part, output: { ...part.output } } : { ...part },
    );
    return { ...message, content } as Message;
  });
  return {
    ...params,
    prompt,
    ...(params.tools && { tools: params.tools.map((tool) => ({ ...tool })) }),
  };
}
