import type { JsonValue, OutputMode, OutputStream, RequestContext } from '@safeai/core';
import type { Guard } from './guard.ts';
import { textOf } from './json-of.ts';
import type { AdapterOptions } from './options.ts';
import { cannotBeJudged } from './outage.ts';
import { unjudged, withheldAnswer } from './texts.ts';
import type { Verdict, Withheld } from './verdict.ts';

/** What goes on after a piece. */
export interface FlowPiece {
  readonly text: string;
  /** Once it is here, nothing more of the answer goes on. */
  readonly withheld: Withheld | null;
}

/** What becomes of content that comes whole. */
export interface FlowWhole {
  readonly value: JsonValue;
  readonly withheld: Withheld | null;
}

/** The rest of an answer. */
export interface FlowEnd {
  /** What was held back, by channel. */
  readonly rest: ReadonlyMap<string, string>;
  readonly withheld: Withheld | null;
}

/** An answer that comes in pieces, of one or more channels. */
export interface AnswerFlow {
  /** The mode in force: with `buffer`, everything comes at the end. */
  readonly mode: OutputMode;
  write(channel: string, text: string): Promise<FlowPiece>;
  /** Nothing is added to a channel any more. */
  endChannel(channel: string): Promise<FlowPiece>;
  /** Content of the same answer that comes whole; what comes back goes on. Not in mode `buffer`. */
  whole(value: JsonValue): Promise<FlowWhole>;
  /** The answer has ended, or was cut off: what is held back goes nowhere then. Judged and on record once it resolves. */
  end(how?: { readonly aborted?: boolean }): Promise<FlowEnd>;
}

/** What a flow needs of its agent. */
export interface FlowParts {
  readonly options: AdapterOptions;
  readonly circumstances: RequestContext;
  readonly judge: (text: string) => Promise<Verdict<string>>;
  /** Returns where everything goes on unguarded. @throws GuardOutageError */
  readonly outage: (error: unknown) => void;
}

/** @throws GuardOutageError */
export async function openAnswer(parts: FlowParts): Promise<AnswerFlow> {
  const { guard, mode = 'buffer' }: { guard: Guard; mode?: OutputMode } = parts.options;
  if (guard.openOutput === undefined || mode === 'buffer') return new HeldFlow(parts, mode);
  try {
    return new StreamFlow(parts, await guard.openOutput({ ...parts.circumstances, mode }));
  } catch (error) {
    parts.outage(error);
    return new HeldFlow(parts, 'audit');
  }
}

const NOTHING: FlowPiece = { text: '', withheld: null };

/** Most that is held of an answer, in UTF-16 code units; a longer one is withheld. */
const MOST_HELD = 4_194_304;

/** Holds every channel until the answer is whole, then judges each. In `audit`, lets it go and judges it all the same. */
class HeldFlow implements AnswerFlow {
  readonly mode: OutputMode;
  readonly #parts: FlowParts;
  readonly #texts = new Map<string, string>();
  #length = 0;
  #ended: Promise<FlowEnd> | undefined;

  constructor(parts: FlowParts, mode: OutputMode) {
    this.mode = mode === 'audit' ? 'audit' : 'buffer';
    this.#parts = parts;
  }

  write(channel: string, text: string): Promise<FlowPiece> {
    this.#length += text.length;
    if (this.#length <= MOST_HELD) {
      this.#texts.set(channel, (this.#texts.get(channel) ?? '') + text);
    }
    return Promise.resolve(this.mode === 'audit' ? { text, withheld: null } : NOTHING);
  }

  endChannel(): Promise<FlowPiece> {
    return Promise.resolve(NOTHING);
  }

  async whole(value: JsonValue): Promise<FlowWhole> {
    await this.write(`#${String(this.#texts.size)}`, textOf(value));
    return { value, withheld: null };
  }

  end({ aborted = false } = {}): Promise<FlowEnd> {
    this.#ended ??= this.#judge(aborted);
    return this.#ended;
  }

