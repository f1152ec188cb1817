import { jsonOf, textOf } from '@safeai/adapter-kit';
import type { JsonValue } from '@safeai/core';
import { ToolMessage } from '@langchain/core/messages';
import { changed } from './messages.ts';

/** What a tool's message holds for the model and, beside it, for the program; an artifact that JSON has no word for is null. */
export function answerOf({ content, artifact }: ToolMessage): JsonValue {
  const said = jsonOf(content) ?? null;
  return artifact === undefined ? said : { content: said, artifact: jsonOf(artifact) ?? null };
}

/** The same message with what is left of its answer; the artifact is JSON then. */
export function withAnswer(message: ToolMessage, answer: JsonValue): ToolMessage {
  return changed(message, (draft) => {
    const isPair = message.artifact !== undefined && isObject(answer);
    draft.content = contentOf(isPair ? (answer.content ?? null) : answer);
    if (message.artifact !== undefined) draft.artifact = isPair ? answer.artifact : undefined;
  });
}

/** Instead of a tool's answer. */
export function toldInstead(
  call: { readonly id?: string | undefined; readonly name: string },
  text: string,
): ToolMessage {
  return new ToolMessage({
    content: text,
    tool_call_id: call.id ?? '',
    name: call.name,
    status: 'error',
  });
}

function contentOf(value: JsonValue): unknown {
  return Array.isArray(value) ? value : textOf(value);
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
