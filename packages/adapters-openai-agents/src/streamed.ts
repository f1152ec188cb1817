import { textOf, type AnswerFlow, type GuardedAgent, type Withheld } from '@safeai/adapter-kit';
import type { AgentOutputItem, AssistantMessageItem, StreamEvent } from '@openai/agents';
import type { AgentRuns } from './agent-runs.ts';
import { guardCalls, guardOutput, saidBy, type GuardedOutput, type Said } from './model-output.ts';

type Done = Extract<StreamEvent, { type: 'response_done' }>;
type InPlace = (why: Withheld) => AssistantMessageItem[];

/** The channel of what is said to the user. */
const CHANNEL = 'text';

/**
 * An answer that comes as a stream, guarded as the options' mode says. Events of the provider itself go on in mode `audit` alone:
 * they hold the answer as it came.
 */
export async function* guardStream(
  agent: GuardedAgent,
  runs: AgentRuns,
  stream: AsyncIterable<StreamEvent>,
  inPlace: InPlace,
): AsyncGenerator<StreamEvent> {
  const flow = await agent.openAnswer();
  let isEnded = false;
  let withheld: Withheld | null = null;
  let said = '';
  let sent = '';
  try {
    for await (const event of stream) {
      if (event.type === 'output_text_delta') {
        said += event.delta;
        if (withheld !== null) continue;
        const piece = await flow.write(CHANNEL, event.delta);
        sent += piece.text;
        withheld = piece.withheld;
        if (piece.text !== '') yield flow.mode === 'audit' ? event : delta(piece.text);
      } else if (event.type === 'response_done') {
        isEnded = true;
        const output = structuredClone([...event.response.output]);
        if (flow.mode !== 'buffer') withheld ??= await guardReasoning(flow, output);
        const { rest, ended } = await endOf(flow, withheld);
        withheld = ended;
        if (rest !== '') yield delta(rest);
        sent += rest;
        const guarded: GuardedOutput =
          withheld === null
            ? await guardWhole(agent, runs, flow, output, said, sent)
            : { output: null, withheld };
        yield* doneOf(flow, event, guarded, sent, inPlace);
      } else if (event.type !== 'model' || flow.mode === 'audit') yield event;
    }
  } finally {
    // Nobody reads on, or the answer broke off: what was held goes nowhere.
    if (!isEnded) await flow.end({ aborted: true });
  }
}

/** An answer that says why there is none. */
export function* streamOf(
  { text }: Withheld,
  output: AssistantMessageItem[],
): Generator<StreamEvent> {
  yield { type: 'response_started' };
  yield delta(text);
  yield { type: 'response_done', response: { id: '', usage: NO_USAGE, output } };
}

const NO_USAGE = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };

async function endOf(
  flow: AnswerFlow,
  withheld: Withheld | null,
): Promise<{ readonly rest: string; readonly ended: Withheld | null }> {
  // In `buffer` the whole answer is judged, with what was not streamed.
  const isAborted = withheld !== null || flow.mode === 'buffer';
  const end = await flow.end({ aborted: isAborted });
  const ended = withheld ?? end.withheld;
  return { rest: ended === null ? (end.rest.get(CHANNEL) ?? '') : '', ended };
}

/** Reasoning comes with the end, and is of the same answer. It is changed in place. */
async function guardReasoning(
  flow: AnswerFlow,
  output: readonly AgentOutputItem[],
): Promise<Withheld | null> {
  for (const { text, put } of saidBy(output.filter(({ type }) => type === 'reasoning'))) {
    const { value, withheld } = await flow.whole(text);
    if (withheld !== null) return withheld;
    if (value !== text) put(textOf(value));
  }
  return null;
}

/** What is known once the answer is whole: all of it, unless it was said before, as it went on. */
async function guardWhole(
  agent: GuardedAgent,
  runs: AgentRuns,
  flow: AnswerFlow,
  output: AgentOutputItem[],
  said: string,
  sent: string,
): Promise<GuardedOutput> {
  if (flow.mode === 'buffer') return guardOutput(agent, runs, output);
  if (flow.mode === 'audit') return guardCalls(agent, runs, output);
  const texts = saidBy(output.filter(isMessage));
  const [only, ...others] = texts;
  if (texts.map(({ text }) => text).join('') !== said) return guardOutput(agent, runs, output);
  if (sent !== said) {
    if (only === undefined || others.length > 0) return guardOutput(agent, runs, output);
    only.put(sent);
  }
  return guardCalls(agent, runs, output);
}

function* doneOf(
  flow: AnswerFlow,
  event: Done,
  guarded: GuardedOutput,
  sent: string,
  inPlace: InPlace,
): Generator<StreamEvent> {
  // The provider's answer as it came stays here.
  const { providerData: _, ...response } = event.response;
  if (guarded.withheld !== null) {
    const output = inPlace(guarded.withheld);
    yield delta(guarded.withheld.text);
    yield { type: 'response_done', response: { ...response, output } };
    return;
  }
  const { output } = guarded;
  if (flow.mode === 'buffer' && sent === '') {
    for (const { text } of saidToUser(output)) yield delta(text);
  }
  yield {
    type: 'response_done',
    response: { ...response, output: output as Done['response']['output'] },
  };
}

/** Reasoning is not streamed as text. */
function saidToUser(output: readonly AgentOutputItem[]): Said[] {
  return saidBy(output.filter(isMessage)).filter(({ text }) => text !== '');
}

function isMessage({ type }: AgentOutputItem): boolean {
  return type === undefined || type === 'message';
}

function delta(text: string): StreamEvent {
  return { type: 'output_text_delta', delta: text };
}
