import {
  passing,
  WithheldError,
  type AnswerFlow,
  type GuardedAgent,
  type Withheld,
} from '@safeai/adapter-kit';
import { guardContent, guardedResult, recordCall } from './generated.ts';
import type { Content, StreamPart } from './model-types.ts';

type Emit = (part: StreamPart) => unknown;

/** An answer that comes as a stream, guarded as the options' mode says. */
export function guardStream(
  agent: GuardedAgent,
  stream: ReadableStream<StreamPart>,
  isGuarded: (toolName: string) => boolean,
): ReadableStream<StreamPart> {
  let opening: Promise<Opened> | undefined;
  return passing<StreamPart, StreamPart>(stream, {
    async take(part) {
      const { pass } = await (opening ??= open(agent, isGuarded));
      const parts: StreamPart[] = [];
      await pass(part, (next) => parts.push(next));
      return parts;
    },
    // What a stream without a finish has said goes nowhere.
    end: async () => {
      await cutOff(opening);
      return [];
    },
    cutOff: () => cutOff(opening),
  });
}

interface Opened {
  readonly flow: AnswerFlow;
  readonly pass: (part: StreamPart, emit: Emit) => Promise<void>;
}

async function open(
  agent: GuardedAgent,
  isGuarded: (toolName: string) => boolean,
): Promise<Opened> {
  const flow = await agent.openAnswer();
  const guard = flow.mode === 'buffer' ? held : flowing;
  return { flow, pass: guard(agent, flow, isGuarded) };
}

/** A flow that has ended stays as it is. */
async function cutOff(opening: Promise<Opened> | undefined): Promise<void> {
  await (await opening)?.flow.end({ aborted: true });
}

/** Everything is held until the answer is whole, and judged then. */
function held(agent: GuardedAgent, flow: AnswerFlow, isGuarded: (toolName: string) => boolean) {
  const parts: StreamPart[] = [];
  let isOver = false;
  return async (part: StreamPart, emit: Emit): Promise<void> => {
    // What the provider sent, as it was; and what no answer has any more.
    if (isOver || part.type === 'raw') return;
    // Providers go on after an error, of a chunk that they could not read.
    if (UNHELD.has(part.type)) {
      emit(part);
      return;
    }
    if (part.type !== 'finish') {
      parts.push(part);
      return;
    }
    isOver = true;
    await flow.end({ aborted: true });
    const content = contentOf(parts);
    const guarded = await guardContent(agent, content, isGuarded);
    if (guarded.withheld !== null) {
      withhold(agent, guarded.withheld, emit);
      emit({ ...part, finishReason: FILTERED });
      return;
    }
    emitContent(parts, content, guarded.content, emit);
    emit(part);
  };
}

/** Parts that say nothing of the model's. */
const UNHELD: ReadonlySet<StreamPart['type']> = new Set([
  'stream-start',
  'response-metadata',
  'error',
]);

const FILTERED = { unified: 'content-filter', raw: 'safeai_blocked' } as const;

/** What a stream came to, whole. */
function contentOf(parts: readonly StreamPart[]): Content[] {
  const texts = new Map<string, Content & { text: string }>();
  const content: Content[] = [];
  for (const part of parts) {
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start': {
        const type = part.type === 'text-start' ? 'text' : 'reasoning';
        const text = { type, text: '' } as const;
        texts.set(`${type} ${part.id}`, text);
        content.push(text);
        break;
      }
      case 'text-delta':
      case 'reasoning-delta': {
        const type = part.type === 'text-delta' ? 'text' : 'reasoning';
        const text = texts.get(`${type} ${part.id}`);
        if (text !== undefined) text.text += part.delta;
        break;
      }
      case 'tool-call':
      case 'tool-result':
      case 'source':
      case 'file':
      case 'tool-approval-request':
        content.push(part);
    }
  }
  return content;
}

