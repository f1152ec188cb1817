import { LimitExceededError } from '@safeai/core';
import {
  contentOf,
  logprobRemoval,
  unscannedContent,
  wordsContent,
  type Content,
  type Edit,
  type Part,
  type StreamReader,
  type StreamStep,
} from '@safeai/protocols';
import type { AnswerFlow, FlowPiece } from '../answer-flow.ts';
import type { GuardedAgent } from '../guarded-agent.ts';
import { textOf } from '../json-of.ts';
import { same, type Pending, type Withheld } from '../verdict.ts';
import { isJudged, judgeCalls } from './calls.ts';
import { HeardStream, unchangeable } from './heard-stream.ts';
import type { MadeCalls } from './made-calls.ts';

/** Most bytes of events that wait. */
const MOST_HELD = 16 * 1024 * 1024;

/** What a live answer is made of. */
export interface LiveAnswerParts {
  readonly agent: GuardedAgent;
  readonly made: MadeCalls;
  readonly flow: AnswerFlow;
  readonly reader: StreamReader;
  readonly signal: AbortSignal | undefined;
}

/** What is left of a text, which no event says. */
interface Tail {
  readonly key: string;
  readonly rest: string;
}

/** A step with what is known to change in it. */
interface HeldStep {
  readonly step: StreamStep;
  /** What of it is about calls. */
  readonly heard: StreamStep;
  readonly edits: readonly Edit[];
  /** Go before it. */
  readonly tails: readonly Tail[];
}

/** What was said of a text, and what came out. */
interface SaidText {
  said: string;
  out: string;
}

/**
 * An answer whose texts go on as they come, as the flow lets them. From the first tool call on, and from tokens with their
 * probabilities, everything waits for the end, when the calls are whole and judged.
 */
export class LiveAnswer {
  readonly #parts: LiveAnswerParts;
  readonly #texts = new Map<string, SaidText>();
  readonly #calls: HeardStream;
  /** Steps that wait for the end, with what is known to change in them. */
  readonly #held: HeldStep[] = [];
  #withheld: Withheld | Pending | null = null;
  #isEnded = false;
  #heldBytes = 0;

  constructor(parts: LiveAnswerParts) {
    this.#parts = parts;
    this.#calls = new HeardStream(parts.reader);
  }

  /** Why nothing more goes on. */
  get withheld(): Withheld | Pending | null {
    return this.#withheld;
  }

