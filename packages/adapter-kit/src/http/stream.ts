import { logprobRemoval, type StreamReader, type StreamStep } from '@safeai/protocols';
import type { GuardedAgent } from '../guarded-agent.ts';
import type { CallVerdict } from '../verdict.ts';
import { isJudged, judgeCalls } from './calls.ts';
import { HeardStream } from './heard-stream.ts';
import { joined } from './joined.ts';
import type { MadeCalls } from './made-calls.ts';
import { sameWhereEqual } from './request.ts';

/**
 * Judges an answer that came as a stream, all of its events at once: its texts as one answer, its calls at the action boundary.
 * Each event goes on as it came where nothing in it is changed; a text that is changed goes on in its first event. Linear.
 *
 * @param steps all events, read in their order
 * @returns the bytes that go on
 */
export async function guardSteps(
  agent: GuardedAgent,
  made: MadeCalls,
  reader: StreamReader,
  steps: readonly StreamStep[],
  signal: AbortSignal | undefined,
): Promise<CallVerdict<Uint8Array>> {
  const heard = new HeardStream(reader);
  for (const step of steps) heard.add(step);
  const { sayings, tokens } = heard;
  const texts = heard.texts();
  const tokenTexts = heard.tokenTexts();
  const said = [
    ...texts.map(({ text }) => text),
    ...sayings.map(({ content }) => content.value),
    ...tokenTexts,
  ];
  const output = await agent.answers(said);
  if (output.kind === 'withheld') return output;
  const values = sameWhereEqual(
    said.map((value) => ({ value })),
    output.value,
  );
  texts.forEach((channel, index) => {
    const after = values[index];
    channel.after = typeof after === 'string' ? after : channel.text;
  });
  sayings.forEach(({ step, content }, index) => {
    const after = values[texts.length + index];
    if (after !== undefined && after !== content.value) heard.edit(step, content.edits(after));
  });
  const isTokens = tokenTexts.some(
    (text, index) => values[texts.length + sayings.length + index] !== text,
  );

  const calls = heard.calls();
  const judged = await judgeCalls(agent, made, calls, signal);
  if (!isJudged(judged)) return judged;
  calls.forEach((call, index) => {
    const verdict = judged[index];
    if (verdict?.isChanged === true) call.write(verdict);
  });
  const isChanged = heard.isChanged || isTokens;
  if (isChanged) for (const { step, part } of tokens) heard.edit(step, logprobRemoval([part]));
  const pieces = steps.map((step) => reader.pass(step, heard.editsOf(step)));
  return { kind: 'go', value: joined(pieces), isChanged, decision: output.decision };
}
