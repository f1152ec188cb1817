import {
  coerceMessageLikeToMessage,
  ToolMessage,
  type BaseMessage,
} from '@langchain/core/messages';

/** A graph's command, known by its form: it may be of another copy of LangGraph. */
export interface Command {
  readonly lg_name: 'Command';
  /** Fields of the state, by name or as pairs. */
  readonly update?: unknown;
}

export function isCommand(value: unknown): value is Command {
  return (
    typeof value === 'object' && value !== null && 'lg_name' in value && value.lg_name === 'Command'
  );
}

/** The messages of tools in what a command writes. Others are judged on their way into the model. */
export function toolMessagesOf({ update }: Command): readonly ToolMessage[] {
  return fieldsOf(update).flatMap(([name, value]) =>
    name === 'messages' ? messagesIn(value).filter((one) => ToolMessage.isInstance(one)) : [],
  );
}

/** The command with other messages of tools, given each with its place among them. */
export function withToolMessages(
  command: Command,
  change: (message: ToolMessage, index: number) => ToolMessage,
): Command {
  let index = 0;
  const fields = fieldsOf(command.update).map(([name, value]): [string, unknown] => {
    if (name !== 'messages') return [name, value];
    const messages = messagesIn(value).map((message) =>
      ToolMessage.isInstance(message) ? change(message, index++) : message,
    );
    return [name, messages];
  });
  const update = Array.isArray(command.update) ? fields : Object.fromEntries(fields);
  const copy = Object.create(
    Object.getPrototypeOf(command) as object,
    Object.getOwnPropertyDescriptors(command),
  ) as Command;
  return Object.assign(copy, { update });
}

function fieldsOf(update: unknown): [string, unknown][] {
  if (Array.isArray(update)) return update as [string, unknown][];
  return typeof update === 'object' && update !== null ? Object.entries(update) : [];
}

function messagesIn(value: unknown): BaseMessage[] {
  const messages: unknown[] = Array.isArray(value) ? value : [value];
  return messages.map((message) => coerceMessageLikeToMessage(message as never));
}
