import {
  WithheldError,
  type AnswerFlow,
  type GuardedAgent,
  type Withheld,
} from '@safeai/adapter-kit';
import { AIMessageChunk, type AIMessage } from '@langchain/core/messages';
import { guardAnswer } from './answer.ts';
import { chunkOf, rejoined, splitChunk, withheldChunk } from './chunks.ts';

/**
 * An answer that comes in pieces, guarded as the options' mode says: in `buffer` it goes on whole; in `window` what is certain
 * of its texts goes on at once, and everything else (calls of tools, blocks of other kinds) at its end.
 */
export async function* guardChunks(
  agent: GuardedAgent,
  source: AsyncIterable<AIMessage | AIMessageChunk>,
  isTool: (name: string) => boolean,
): AsyncGenerator<AIMessageChunk> {
  const flow = await agent.openAnswer();
  try {
    const guard = flow.mode === 'buffer' ? held : flow.mode === 'audit' ? heard : flowing;
    yield* guard(agent, source, isTool, flow);
  } finally {
    // One that has ended stays as it is.
    await flow.end({ aborted: true });
  }
}

type Source = AsyncIterable<AIMessage | AIMessageChunk>;
type IsTool = (name: string) => boolean;

async function* held(
  agent: GuardedAgent,
  source: Source,
  isTool: IsTool,
  flow: AnswerFlow,
): AsyncGenerator<AIMessageChunk> {
  let whole: AIMessageChunk | undefined;
  for await (const piece of source) {
    const chunk = chunkOf(piece);
    whole = whole === undefined ? chunk : whole.concat(chunk);
  }
  // It is judged whole, as one decision.
  await flow.end({ aborted: true });
  if (whole !== undefined) yield await judged(agent, whole, isTool);
}

async function* heard(
  _: GuardedAgent,
  source: Source,
  _isTool: IsTool,
  flow: AnswerFlow,
): AsyncGenerator<AIMessageChunk> {
  for await (const piece of source) {
    const chunk = chunkOf(piece);
    for (const { channel, text } of splitChunk(chunk).texts) await flow.write(channel, text);
    yield chunk;
  }
  await flow.end();
}

async function* flowing(
  agent: GuardedAgent,
  source: Source,
  isTool: IsTool,
  flow: AnswerFlow,
): AsyncGenerator<AIMessageChunk> {
  let rest: AIMessageChunk | undefined;
  for await (const piece of source) {
    const { texts, shell, other } = splitChunk(chunkOf(piece));
    if (other !== null) rest = rest === undefined ? other : rest.concat(other);
    const certain: { channel: string; text: string }[] = [];
    let withheld: Withheld | null = null;
    for (const { channel, text } of texts) {
      const next = await flow.write(channel, text);
      certain.push({ channel, text: next.text });
      withheld = next.withheld;
      if (withheld !== null) break;
    }
    yield rejoined(shell, certain);
    if (withheld === null) continue;
    yield instead(agent, withheld);
    await flow.end();
    return;
  }
  const end = await flow.end();
  if (end.withheld !== null) {
    yield instead(agent, end.withheld);
    return;
  }
  const last = [...end.rest].flatMap(([channel, text]) => (text === '' ? [] : [{ channel, text }]));
  if (last.length > 0) yield rejoined(new AIMessageChunk({ content: '' }), last);
  if (rest !== undefined) yield await judged(agent, rest, isTool);
}

async function judged(
  agent: GuardedAgent,
  message: AIMessageChunk,
  isTool: IsTool,
): Promise<AIMessageChunk> {
  const guarded = await guardAnswer(agent, message, isTool);
  return guarded.withheld === null ? guarded.message : instead(agent, guarded.withheld);
}

function instead(agent: GuardedAgent, withheld: Withheld): AIMessageChunk {
  if (agent.options.onBlock === 'throw') throw new WithheldError(withheld);
  return withheldChunk(withheld);
}
