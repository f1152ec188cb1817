import {
  LimitExceededError,
  SafeAIError,
  type JsonObject,
  type JsonValue,
  type OutputEnd,
  type OutputPiece,
  type OutputStream,
} from '@safeai/core';
import {
  editsBetween,
  logprobRemoval,
  type Part,
  type PartForm,
  type StreamReader,
  type StreamStep,
  type Unscanned,
} from '@safeai/protocols';
import { unscannedContent } from '../content.ts';
import type { GuardedCall } from '../guarded-call.ts';
import { Refusal } from '../refusal.ts';
import { judgeToolCall, type JudgedToolCall } from '../tool-calls.ts';
import { refuseUnscanned } from '../unscanned.ts';
import { ChannelText } from './channel-text.ts';
import { EndedAnswer } from './ended-answer.ts';
import { asParameters, fromParameters, HeldCall } from './held-call.ts';
import { HeldStep } from './held-step.ts';
import { alternatives } from './tokens.ts';

/** Most bytes of events that wait. */
const MOST_HELD = 16 * 1024 * 1024;

/** Most values without findings that are remembered, and the longest of them. */
const MOST_KNOWN = 256;
const LONGEST_KNOWN = 128;

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
  readonly #calls = new Map<string, HeldCall>();
  /** Judgements of calls that came whole, by what they are: some protocols say them several times. */
  readonly #judged = new Map<string, Promise<readonly JudgedToolCall[]>>();
  readonly #known = new Set<string>();
  #queue: HeldStep[] = [];
  #heldBytes = 0;
  #isClosed = false;
  #unscanned = 0;
  #redactions = 0;

  constructor(call: GuardedCall, output: OutputStream, reader: StreamReader) {
    this.#call = call;
    this.#output = output;
    this.#reader = reader;
    this.#isAudit = output.mode === 'audit';
    this.#holdsAll = output.mode === 'buffer';
  }

  /** Places that nobody could look into. */
  get unscanned(): number {
    return this.#unscanned;
  }

  /** Values that were replaced. */
  get redactions(): number {
    return this.#output.counts.redactions + this.#redactions;
  }

  /**
   * Takes the next step.
   *
   * @throws EndedAnswer; Refusal of a tool call; SafeAIError `unscanned_content`, `audit_unavailable`, …
   */
  async take(step: StreamStep): Promise<void> {
    // What comes after the end is said to nobody who listens; what nobody could judge any more is left out.
    if (this.#isClosed && !saysNothing(step)) return;
    const held = new HeldStep(step);
    this.#hold(held);
    if (step.unscanned.length > 0) await this.#takeUnscanned(held);
    for (const delta of step.deltas) {
      if (delta.kind === 'tool_call')
        this.#callOf(delta.channel, delta).add(held, delta.path, delta.text);
      else await this.#write(delta.channel, held, delta);
    }
    if (step.whole.length > 0) await this.#takeWhole(held);
    if (step.ends.length > 0) await this.#end(step.ends);
    if (step.terminal) await this.close();
  }

  /** The answer has ended: what was held back is certain with that, and the decision is on record. Throws as `take` does. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#end([...this.#calls.keys(), ...this.#texts.keys()]);
    this.#isClosed = true;
    const { blocked, rest } = await this.#output.end({ unscanned: this.#unscanned });
    if (blocked !== null) throw new EndedAnswer(blocked);
    const left = new Map(rest.map(({ channel, text }) => [channel, text]));
    for (const [key, text] of this.#texts) text.settleAll(left.get(key) ?? '');
  }

  /** The answer was cut off: what is held goes nowhere. @throws SafeAIError `audit_unavailable` */
  async cutOff(how: OutputEnd = { aborted: true }): Promise<void> {
    this.#isClosed = true;
    this.#queue = [];
    await this.#output.end({ ...how, unscanned: this.#unscanned });
  }

  /** The bytes of the steps that wait for nothing, in their order. */
  release(): Uint8Array[] {
    if (this.#holdsAll && !this.#isClosed) return [];
    const pieces: Uint8Array[] = [];
    let count = 0;
    for (const held of this.#queue) {
      if (held.open > 0 && !this.#isAudit) break;
      count++;
      this.#heldBytes -= held.step.event.raw.length;
      const bytes = this.#reader.pass(held.step, editsOf(held));
      if (bytes.length > 0) pieces.push(bytes);
    }
    if (count > 0) this.#queue = this.#queue.slice(count);
    return pieces;
  }

  #hold(held: HeldStep): void {
    this.#queue.push(held);
    this.#heldBytes += held.step.event.raw.length;
    if (this.#heldBytes <= MOST_HELD) return;
    throw new LimitExceededError(
      `More than ${String(MOST_HELD)} bytes of the answer would have to be held back.`,
    );
  }

  // Texts

  async #write(
    key: string,
    held: HeldStep,
    { path, text }: { readonly path: Part['path'] | undefined; readonly text: string },
  ) {
    if (text === '') return undefined;
    const channel = this.#textOf(key);
    const slot = channel.add(held, path, text);
    const { text: out, settled } = this.#passed(await this.#output.write(key, text));
    channel.settle(out, settled);
    return slot;
  }

  #textOf(key: string): ChannelText {
    let text = this.#texts.get(key);
    if (text === undefined) {
      text = new ChannelText(key);
      this.#texts.set(key, text);
    }
    return text;
  }

  #passed(piece: OutputPiece): OutputPiece {
    if (piece.blocked !== null) throw new EndedAnswer(piece.blocked);
    return piece;
  }

  async #end(keys: readonly string[]): Promise<void> {
    const calls = keys.flatMap((key) => this.#calls.get(key) ?? []);
    for (const key of keys) {
      await this.#endText(key);
      await this.#endText(tokensOf(key));
    }
    const open = calls.filter(({ isJudged }) => !isJudged);
    if (open.length > 0) await this.#judgeCalls(open);
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
    const { whole } = held.step;
    for (const part of whole) {
      if (part.kind === 'logprob') await this.#takeTokens(held, part);
      else if (part.kind === 'tool_name') await this.#takeName(held, part);
      else if (part.kind === 'tool_call') await this.#takeCall(held, part);
      else await this.#takeContent(held, part);
    }
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
        await this.#write(channel, held, { path, text });
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
      if (isPiece && !said.isEnded) slot = await this.#write(key, held, { path: undefined, text });
      else if (said.length > 0 && said.startsWith(text)) slot = said.repeat(held, undefined, text);
      else slot = { isChanged: (await this.#guard(text)) !== text };
    }
    held.tokens.push({ part, text: slot, isFound });
  }

  // Tool calls

  #callOf(
    channel: string,
    { form, toolName = '' }: { readonly form: PartForm; readonly toolName?: string },
  ): HeldCall {
    let call = this.#calls.get(channel);
    if (call === undefined) {
      call = new HeldCall(this.#reader.channels.get(channel)?.form ?? form);
      this.#calls.set(channel, call);
    }
    if (call.name === '') call.name = toolName;
    return call;
  }

  async #takeName(held: HeldStep, part: Part): Promise<void> {
    const { channel, path, text } = part;
    if (text === null) return;
    const call = channel === undefined ? undefined : this.#callOf(channel, part);
    const guarded = await this.#guard(text);
    if (call?.name === text) {
      if (guarded !== text) call.rename(guarded);
      call.addName(held, path);
      return;
    }
    if (guarded !== text) held.edits.push({ path, value: guarded });
    const isCalledWith = held.step.whole.some(
      (other) => other.kind === 'tool_call' && isBeside(other, part),
    );
    if (!isCalledWith) await this.#judgeWhole(part, text, {});
  }

  async #takeCall(held: HeldStep, part: Part): Promise<void> {
    const { channel, path, text, toolName = '', form } = part;
    if (channel !== undefined && text !== null) {
      const call = this.#callOf(channel, part);
      const isSame = toolName === '' || call.name === '' || toolName === call.name;
      if (isSame && call.text === text) {
        call.repeat(held, path);
        return;
      }
      if (isSame && call.text === '' && !call.isJudged) {
        call.add(held, path, text);
        return;
      }
      // Another than the one that came in pieces: judged as what it is.
      const other = new HeldCall(form);
      other.name = toolName === '' ? call.name : toolName;
      other.add(held, path, text);
      await this.#judgeCalls([other]);
      return;
    }
    const value = part.value ?? text;
    if (value === null) return;
    const named = held.step.whole.find(
      (other) => other.kind === 'tool_name' && other.channel !== undefined && isBeside(other, part),
    );
    if (named?.channel !== undefined) {
      const call = this.#callOf(named.channel, { form: 'json-text' });
      if (!call.isJudged) {
        call.begin(held, path, value);
        return;
      }
    }
    const [judged] = await this.#judgeWhole(part, toolName, asParameters(value));
    if (judged?.isChanged !== true) return;
    held.edits.push(...editsBetween(value, fromParameters(value, judged.parameters), path));
  }

  /** A call that came whole; said again under the same id, it is the same one. */
  #judgeWhole(
    { toolCallId }: Part,
    toolName: string,
    parameters: JsonObject,
  ): Promise<readonly JudgedToolCall[]> {
    const judge = () => this.#judge(toolName, [parameters]);
    if (toolCallId === undefined) return judge();
    const key = JSON.stringify([toolCallId, toolName, parameters]);
    const judged = this.#judged.get(key) ?? judge();
    this.#judged.set(key, judged);
    return judged;
  }

  /** Calls that came to their end together are judged together: a person decides on all of them. */
  async #judgeCalls(calls: readonly HeldCall[]): Promise<void> {
    const judged = await Promise.allSettled(
      calls.map(async (call) => {
        await this.#judgeCall(call);
      }),
    );
    for (const each of judged) if (each.status === 'rejected') throw each.reason;
  }

  async #judgeCall(call: HeldCall): Promise<void> {
    const parameters = call.seal();
    if (call.isUnreadable) this.#tell([{ why: 'unknown_type', path: [], value: null }]);
    call.release(await this.#judge(call.name, parameters));
  }

  async #judge(
    toolName: string,
    parameters: readonly JsonObject[],
  ): Promise<readonly JudgedToolCall[]> {
    const judged: JudgedToolCall[] = [];
    for (const each of parameters) judged.push(await this.#judgeOne(toolName, each));
    return judged;
  }

  async #judgeOne(toolName: string, parameters: JsonObject): Promise<JudgedToolCall> {
    if (!this.#isAudit) {
      const judged = await judgeToolCall(this.#call, toolName, parameters);
      this.#redactions += judged.redactions;
      return judged;
    }
    const settings = { ...this.#call.settings, approvalWaitMs: 0 };
    try {
      await judgeToolCall({ ...this.#call, settings }, toolName, parameters);
    } catch (error) {
      // It is on record what would have become of it.
      if (!(error instanceof Refusal)) throw error;
    }
    return { parameters, redactions: 0, isChanged: false };
  }

  // What nobody knows

  async #takeUnscanned(held: HeldStep): Promise<void> {
    const { unscanned } = held.step;
    this.#tell(unscanned);
    for (const each of unscanned) {
      const { path, value } = each;
      if (path.length === 0 && typeof value === 'string') await this.#takeLine(held, each, value);
      else await this.#takeField(held, each);
    }
  }

  /** @throws SafeAIError `unscanned_content` where the settings refuse it */
  #tell(unscanned: readonly Unscanned[]): void {
    this.#unscanned += unscanned.length;
    if (!this.#isAudit) refuseUnscanned(this.#call, 'answer', unscanned);
  }

  /** A line of an event that is not in its JSON: it goes on as it is, or ends the answer. */
  async #takeLine(held: HeldStep, { why }: Unscanned, line: string): Promise<void> {
    // The data of an event whose name is unknown is read as all data is.
    const { data } = held.step.event;
    const isName = why === 'unknown_event' && data !== null && line.endsWith(data);
    const text = isName ? line.slice(0, line.length - data.length) : line;
    if (this.#known.has(text)) return;
    if ((await this.#guard(text)) !== text) {
      throw new SafeAIError(
        'unscanned_content',
        `A line of the answer's events (${why}) holds what policy takes out, and such lines cannot be changed.`,
      );
    }
    this.#remember(text);
  }

  async #takeField(held: HeldStep, unscanned: Unscanned): Promise<void> {
    const content = unscannedContent(unscanned);
    if (content === null) return;
    const { path, value } = unscanned;
    // Most come with every event, and say the same each time.
    const isScalar = typeof value !== 'object' || value === null;
    const known = isScalar ? JSON.stringify([path.at(-1) ?? null, value]) : '';
    if (isScalar && this.#known.has(known)) return;
    const guarded = await this.#guard(content.value);
    if (guarded !== content.value) held.edits.push(...content.edits(guarded));
    else if (isScalar) this.#remember(known);
  }

  #remember(text: string): void {
    if (text.length > LONGEST_KNOWN) return;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.add(text);
  }
}

function tokensOf(channel: string): string {
  return `${channel}#logprobs`;
}

/** Two fields of one object. */
function isBeside(left: Part, right: Part): boolean {
  const { length } = left.path;
  return (
    length === right.path.length &&
    left.path.every((step, at) => at === length - 1 || step === right.path[at])
  );
}

function saysNothing({ deltas, whole, unscanned }: StreamStep): boolean {
  return deltas.length === 0 && whole.length === 0 && unscanned.length === 0;
}

/** Tokens stay with the text that they say: where that is changed, or they are, they are taken out. */
function editsOf({ edits, tokens, changed }: HeldStep): HeldStep['edits'] {
  if (tokens.length === 0) return edits;
  const removed = tokens.filter(
    ({ part, text, isFound }) =>
      isFound ||
      text?.isChanged === true ||
      (part.channel !== undefined && changed.has(part.channel)),
  );
  return [...edits, ...logprobRemoval(removed.map(({ part }) => part))];
}
