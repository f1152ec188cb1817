import type { GuardedAgent, Withheld } from '@safeai/adapter-kit';
import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { argumentsIn, changed, saidIn } from './messages.ts';
import { answerOf, withAnswer } from './tool-message.ts';

/** A conversation as it goes on. */
export interface GuardedHistory {
  /** All of them: those in which nothing was changed are the same objects. */
  readonly messages: readonly BaseMessage[];
  /** Those that were changed, by their ids. */
  readonly changed: readonly BaseMessage[];
  /** Why the model is not asked. */
  readonly withheld: Withheld | null;
}

/**
 * Judges a conversation on its way into a model; what it has let through before is not judged again. What tools answered is
 * judged at the action boundary. What is withheld of it is a text that says so: of what a tool or the model said, the
 * conversation goes on with that text; of what anybody else said, the model is not asked.
 */
export async function guardHistory(
  agent: GuardedAgent,
  messages: readonly BaseMessage[],
): Promise<GuardedHistory> {
  const after: BaseMessage[] = [];
  let withheld: Withheld | null = null;
  for (const message of messages) {
    const guarded = ToolMessage.isInstance(message)
      ? { message: await guardPastResult(agent, message), withheld: null }
      : await guardMessage(agent, message);
    after.push(guarded.message);
    withheld ??= guarded.withheld;
  }
  return {
    messages: after,
    changed: after.filter((message, index) => message !== messages[index]),
    withheld,
  };
}

interface GuardedMessage {
  readonly message: BaseMessage;
  readonly withheld: Withheld | null;
}

async function guardMessage(agent: GuardedAgent, message: BaseMessage): Promise<GuardedMessage> {
  const isOwn = AIMessage.isInstance(message);
  const said = saidIn(message);
  const places = [...said.places, ...argumentsIn(isOwn ? message.tool_calls : undefined)];
  const verdict = await agent.input(
    places.map(({ value }) => value),
    said.unscanned === 0 ? undefined : { unscanned: said.unscanned },
  );
  if (verdict.kind === 'withheld') {
    const gone = changed(message, (draft) => {
      draft.content = verdict.text;
      draft.additional_kwargs = {};
      if (isOwn) draft.tool_calls = (draft.tool_calls ?? []).map((call) => ({ ...call, args: {} }));
    });
    return { message: gone, withheld: isOwn ? null : verdict };
  }
  if (!verdict.isChanged) return { message, withheld: null };
  const redacted = changed(message, (draft) => {
    places.forEach(({ value, put }, index) => {
      const next = verdict.value[index];
      if (next !== undefined && next !== value) put(draft, next);
    });
  });
  return { message: redacted, withheld: null };
}

async function guardPastResult(agent: GuardedAgent, message: ToolMessage): Promise<ToolMessage> {
  const verdict = await agent.pastResult(message.name ?? 'tool', answerOf(message));
  if (verdict.kind === 'withheld') return withAnswer(message, verdict.text);
  return verdict.isChanged ? withAnswer(message, verdict.value) : message;
}