  async #judge(aborted: boolean): Promise<FlowEnd> {
    const rest = new Map<string, string>();
    if (aborted && this.mode === 'buffer') return { rest, withheld: null };
    if (this.#length > MOST_HELD && this.mode === 'buffer') {
      return { rest, withheld: cannot() };
    }
    for (const [channel, text] of this.#texts) {
      const verdict = await this.#parts.judge(text);
      if (this.mode === 'audit') continue;
      if (verdict.kind === 'withheld') return { rest: new Map(), withheld: verdict };
      rest.set(channel, verdict.value);
    }
    return { rest, withheld: null };
  }
}

/** The core's own stream, until the guard is out of reach. */
class StreamFlow implements AnswerFlow {
  readonly mode: OutputMode;
  readonly #parts: FlowParts;
  readonly #stream: OutputStream;
  /** What has come in of a channel and not gone out; where it begins in the channel's text. */
  readonly #held = new Map<string, { from: number; text: string }>();
  /** The guard was lost, and everything goes on. */
  #isOpen = false;

  constructor(parts: FlowParts, stream: OutputStream) {
    this.#parts = parts;
    this.#stream = stream;
    this.mode = stream.mode;
  }

  async write(channel: string, text: string): Promise<FlowPiece> {
    if (this.#isOpen) return { text, withheld: null };
    const held = this.#held.get(channel) ?? { from: 0, text: '' };
    this.#held.set(channel, held);
    held.text += text;
    return this.#guarding(channel, () => this.#stream.write(channel, text));
  }

  async endChannel(channel: string): Promise<FlowPiece> {
    if (this.#isOpen || !this.#held.has(channel)) return NOTHING;
    return this.#guarding(channel, () => this.#stream.endChannel(channel));
  }

  async whole(value: JsonValue): Promise<FlowWhole> {
    if (this.#isOpen) return { value, withheld: null };
    try {
      const { value: after, blocked } = await this.#stream.writeWhole(value);
      return { value: after, withheld: withheldBy(blocked) };
    } catch (error) {
      if (cannotBeJudged(error)) return { value: null, withheld: cannot() };
      this.#parts.outage(error);
      this.#isOpen = true;
      return { value, withheld: null };
    }
  }

  async end({ aborted = false } = {}): Promise<FlowEnd> {
    if (this.#isOpen) return { rest: new Map(), withheld: null };
    try {
      const { rest, blocked, decision } = await this.#stream.end({ aborted });
      this.#parts.options.onDecision?.('output', decision);
      const texts = new Map(rest.map(({ channel, text }) => [channel, text]));
      return { rest: texts, withheld: this.mode === 'audit' ? null : withheldBy(blocked) };
    } catch (error) {
      this.#parts.outage(error);
      return { rest: this.#heldTexts(), withheld: null };
    }
  }

  async #guarding(
    channel: string,
    step: () => Promise<Awaited<ReturnType<OutputStream['write']>>>,
  ): Promise<FlowPiece> {
    const held = this.#held.get(channel) ?? { from: 0, text: '' };
    try {
      const { text, settled, blocked } = await step();
      if (settled > held.from) {
        held.text = held.text.slice(settled - held.from);
        held.from = settled;
      }
      return { text, withheld: withheldBy(blocked) };
    } catch (error) {
      if (cannotBeJudged(error)) {
        return { text: '', withheld: cannot() };
      }
      this.#parts.outage(error);
      this.#isOpen = true;
      const { text } = held;
      held.text = '';
      return { text, withheld: null };
    }
  }

  #heldTexts(): ReadonlyMap<string, string> {
    return new Map([...this.#held].map(([channel, { text }]) => [channel, text]));
  }
}

function cannot(): Withheld {
  return { kind: 'withheld', text: unjudged('an answer', false), decision: null };
}

function withheldBy(blocked: OutputStream['blocked']): Withheld | null {
  if (blocked === null) return null;
  const { decision, fallback } = blocked;
  return { kind: 'withheld', text: fallback ?? withheldAnswer(decision), decision };
}
