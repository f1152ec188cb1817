import type { GuardedAgent, Withheld } from '@safeai/adapter-kit';
import { AIMessageChunk, type AIMessage } from '@langchain/core/messages';
import { argumentsIn, changed, saidIn, scalarsOf } from './messages.ts';

/** A model's answer as it goes on, or why it does not. */
export type GuardedAnswer<Message> =
  | { readonly message: Message; readonly withheld: null }
  | { readonly message: null; readonly withheld: Withheld };

/**
 * Judges a whole answer of a model. Arguments of calls of tools that the agent does not have are part of it: they are
 * structured answers.
 *
 * @param isTool whether a call is one of a tool, judged where it runs
 */
export async function guardAnswer<Message extends AIMessage | AIMessageChunk>(
  agent: GuardedAgent,
  message: Message,
  isTool: (name: string) => boolean,
): Promise<GuardedAnswer<Message>> {
  const places = [
    ...saidIn(message).places,
    ...argumentsIn(message.tool_calls, (name) => !isTool(name)),
  ];
  const verdict = await agent.answers(places.map(({ value }) => value));
  if (verdict.kind === 'withheld') return { message: null, withheld: verdict };
  const guarded = changed(message, (draft) => {
    places.forEach(({ value, put }, index) => {
      const next = verdict.value[index];
      if (next !== undefined && next !== value) put(draft, next);
    });
    if (!verdict.isChanged) return;
    draft.response_metadata = scalarsOf(draft.response_metadata);
    delete draft.additional_kwargs.__raw_response;
    if (AIMessageChunk.isInstance(message)) draft.tool_call_chunks = callChunks(draft.tool_calls);
  });
  return { message: verdict.isChanged ? guarded : message, withheld: null };
}

/** The calls of an answer as pieces of one. */
export function callChunks(calls: AIMessage['tool_calls']): AIMessageChunk['tool_call_chunks'] {
  return (calls ?? []).map(({ id, name, args }, index) => ({
    type: 'tool_call_chunk',
    name,
    args: JSON.stringify(args),
    index,
    ...(id === undefined ? {} : { id }),
  }));
}
