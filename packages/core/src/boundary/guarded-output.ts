import type { Detection } from '../detection/detection.ts';
import { SafeAIError } from '../errors.ts';
import {
  createPseudonymRestorer,
  type PseudonymRestorer,
} from '../redaction/pseudonyms-restorer.ts';
import { certainTags } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { lockdownFor, stoppedBy } from './lockdown-gate.ts';
import { passes, wireAction, type Outcome } from './outcome.ts';
import { openChannel, type OutputChannel } from './output-channel.ts';
import { OutputLog, type OutputLogSetting } from './output-log.ts';
import type {
  BlockedOutput,
  OutputEnd,
  OutputEnded,
  OutputMode,
  OutputPiece,
  OutputStream,
} from './output-stream.ts';
import type { RecordDetail } from './record.ts';
import { requireText } from './require.ts';
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
  readonly restorer: PseudonymRestorer | null;
  ended: boolean;
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
  #passed = 0;
  #final: Final | null = null;
  #blocked: BlockedOutput | null = null;
  #failure: Error | null = null;
  #isRedactionOnRecord = false;
  #last: Promise<unknown> = Promise.resolve();
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

  async write(name: string, text: string): Promise<OutputPiece> {
    requireText(text, 'text');
    return this.#step(name, (channel) => this.#take(channel, text));
  }

  async endChannel(name: string): Promise<OutputPiece> {
    return this.#step(name, (channel) => {
      channel.ended = true;
      // What is held for the whole answer comes out with it.
      if (this.mode === 'buffer') return '';
      this.#channels.set(name, 'ended');
      return rest(channel);
    });
  }

  end(how: OutputEnd = {}): Promise<OutputEnded> {
    return (this.#ended ??= this.#inOrder(() => this.#end(how)));
  }

  /** One thing after another: the pieces of a channel, and the records. */
  #inOrder<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#last.then(task);
    this.#last = run.catch(() => undefined);
    return run;
  }

  #step(name: string, feed: (channel: OpenChannel) => string): Promise<OutputPiece> {
    requireText(name, 'channel');
    if (this.#ended !== undefined) throw new TypeError('The answer has ended.');
    return this.#inOrder(async () => {
      if (this.#failure !== null) throw this.#failure;
      if (this.#blocked !== null) return { text: '', blocked: this.#blocked };
      const known = this.#channels.get(name);
      if (known === 'ended' || known?.ended === true) {
        throw new TypeError('The channel has ended: nothing can be added to it.');
      }
      try {
        return await this.#pass(name, known, feed);
      } catch (error) {
        throw this.#fail(error);
      }
    });
  }

  async #pass(
    name: string,
    known: OpenChannel | undefined,
    feed: (channel: OpenChannel) => string,
  ): Promise<OutputPiece> {
    const stopped = await this.#stopped();
    if (stopped !== null) return this.#block(stopped);
    if (known === undefined && this.#channels.size >= MAX_CHANNELS) {
      return this.#block({ outcome: tooLarge(`more than ${String(MAX_CHANNELS)} channels`) });
    }
    const text = feed(known ?? this.#open(name));
    const { judge, maxHeld } = this.#setting;
    if (this.mode === 'buffer' && this.#received > maxHeld) {
      return this.#block({ outcome: tooLarge(`more than ${String(maxHeld)} characters to hold`) });
    }
    if (this.mode === 'window') {
      const { outcome } = judge;
      if (endsAnswer(outcome)) return this.#block({ outcome });
      if (judge.replaces && !this.#isRedactionOnRecord) {
        await this.#log.redacting(outcome);
        this.#isRedactionOnRecord = true;
      }
    }
    for (const tag of this.#seenTags) this.#passedTags.add(tag);
    this.#passed += text.length;
    return { text, blocked: null };
  }

  #open(name: string): OpenChannel {
    const { context, values } = this.#setting;
    const channel: OpenChannel = {
      text: openChannel(this.mode, context.snapshot.detection, (found) => this.#judge(found)),
      restorer: values.size === 0 ? null : createPseudonymRestorer(values),
      ended: false,
    };
    this.#channels.set(name, channel);
    return channel;
  }

  #take({ text, restorer }: OpenChannel, piece: string): string {
    this.#received += piece.length;
    // Past what may be held, nothing is kept: the answer is blocked.
    if (this.mode === 'buffer' && this.#received > this.#setting.maxHeld) return '';
    const guarded = text.write(piece);
    return restorer === null ? guarded : restorer.write(guarded);
  }

  #judge(found: readonly Detection[]): readonly Detection[] {
    const replaced = this.#setting.judge.judge(found);
    const gone = new Set(this.mode === 'audit' ? [] : replaced);
    const left = found.filter((detection) => !gone.has(detection));
    for (const tag of certainTags([], left)) this.#seenTags.add(tag);
    return replaced;
  }

  /** What an emergency stop makes of it by now. */
  async #stopped(): Promise<Final | null> {
    const { current, facts } = this.#setting;
    const lockdown = await lockdownFor(current(), facts);
    return lockdown === null ? null : stoppedBy(lockdown);
  }

  /** Nothing goes on from here. */
  async #block(final: Final): Promise<OutputPiece> {
    const decision = await this.#log.blocking(final.outcome, final.detail);
    this.#final = final;
    this.#channels.forEach((_, name) => this.#channels.set(name, 'ended'));
    this.#blocked = { decision, fallback: final.outcome.fallbackTemplate ?? null };
    return { text: '', blocked: this.#blocked };
  }

  /** A guard that failed lets nothing pass. */
  #fail(error: unknown): Error {
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
    const counts = {
      channels: this.#channels.size,
      received: this.#received,
      passed: this.#passed,
      detections: judge.count,
    };
    if (isOut) for (const tag of this.#seenTags) this.#passedTags.add(tag);
    let decision;
    try {
      decision = await this.#log.closed(outcome, {
        mode: this.mode,
        channels: counts.channels,
        received: counts.received,
        passed: counts.passed,
        unscanned,
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
        held.push({ channel: name, text: rest(channel) });
      }
      return held;
    } catch (error) {
      this.#fail(error);
      return [];
    }
  }

  /** What policy says of the whole answer. */
  #concluded(): Final {
    const { outcome } = this.#setting.judge;
    if (this.mode !== 'audit' || outcome.action === 'allow' || outcome.action === 'flag') {
      return { outcome };
    }
    const { policyName } = outcome;
    const would = wireAction(outcome.action);
    return {
      outcome: {
        action: 'flag',
        reason: `Only audited: ${outcome.reason}`,
        policyName,
        reasonCode: 'audit_mode',
        wouldHave: { action: outcome.action, policyName },
      },
      detail: { would },
    };
  }
}

/** The rest of a channel, with its pseudonyms restored. */
function rest({ text, restorer }: OpenChannel): string {
  const guarded = text.end();
  return restorer === null ? guarded : restorer.write(guarded) + restorer.end();
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