  /** The bytes that go on with this step; none once the answer is withheld. */
  async take(step: StreamStep): Promise<Uint8Array[]> {
    if (this.#withheld !== null) return [];
    const edits: Edit[] = [];
    const tails: Tail[] = [];
    for (const { channel, kind, path, text } of step.deltas) {
      if (kind === 'tool_call') continue;
      const out = this.#passed(channel, text, await this.#parts.flow.write(channel, text));
      if (out !== text) edits.push({ path, value: out });
    }
    for (const unscanned of step.unscanned) {
      const isLine = unscanned.path.length === 0;
      await this.#whole(
        isLine ? unchangeable(unscanned.value) : unscannedContent(unscanned),
        edits,
      );
    }
    const words = wordsContent(step.words);
    if (words !== null) await this.#whole(unchangeable(words.value), edits);
    const calls: Part[] = [];
    const repeated: Part[] = [];
    for (const part of step.whole) {
      const { kind, channel } = part;
      if (kind === 'tool_call' || kind === 'tool_name' || kind === 'logprob') calls.push(part);
      else if (channel === undefined) await this.#whole(contentOf(part), edits);
      else repeated.push(part);
    }
    for (const part of repeated) await this.#begin(part, edits);
    for (const key of step.ends) {
      if (!this.#texts.has(key)) continue;
      const rest = this.#passed(key, '', await this.#parts.flow.endChannel(key));
      if (rest !== '') addRest(step, { key, rest }, edits, tails);
    }
    for (const part of repeated) await this.#repeat(part, edits);
    if (this.withheld !== null) return [];
    return this.#passOrHold(step, calls, edits, tails);
  }

  /** The answer is over: what waited goes on, if all of it may. */
  async end(): Promise<Uint8Array[]> {
    if (this.#isEnded) return [];
    this.#isEnded = true;
    const { agent, made, flow, signal } = this.#parts;
    const isCut = this.#withheld !== null;
    let isTokens = false;
    if (!isCut) {
      for (const text of this.#calls.tokenTexts()) {
        const { value, withheld } = await flow.whole(text);
        this.#withheld ??= withheld;
        isTokens ||= value !== text;
      }
    }
    const { withheld } = await flow.end({ aborted: isCut });
    this.#withheld ??= withheld;
    if (this.#withheld !== null) return [];
    const calls = this.#calls.calls();
    const judged = await judgeCalls(agent, made, calls, signal);
    if (!isJudged(judged)) {
      this.#withheld = judged;
      return [];
    }
    calls.forEach((call, index) => {
      const verdict = judged[index];
      if (verdict?.isChanged === true) call.write(verdict);
    });
    const isChanged =
      isTokens ||
      this.#calls.isChanged ||
      [...this.#texts.values()].some(({ said, out }) => said !== out);
    if (isChanged) {
      for (const { step, part } of this.#calls.tokens) {
        this.#calls.edit(step, logprobRemoval([part]));
      }
    }
    return this.#held.flatMap((held) => this.#pass(held));
  }

  /** Nobody reads on: what waited goes nowhere, and the texts are on record. */
  async cutOff(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    await this.#parts.flow.end({ aborted: true });
  }

  #passOrHold(
    step: StreamStep,
    calls: readonly Part[],
    edits: readonly Edit[],
    tails: readonly Tail[],
  ): Uint8Array[] {
    const called = step.deltas.filter(({ kind }) => kind === 'tool_call');
    const isPlain = calls.length + called.length === 0 && !step.terminal;
    const heard = { ...step, deltas: called, whole: calls, unscanned: [], words: [] };
    if (this.#held.length === 0 && isPlain) return this.#pass({ step, heard, edits, tails });
    this.#calls.add(heard);
    // What is left of a text all of whose events have gone on goes on too.
    const waits = ({ key }: Tail): boolean =>
      this.#held.some((held) => held.step.deltas.some(({ channel }) => channel === key));
    const { reader } = this.#parts;
    const now = tails.filter((tail) => !waits(tail));
    this.#heldBytes += step.event.raw.length;
    if (this.#heldBytes > MOST_HELD) {
      throw new LimitExceededError(
        `More than ${String(MOST_HELD)} bytes of the answer have to wait.`,
      );
    }
    this.#held.push({ step, heard, edits, tails: tails.filter(waits) });
    return now.map(({ key, rest }) => reader.tail(key, rest));
  }

  #pass({ step, heard, edits, tails }: HeldStep): Uint8Array[] {
    const { reader } = this.#parts;
    return [
      ...tails.map(({ key, rest }) => reader.tail(key, rest)),
      reader.pass(step, [...edits, ...this.#calls.editsOf(heard)]),
    ];
  }

  #passed(key: string, said: string, { text, withheld }: FlowPiece): string {
    this.#withheld ??= withheld;
    const channel = this.#texts.get(key) ?? { said: '', out: '' };
    this.#texts.set(key, channel);
    channel.said += said;
    channel.out += text;
    return text;
  }

  async #whole(content: Content | null, edits: Edit[]): Promise<void> {
    if (content === null) return;
    const { value, withheld } = await this.#parts.flow.whole(content.value);
    this.#withheld ??= withheld;
    if (withheld === null && !same(value, content.value)) edits.push(...content.edits(value));
  }

  /** A text that begins in the event that opens its block: others continue it. */
  async #begin({ channel = '', path, text }: Part, edits: Edit[]): Promise<void> {
    if (text === null || text === '' || this.#texts.has(channel)) return;
    const out = this.#passed(channel, text, await this.#parts.flow.write(channel, text));
    if (out !== text) edits.push({ path, value: out });
  }

  /** A text that is said once more is what came out of it; another than was said is judged as what it is. */
  async #repeat(part: Part, edits: Edit[]): Promise<void> {
    const { channel = '', path, text } = part;
    if (text === null || text === '' || edits.some((edit) => edit.path === path)) return;
    const known = this.#texts.get(channel);
    if (known?.said !== text) await this.#whole(contentOf(part), edits);
    else if (known.out !== text) edits.push({ path, value: known.out });
  }
}

/** Text that was held back goes into the step's own piece, or in an event before it. */
function addRest(step: StreamStep, tail: Tail, edits: Edit[], tails: Tail[]): void {
  const own = step.deltas.findLast(({ channel }) => channel === tail.key);
  if (own === undefined) {
    tails.push(tail);
    return;
  }
  const path = JSON.stringify(own.path);
  const at = edits.findIndex((edit) => JSON.stringify(edit.path) === path);
  const known = at === -1 ? own.text : textOf(edits[at]?.value ?? '');
  const edit = { path: own.path, value: known + tail.rest };
  if (at === -1) edits.push(edit);
  else edits[at] = edit;
}
