import type { Detection } from '../detection/detection.ts';
import { SafeAIError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { Lockdown } from '../lockdown/lockdown.ts';
import { certainTags } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { lockdownFor, stoppedBy } from './lockdown-gate.ts';
import { asAudited, passes, type Outcome } from './outcome.ts';
import { openChannel, type Choose, type OutputChannel } from './output-channel.ts';
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
import type { RecordDetail } from './record.ts';
import { requireJson, requireText } from './require.ts';
import { rememberTags } from './session.ts';

/** Most channels of one answer. */
const MAX_CHANNELS = 4096;

/** What a guarded answer works with. */
export interface OutputSetting extends OutputLogSetting {
  /** The rules in force now, for emergency stops; for all else it keeps those that it began with. */
  readonly current: () => DecisionContext;
  readonly maxHeld: number;
  readonly explained: boolean;
  /** What the session's pseudonyms stand for. */
  readonly values: ReadonlyMap<string, string>;
}

/** What was decided for good. */
interface Final {
  readonly outcome: Outcome;
  readonly detail?: RecordDetail | undefined;
}

interface OpenChannel {
  readonly text: OutputChannel;
  ended: boolean;
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
  readonly #channels = new Map<string, OpenChannel | 'ended'>();
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
        if (!this.#channels.has(name) && this.#channels.size >= MAX_CHANNELS) {
          return { refusal: tooLarge(`more than ${String(MAX_CHANNELS)} channels`) };
        }
        const channel = this.#openChannel(name);
        const text = feed(channel);
        return { text, settled: channel.text.settled, size: text.length };
      },
      () => {
        const known = this.#channels.get(name);
        if (known === 'ended' || known?.ended === true) {
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
    this.#channels.set(name, 'ended');
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

  #openChannel(name: string): OpenChannel {
    const known = this.#channels.get(name);
    if (known !== undefined && known !== 'ended') return known;
    const { context, values } = this.#setting;
    const choose: Choose = (found) => this.#judge(found);
    const text = openChannel(this.mode, context.snapshot.detection, choose, values);
    const channel: OpenChannel = { text, ended: false };
    this.#channels.set(name, channel);
    return channel;
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
    this.#channels.forEach((_, name) => this.#channels.set(name, 'ended'));
    this.#blocked = { decision, fallback: final.outcome.fallbackTemplate ?? null };
    return nothing(this.#blocked);
  }

  /** A guard that failed lets nothing pass. */
  #failed(error: unknown): Error {
    const failure = error instanceof Error ? error : new Error('The guard failed.');
    this.#failure = failure;
    this.#channels.forEach((_, name) => this.#channels.set(name, 'ended'));
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
    const { outcome, detail } = this.#final ?? this.#concluded();
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
      const held: { channel: string; text: string }[] = [];
      for (const [name, channel] of this.#channels) {
        if (channel === 'ended') continue;
        held.push({ channel: name, text: channel.text.end() });
      }
      return held;
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  /** What policy says of the whole answer. */
  #concluded(): Final {
    const { outcome } = this.#setting.judge;
    if (this.mode !== 'audit') return { outcome };
    const { outcome: audited, would } = asAudited(outcome);
    return would === null ? { outcome } : { outcome: audited, detail: { would } };
  }
}

function nothing(blocked: BlockedOutput): OutputPiece {
  return { text: '', settled: 0, blocked };
}

function finalOf(lockdown: Lockdown | null): Final | null {
  return lockdown === null ? null : stoppedBy(lockdown);
}

/** Whether nothing goes on: blocked, or a fallback takes its place. */
function endsAnswer({ action, fallbackTemplate }: Outcome): boolean {
  if (!passes(action)) return true;
  return action !== 'allow' && action !== 'flag' && fallbackTemplate !== undefined;
}

function tooLarge(what: string): Outcome {
  return {
    action: 'block',
    reason: `The answer has ${what}`,
    policyName: null,
    reasonCode: 'answer_too_large',
  };
}
