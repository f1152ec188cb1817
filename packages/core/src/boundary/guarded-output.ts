import type { Detection } from '../detection/detection.ts';
import { SafeAIError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { certainTags } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { lockdownFor } from './lockdown-gate.ts';
import type { Outcome } from './outcome.ts';
import { openChannel, type Choose } from './output-channel.ts';
import { MAX_CHANNELS, OutputChannels, type OpenChannel } from './output-channels.ts';
import { concluded, endsAnswer, finalOf, tooLarge, type Final } from './output-final.ts';
import { OutputLog, type OutputLogSetting } from './output-log.ts';
import type {
  BlockedOutput,
  OutputCounts,
  OutputEnd,
  OutputEnded,
  OutputMode,
  OutputPiece,
  OutputStream,
  OutputWhole,
} from './output-stream.ts';
import { guardWhole, sizeOfWhole } from './output-whole.ts';
import { requireJson, requireText } from './require.ts';
import { rememberTags } from './session.ts';

/** What a guarded answer works with. */
export interface OutputSetting extends OutputLogSetting {
  /** The rules in force now, for emergency stops; for all else it keeps those that it began with. */
  readonly current: () => DecisionContext;
  readonly maxHeld: number;
  readonly explained: boolean;
  /** What the session's pseudonyms stand for. */
  readonly values: ReadonlyMap<string, string>;
}

/** What a call brought in, once it is judged. */
interface Taken {
  readonly text?: string;
  readonly settled?: number;
  /** UTF-16 code units that go on. */
  readonly size?: number;
  /** Why it cannot be taken in. */
  readonly refusal?: Outcome;
}

/** The output boundary for an answer that comes in pieces: judges, records, lets pass, in that order. */
export class GuardedOutput implements OutputStream {
  readonly mode: OutputMode;
  readonly #setting: OutputSetting;
  readonly #log: OutputLog;
  readonly #channels: OutputChannels;
  /** Tags of what is not replaced, for the session: found so far, and gone on. */
  readonly #seenTags = new Set<string>();
  readonly #passedTags = new Set<string>();
  #received = 0;
  /** Values of which more was encoded than one scan undoes. */
  #leftEncoded = 0;
  #passed = 0;
  #redactions = 0;
  /** Findings when policy was last asked whether the answer may go on. */
  #judged = 0;
  #final: Final | null = null;
  #blocked: BlockedOutput | null = null;
  #failure: Error | null = null;
  #isRedactionOnRecord = false;
  #last: Promise<unknown> = Promise.resolve();
  /** Calls that have not come to their end. */
  #waiting = 0;
  #ended: Promise<OutputEnded> | undefined;

  constructor(setting: OutputSetting) {
    this.mode = setting.mode;
    this.#setting = setting;
    this.#log = new OutputLog(setting);
    const { context, values } = setting;
    const choose: Choose = (found) => this.#judge(found);
    this.#channels = new OutputChannels(() =>
      openChannel(setting.mode, context.snapshot.detection, choose, values),
    );
  }

  /**
   * Records that it was opened, and ends it where there is reason to.
   *
   * @throws SafeAIError `audit_unavailable`, `state_unavailable`
   */
  async open(refusal: Outcome | null): Promise<void> {
    await this.#log.opened();
    const final = (await this.#stopped()) ?? (refusal === null ? null : { outcome: refusal });
    if (final !== null) await this.#block(final);
  }

  get blocked(): BlockedOutput | null {
    return this.#blocked;
  }

  get decisionId(): string {
    return this.#log.decisionId;
  }

  get counts(): OutputCounts {
    return {
      channels: this.#channels.size,
      received: this.#received,
      passed: this.#passed,
      detections: this.#setting.judge.count,
      redactions: this.#redactions,
    };
  }

  async write(name: string, text: string): Promise<OutputPiece> {
    return this.writeNow(name, text);
  }

  writeNow(name: string, text: string): OutputPiece | Promise<OutputPiece> {
    requireText(text, 'text');
    return this.#toChannel(name, (channel) => this.#take(channel, text));
  }

  async endChannel(name: string): Promise<OutputPiece> {
    return this.#toChannel(name, (channel) => this.#endOne(name, channel));
  }

  async writeWhole<T extends JsonValue>(value: T): Promise<OutputWhole<T>> {
    requireJson(value, 'value');
    let guarded: T | null = null;
    const piece = await this.#step(() => {
      this.#received += sizeOfWhole(value);
      guarded = this.#guardWhole(value);
      return { text: '', settled: 0, size: sizeOfWhole(guarded) };
    });
    return { value: piece.blocked === null ? guarded : null, blocked: piece.blocked };
  }

  end(how: OutputEnd = {}): Promise<OutputEnded> {
    return (this.#ended ??= this.#inOrder(() => this.#end(how)));
  }

  /** One thing after another: the pieces of a channel, and the records. */
  #inOrder<T>(task: () => T | Promise<T>): Promise<T> {
    this.#waiting++;
    const run = this.#last.then(task).finally(() => this.#waiting--);
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** @throws TypeError once the answer or the channel has ended */
  #toChannel(
    name: string,
    feed: (channel: OpenChannel) => string,
  ): OutputPiece | Promise<OutputPiece> {
    requireText(name, 'channel');
    return this.#step(
      () => {
        if (this.#channels.isOneTooMany(name)) {
          return { refusal: tooLarge(`more than ${String(MAX_CHANNELS)} channels`) };
        }
        const channel = this.#channels.channel(name);
        const text = feed(channel);
        return { text, settled: channel.text.settled, size: text.length };
      },
      () => {
        if (this.#channels.hasEnded(name)) {
          throw new TypeError('The channel has ended: nothing can be added to it.');
        }
      },
    );
  }

  /**
   * @param take brings something in; not called where nothing goes on
   * @param check throws where it is the caller's mistake
   */
  #step(take: () => Taken, check?: () => void): OutputPiece | Promise<OutputPiece> {
    if (this.#ended !== undefined) throw new TypeError('The answer has ended.');
    // As a rule nothing is waited for: no record is due, and what is stopped is known.
    if (this.#waiting > 0) return this.#inOrder(() => this.#unlessOver(take, check));
    const piece = this.#unlessOver(take, check);
    return piece instanceof Promise ? this.#inOrder(() => piece) : piece;
  }

  #unlessOver(take: () => Taken, check?: () => void): OutputPiece | Promise<OutputPiece> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#blocked !== null) return nothing(this.#blocked);
    check?.();
    try {
      const stopped = this.#stopped();
      const piece =
        stopped instanceof Promise
          ? stopped.then((final) => this.#pass(take, final))
          : this.#pass(take, stopped);
      if (!(piece instanceof Promise)) return piece;
      return piece.catch((error: unknown) => {
        throw this.#failed(error);
      });
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #pass(take: () => Taken, stopped: Final | null): OutputPiece | Promise<OutputPiece> {
    if (stopped !== null) return this.#block(stopped);
    const taken = take();
    if (taken.refusal !== undefined) return this.#block({ outcome: taken.refusal });
    const { judge, maxHeld } = this.#setting;
    if (this.mode === 'buffer' && this.#received > maxHeld) {
      return this.#block({ outcome: tooLarge(`more than ${String(maxHeld)} characters to hold`) });
    }
    if (this.mode === 'window' && judge.count > this.#judged) {
      this.#judged = judge.count;
      const { outcome } = judge;
      if (endsAnswer(outcome)) return this.#block({ outcome });
      if (judge.replaces && !this.#isRedactionOnRecord) {
        return this.#log.redacting(outcome).then(() => {
          this.#isRedactionOnRecord = true;
          return this.#given(taken);
        });
      }
    }
    return this.#given(taken);
  }

  #given({ text = '', settled = 0, size = 0 }: Taken): OutputPiece {
    if (this.#seenTags.size > this.#passedTags.size) {
      for (const tag of this.#seenTags) this.#passedTags.add(tag);
    }
    this.#passed += size;
    return { text, settled, blocked: null };
  }

  #endOne(name: string, channel: OpenChannel): string {
    channel.ended = true;
    // What is held for the whole answer comes out with it.
    if (this.mode === 'buffer') return '';
    this.#channels.end(name);
    return channel.text.end();
  }

  #guardWhole<T extends JsonValue>(value: T): T {
    const { mode } = this;
    const { context, values } = this.#setting;
    const { limits, snapshot } = context;
    const choose: Choose = (found) => this.#judge(found);
    return guardWhole(value, {
      mode,
      detection: snapshot.detection,
      limits,
      values,
      choose,
      onLeftEncoded: () => this.#leftEncoded++,
    });
  }

  #take({ text }: OpenChannel, piece: string): string {
    this.#received += piece.length;
    // Past what may be held, nothing is kept: the answer is blocked.
    if (this.mode === 'buffer' && this.#received > this.#setting.maxHeld) return '';
    return text.write(piece);
  }

  #judge(found: readonly Detection[]): readonly Detection[] {
    const replaced = this.#setting.judge.judge(found);
    if (found.length === 0) return replaced;
    if (this.mode !== 'audit') this.#redactions += replaced.length;
    const gone = new Set(this.mode === 'audit' ? [] : replaced);
    const left = found.filter((detection) => !gone.has(detection));
    for (const tag of certainTags([], left)) this.#seenTags.add(tag);
    return replaced;
  }

  /** What an emergency stop makes of it by now. */
  #stopped(): Final | null | Promise<Final | null> {
    const { current, facts } = this.#setting;
    const lockdown = lockdownFor(current(), facts);
    return lockdown instanceof Promise ? lockdown.then(finalOf) : finalOf(lockdown);
  }

  /** Nothing goes on from here. */
  async #block(final: Final): Promise<OutputPiece> {
    const decision = await this.#log.blocking(final.outcome, final.detail);
    this.#final = final;
    this.#channels.endAll();
    this.#blocked = { decision, fallback: final.outcome.fallbackTemplate ?? null };
    return nothing(this.#blocked);
  }

  /** A guard that failed lets nothing pass. */
  #failed(error: unknown): Error {
    const failure = error instanceof Error ? error : new Error('The guard failed.');
    this.#failure = failure;
    this.#channels.endAll();
    this.#final = {
      outcome: {
        action: 'block',
        reason: 'The answer could not be guarded to its end',
        policyName: null,
        reasonCode: SafeAIError.isInstance(error) ? error.code : 'internal_error',
      },
    };
    return failure;
  }

  async #end({ unscanned = 0, aborted = false }: OutputEnd): Promise<OutputEnded> {
    const held = this.#final === null ? await this.#finish() : [];
    const { judge, context, facts, explained } = this.#setting;
    const { outcome, detail } = this.#final ?? concluded(this.mode, judge.outcome);
    const isOut = !aborted && !endsAnswer(outcome);
    const left = isOut ? held.filter(({ text }) => text !== '') : [];
    for (const { text } of left) this.#passed += text.length;
    const { counts } = this;
    if (isOut) for (const tag of this.#seenTags) this.#passedTags.add(tag);
    let decision;
    try {
      decision = await this.#log.closed(outcome, {
        mode: this.mode,
        channels: counts.channels,
        received: counts.received,
        passed: counts.passed,
        unscanned: unscanned + this.#leftEncoded,
        aborted,
        ...detail,
      });
    } finally {
      // What went on has been seen, whatever becomes of the rest.
      if (isOut || this.#passedTags.size > 0) {
        await rememberTags(context, facts.scope, this.#passedTags);
      }
    }
    if (endsAnswer(outcome)) {
      this.#blocked ??= { decision, fallback: outcome.fallbackTemplate ?? null };
    }
    return {
      decision,
      blocked: this.#blocked,
      rest: left,
      counts,
      found: judge.found,
      ...(explained ? { explanation: judge.explain() } : {}),
    };
  }

  /** What the channels that have not ended still hold; all of it has been judged then. */
  async #finish(): Promise<{ channel: string; text: string }[]> {
    try {
      this.#final = await this.#stopped();
      if (this.#final !== null) return [];
      return this.#channels.endTexts();
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }
}

function nothing(blocked: BlockedOutput): OutputPiece {
  return { text: '', settled: 0, blocked };
}
