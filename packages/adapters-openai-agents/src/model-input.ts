import { jsonOf, textOf, type GuardedAgent, type Withheld } from '@safeai/adapter-kit';
import type { JsonValue } from '@safeai/core';
import type { AgentInputItem, ModelRequest } from '@openai/agents';

/** A request as it goes on, or why it does not. */
export type GuardedRequest =
  | { readonly request: ModelRequest; readonly withheld: null }
  | { readonly request: null; readonly withheld: Withheld };

type Variables = NonNullable<NonNullable<ModelRequest['prompt']>['variables']>;

/** A text in the request, and how another takes its place. */
interface Place {
  readonly value: JsonValue;
  readonly put: (value: JsonValue) => unknown;
}

/**
 * Judges what goes to a model: instructions, the conversation and the descriptions of tools at the input boundary, results of
 * tools at the action boundary. What it has let through before is not judged again. Images, files and what only the provider
 * can read are not looked into; how many there are is on record. The request itself stays as it is.
 */
export async function guardRequest(
  agent: GuardedAgent,
  given: ModelRequest,
): Promise<GuardedRequest> {
  const request = { ...given, input: structuredClone(given.input) };
  const places: Place[] = [];
  let unscanned = 0;
  const { systemInstructions, input, prompt } = request;
  if (systemInstructions !== undefined && systemInstructions !== '') {
    places.push(textAt(systemInstructions, (text) => (request.systemInstructions = text)));
  }
  if (typeof input === 'string') {
    places.push(textAt(input, (text) => (request.input = text)));
  } else {
    await guardResults(agent, input);
    for (const item of input) unscanned += placesOf(item, places);
  }
  if (prompt?.variables !== undefined) {
    places.push({
      value: jsonOf(prompt.variables) ?? null,
      put: (variables) => (request.prompt = { ...prompt, variables: variables as Variables }),
    });
  }
  request.tools = given.tools.map((tool) => describedAt(tool, places));
  request.handoffs = given.handoffs.map((handoff) => describedAt(handoff, places));
  const verdict = await agent.input(
    places.map(({ value }) => value),
    unscanned === 0 ? undefined : { unscanned },
  );
  if (verdict.kind === 'withheld') return { request: null, withheld: verdict };
  places.forEach(({ value, put }, index) => {
    const after = verdict.value[index];
    if (after !== undefined && after !== value) put(after);
  });
  return { request, withheld: null };
}

function textAt(value: string, put: (text: string) => unknown): Place {
  return { value, put: (after) => put(textOf(after)) };
}

/** A copy of what is said of a tool, without what is no JSON. */
function describedAt<Described extends object>(described: Described, places: Place[]): Described {
  const copy = { ...described };
  const value = jsonOf(described);
  places.push({ value: value ?? null, put: (after) => Object.assign(copy, after) });
  return copy;
}

/** @returns how many parts cannot be looked into */
function placesOf(item: AgentInputItem, places: Place[]): number {
  switch (item.type) {
    case undefined:
    case 'message': {
      if (typeof item.content === 'string') {
        places.push(textAt(item.content, (text) => (item.content = text)));
        return 0;
      }
      let unscanned = 0;
      for (const part of item.content) {
        if (part.type === 'input_text' || part.type === 'output_text') {
          places.push(textAt(part.text, (text) => (part.text = text)));
        } else if (part.type === 'refusal') {
          places.push(textAt(part.refusal, (text) => (part.refusal = text)));
        } else unscanned += 1;
      }
      return unscanned;
    }
    case 'reasoning':
      for (const part of [...item.content, ...(item.rawContent ?? [])]) {
        places.push(textAt(part.text, (text) => (part.text = text)));
      }
      return 0;
    case 'function_call': {
      const value = parsedObject(item.arguments) ?? item.arguments;
      places.push({ value, put: (after) => (item.arguments = textOf(after)) });
      return 0;
    }
    case 'function_call_result':
    case 'shell_call_output':
    case 'apply_patch_call_output':
      return unscannedOf(item.output);
    case 'computer_call_result':
    case 'compaction':
      return 1;
    default: {
      const value = jsonOf(item) ?? null;
      places.push({ value, put: (after) => Object.assign(item, after) });
      return 0;
    }
  }
}

function unscannedOf(output: unknown): number {
  const parts: readonly unknown[] = Array.isArray(output) ? output : [output];
  return parts.filter(
    (part) =>
      typeof part === 'object' &&
      part !== null &&
      'type' in part &&
      part.type !== 'text' &&
      part.type !== 'input_text',
  ).length;
}

/** Judges what tools answered, where it stands in the conversation, which is changed in place. */
export async function guardResults(
  agent: GuardedAgent,
  items: readonly AgentInputItem[],
): Promise<void> {
  for (const item of items) {
    switch (item.type) {
      case 'function_call_result': {
        const { output, name } = item;
        if (typeof output === 'string') item.output = await resultText(agent, name, output);
        else {
          for (const part of Array.isArray(output) ? output : [output]) {
            if (part.type === 'text' || part.type === 'input_text') {
              part.text = await resultText(agent, name, part.text);
            }
          }
        }
        break;
      }
      case 'shell_call_output':
        for (const part of item.output) {
          part.stdout = await resultText(agent, 'shell', part.stdout);
          part.stderr = await resultText(agent, 'shell', part.stderr);
        }
        break;
      case 'apply_patch_call_output':
        if (item.output === undefined) break;
        item.output = await resultText(agent, 'apply_patch', item.output);
        break;
      default:
    }
  }
}

/** A result as text. What tools answered in JSON was judged as JSON. */
async function resultText(agent: GuardedAgent, toolName: string, text: string): Promise<string> {
  if (text === '') return text;
  const verdict = await agent.pastResult(toolName, parsedObject(text) ?? text);
  if (verdict.kind === 'withheld') return verdict.text;
  return verdict.isChanged ? textOf(verdict.value) : text;
}

/** An object or a list in JSON. */
function parsedObject(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