/** The parts of a stream again, each with what has become of it: a text in one piece. */
function emitContent(
  parts: readonly StreamPart[],
  before: readonly Content[],
  after: readonly Content[],
  emit: Emit,
): void {
  // Sources may have been left out: what stays keeps its order.
  const left = [...after];
  const kept = before.map((part) => {
    const [next] = left;
    return next?.type === part.type ? left.shift() : undefined;
  });
  const texts = new Map<string, string>();
  let at = 0;
  for (const part of parts) {
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start': {
        const text = kept[at];
        at += 1;
        if (text?.type === 'text' || text?.type === 'reasoning') {
          texts.set(channelOf(part), text.text);
        }
        emit(part);
        break;
      }
      case 'text-delta':
      case 'reasoning-delta':
        break;
      case 'text-end':
      case 'reasoning-end': {
        const delta = texts.get(channelOf(part)) ?? '';
        const type = part.type === 'text-end' ? 'text-delta' : 'reasoning-delta';
        if (delta !== '') emit({ type, id: part.id, delta });
        emit(part);
        break;
      }
      case 'tool-call':
      case 'tool-result':
      case 'source':
      case 'file':
      case 'tool-approval-request': {
        const next = kept[at];
        at += 1;
        if (next !== undefined) emit(next as StreamPart);
        break;
      }
      default:
        emit(part);
    }
  }
}

/** What is certain goes on at once. */
function flowing(agent: GuardedAgent, flow: AnswerFlow, isGuarded: (toolName: string) => boolean) {
  const open = new Map<string, StreamPart & { id: string }>();
  let withheld: Withheld | null = null;
  const stop = (why: Withheld, emit: Emit): void => {
    withheld = why;
    for (const end of open.values()) emit(end);
    withhold(agent, why, emit);
  };
  let isOver = false;
  const finish = async (part: StreamPart & { type: 'finish' }, emit: Emit): Promise<void> => {
    isOver = true;
    const end = await flow.end();
    if (withheld === null && end.withheld !== null) stop(end.withheld, emit);
    emit(withheld === null ? part : { ...part, finishReason: FILTERED });
  };
  return async (part: StreamPart, emit: Emit): Promise<void> => {
    if (isOver) return;
    if (part.type === 'finish') return finish(part, emit);
    if (withheld !== null && part.type !== 'error') return;
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start': {
        const type = part.type === 'text-start' ? 'text-end' : 'reasoning-end';
        open.set(channelOf(part), { type, id: part.id });
        emit(part);
        return;
      }
      case 'text-delta':
      case 'reasoning-delta': {
        const piece = await flow.write(channelOf(part), part.delta);
        if (piece.text !== '') emit({ ...part, delta: piece.text });
        if (piece.withheld !== null) stop(piece.withheld, emit);
        return;
      }
      case 'text-end':
      case 'reasoning-end': {
        const piece = await flow.endChannel(channelOf(part));
        const type = part.type === 'text-end' ? 'text-delta' : 'reasoning-delta';
        if (piece.text !== '') emit({ type, id: part.id, delta: piece.text });
        if (piece.withheld !== null) {
          stop(piece.withheld, emit);
          return;
        }
        open.delete(channelOf(part));
        emit(part);
        return;
      }
      case 'tool-call': {
        if (part.providerExecuted === true || !isGuarded(part.toolName)) {
          const stopped = await recordCall(agent, part);
          if (stopped !== null) {
            stop(stopped, emit);
            return;
          }
        }
        emit(part);
        return;
      }
      case 'tool-result':
        emit(await guardedResult(agent, part));
        return;
      case 'source': {
        const guarded = await guardContent(agent, [part], isGuarded);
        if (guarded.withheld !== null) stop(guarded.withheld, emit);
        else for (const one of guarded.content) emit(one as StreamPart);
        return;
      }
      case 'raw':
        if (flow.mode === 'audit') emit(part);
        return;
      default:
        emit(part);
    }
  };
}

function channelOf({ type, id }: { readonly type: string; readonly id: string }): string {
  return `${type.split('-', 1)[0] ?? ''} ${id}`;
}

function withhold(agent: GuardedAgent, why: Withheld, emit: Emit): void {
  if (agent.options.onBlock === 'throw') throw new WithheldError(why);
  const id = 'safeai';
  emit({ type: 'text-start', id });
  emit({ type: 'text-delta', id, delta: why.text });
  emit({ type: 'text-end', id });
}
