import {
  SafeAIError,
  type Decision,
  type JsonValue,
  type OutputEnd,
  type OutputEnded,
  type OutputPiece,
  type OutputStream,
} from '@safeai/core';
import {
  alternatives,
  editsBetween,
  type Part,
  type StreamReader,
  type StreamStep,
} from '@safeai/protocols';
import type { GuardedCall } from '../guarded-call.ts';
import { ChannelText } from './channel-text.ts';
import { EndedAnswer } from './ended-answer.ts';
import { HeldStep, type HeldText } from './held-step.ts';
import { StepQueue } from './step-queue.ts';
import { StreamCalls } from './stream-calls.ts';
import { StreamUnscanned } from './stream-unscanned.ts';

/**
 * What the steps of one stream come to: texts through the output boundary, tool calls as actions, everything else judged
 * with the texts. Steps wait here, in their order, until all that they say is certain; then they go on as they came, or
 * with the fewest edits.
 */
export class StreamGuard {
  readonly #call: GuardedCall;
  readonly #output: OutputStream;
  readonly #reader: StreamReader;
  readonly #isAudit: boolean;
  /** Everything waits for the end of the answer. */
  readonly #holdsAll: boolean;
  readonly #texts = new Map<string, ChannelText>();
  readonly #calls: StreamCalls;
  readonly #unscanned: StreamUnscanned;
  readonly #queue: StepQueue;
  #isClosed = false;
  #decision: Decision | undefined;

  constructor(call: GuardedCall, output: OutputStream, reader: StreamReader) {
    this.#call = call;
    this.#output = output;
    this.#reader = reader;
    this.#queue = new StepQueue(reader);
    this.#isAudit = output.mode === 'audit';
    this.#holdsAll = output.mode === 'buffer';
    this.#unscanned = new StreamUnscanned({
      call,
      isAudit: this.#isAudit,
      guard: (value) => this.#guard(value),
    });
    this.#calls = new StreamCalls({
      call,
      reader,
      isAudit: this.#isAudit,
      guard: (text) => this.#guard(text),
      tell: (unscanned) => {
        this.#unscanned.tell(unscanned);
      },
    });
  }

  /** Places that nobody could look into. */
  get unscanned(): number {
    return this.#unscanned.count;
  }

  /** Values that were replaced. */
  get redactions(): number {
    return this.#output.counts.redactions + this.#calls.redactions;
  }

  /**
   * Takes the next step, at once where nothing has to be waited for.
   *
   * @throws (or rejects) EndedAnswer; Refusal of a tool call; SafeAIError `unscanned_content`, `audit_unavailable`, …
   */
  take(step: StreamStep): Promise<void> | undefined {
    // What comes after the end is said to nobody who listens; what nobody could judge any more is left out.
    if (this.#isClosed && !saysNothing(step)) return undefined;
    const held = new HeldStep(step);
    this.#queue.hold(held);
    const { unscanned, words, whole, ends, terminal } = step;
    if (unscanned.length + words.length > 0) return this.#takeAll(held);
    // Most steps add to a text, and nothing is waited for.
    const writing = this.#takeDeltas(held, 0);
    if (whole.length + ends.length === 0 && !terminal) return writing;
    return this.#takeRest(held, writing);
  }

  async #takeAll(held: HeldStep): Promise<void> {
    const { unscanned, words } = held.step;
    if (unscanned.length > 0) await this.#unscanned.take(held);
    for (const { text } of words) await this.#takeWord(text);
    await this.#takeRest(held, this.#takeDeltas(held, 0));
  }

  #takeDeltas(held: HeldStep, from: number): Promise<void> | undefined {
    const { deltas } = held.step;
    for (let at = from; at < deltas.length; at++) {
      const delta = deltas[at];
      if (delta === undefined) continue;
      if (delta.kind === 'tool_call') {
        this.#calls.add(held, delta);
        continue;
      }
      const written = this.#write(delta.channel, held, delta.path, delta.text);
      if (written instanceof Promise) return written.then(() => this.#takeDeltas(held, at + 1));
    }
    return undefined;
  }

  async #takeRest(held: HeldStep, writing: Promise<void> | undefined): Promise<void> {
    await writing;
    const { whole, ends, terminal } = held.step;
    if (whole.length > 0) await this.#takeWhole(held);
    if (ends.length > 0) await this.#end(ends);
    if (terminal) await this.close();
  }

  /** On the whole answer, once it has ended. */
  get decision(): Decision | undefined {
    return this.#decision;
  }

  /** The answer has ended: what was held back is certain with that, and the decision is on record. Throws as `take` does. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#end([...this.#calls.channels, ...this.#texts.keys()]);
    this.#isClosed = true;
    const { blocked, rest } = await this.#endOutput({});
    if (blocked !== null) throw new EndedAnswer(blocked);
    const left = new Map(rest.map(({ channel, text }) => [channel, text]));
    for (const [key, text] of this.#texts) text.settleAll(left.get(key) ?? '');
  }

  /** The answer was cut off: what is held goes nowhere. @throws SafeAIError `audit_unavailable` */
  async cutOff(how: OutputEnd = { aborted: true }): Promise<void> {
    this.#isClosed = true;
    this.#queue.drop();
    await this.#endOutput(how);
  }

  /** Puts the decision on record, and tells it, once. */
  async #endOutput(how: OutputEnd): Promise<OutputEnded> {
    const ended = await this.#output.end({ ...how, unscanned: this.#unscanned.count });
    const { decision, found } = ended;
    if (this.#decision === undefined) {
      this.#call.onDecision?.('output', { decision, detections: found });
    }
    this.#decision = decision;
    return ended;
  }

  /** Adds the bytes of the steps that wait for nothing, in their order. */
  release(pieces: Uint8Array[]): void {
    if (this.#holdsAll && !this.#isClosed) return;
    this.#queue.release(pieces, this.#isAudit);
  }

  // Texts

  #write(
    key: string,
    held: HeldStep,
    path: Part['path'] | undefined,
    text: string,
  ): HeldText | undefined | Promise<HeldText> {
    if (text === '') return undefined;
    const channel = this.#textOf(key);
    const slot = channel.add(held, path, text);
    const written = this.#output.writeNow(key, text);
    if (written instanceof Promise) {
      return written.then((piece) => {
        this.#settle(channel, piece);
        return slot;
      });
    }
    this.#settle(channel, written);
    return slot;
  }

  #settle(channel: ChannelText, piece: OutputPiece): void {
    const { text, settled } = this.#passed(piece);
    channel.settle(text, settled);
  }

  #textOf(key: string): ChannelText {
    let text = this.#texts.get(key);
    if (text === undefined) {
      // A response says at the end of a text all of it.
      text = new ChannelText(key, this.#call.protocol.id === 'openai.responses');
      this.#texts.set(key, text);
    }
    return text;
  }

  #passed(piece: OutputPiece): OutputPiece {
    if (piece.blocked !== null) throw new EndedAnswer(piece.blocked);
    return piece;
  }

  async #end(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#endText(key);
      await this.#endText(tokensOf(key));
    }
    await this.#calls.end(keys);
  }

  async #endText(key: string): Promise<void> {
    const channel = this.#texts.get(key);
    if (channel === undefined || channel.isEnded) return;
    const { text } = this.#passed(await this.#output.endChannel(key));
    if (this.#holdsAll) channel.isEnded = true;
    else channel.settleAll(text);
  }

  /** A text of the same answer. What comes back is what goes on. */
  async #guard<T extends JsonValue>(value: T): Promise<T> {
    const { value: guarded, blocked } = await this.#output.writeWhole(value);
    if (blocked !== null) throw new EndedAnswer(blocked);
    return guarded as T;
  }

  // What comes whole

  async #takeWhole(held: HeldStep): Promise<void> {
    const calls: Part[] = [];
    for (const part of held.step.whole) {
      if (part.kind === 'logprob') await this.#takeTokens(held, part);
      else if (part.kind === 'tool_name' || part.kind === 'tool_call') calls.push(part);
      else await this.#takeContent(held, part);
    }
    if (calls.length > 0) await this.#calls.takeWhole(held, calls);
  }

  async #takeContent(held: HeldStep, part: Part): Promise<void> {
    const { form, path, text, channel } = part;
    if (form === 'binary') return;
    if (text === null || form === 'json-value') {
      const value = part.value ?? null;
      const guarded = await this.#guard(value);
      if (guarded !== value) held.edits.push(...editsBetween(value, guarded, path));
      return;
    }
    if (channel !== undefined && text !== '') {
      const said = this.#textOf(channel);
      // It begins with what others continue, or says again what they said.
      if (said.length === 0 && !this.#isOver(channel)) {
        await this.#write(channel, held, path, text);
        return;
      }
      if (said.startsWith(text)) {
        said.repeat(held, path, text);
        return;
      }
    }
    const guarded = await this.#guard(text);
    if (guarded !== text) held.edits.push({ path, value: guarded });
  }

  #isOver(channel: string): boolean {
    return (
      this.#texts.get(channel)?.isEnded === true ||
      this.#reader.channels.get(channel)?.ended === true
    );
  }

  /** Tokens are a text of their own: they may say something else than the text that they are told of. */
  async #takeTokens(held: HeldStep, part: Part): Promise<void> {
    const { channel, text, value = null } = part;
    const others = alternatives(value);
    const isFound = others.length > 0 && (await this.#guard(others)) !== others;
    let slot;
    if (text !== null && text !== '' && channel !== undefined) {
      const key = tokensOf(channel);
      const said = this.#textOf(key);
      const isPiece =
        held.step.deltas.some((delta) => delta.channel === channel) || !this.#isOver(channel);
      if (isPiece && !said.isEnded) slot = await this.#write(key, held, undefined, text);
      else if (said.length > 0 && said.startsWith(text)) slot = said.repeat(held, undefined, text);
      else slot = { isChanged: (await this.#guard(text)) !== text };
    }
    held.tokens.push({ part, text: slot, isFound });
  }

  /** An identifier stands in every event, so that changing it in one would come to nothing. */
  async #takeWord(word: string): Promise<void> {
    if ((await this.#guard(word)) === word) return;
    throw new SafeAIError(
      'unscanned_content',
      'An identifier in the answer holds what policy takes out.',
    );
  }
}

function tokensOf(channel: string): string {
  return `${channel}#logprobs`;
}

function saysNothing({ deltas, whole, unscanned, words }: StreamStep): boolean {
  return deltas.length + whole.length + unscanned.length + words.length === 0;
}
