import type { JsonValue } from '../json.ts';
import type { PolicyExplanation } from '../policy/explain.ts';
import type { Decision, RequestContext } from './boundary.ts';

/**
 * How an answer that comes in pieces is guarded. `window`: what is certain goes on, what could still become a finding
 * is held back. `buffer`: everything is held until the end, then guarded as a whole. `audit`: everything goes on at
 * once, and what was found is on record.
 */
export type OutputMode = 'window' | 'buffer' | 'audit';

/** A model's answer that is going to come in pieces. */
export interface OpenOutputRequest extends RequestContext {
  /** `window` if absent. */
  readonly mode?: OutputMode;
  /**
   * With `buffer`, most UTF-16 code units that are held; an answer that is longer is blocked.
   * 4,194,304 if absent.
   */
  readonly maxHeld?: number;
}

/** Why nothing more of an answer goes on. */
export interface BlockedOutput {
  /** Its action is `block`, or `redact` where the rule has a fallback that takes the place of the answer. */
  readonly decision: Decision;
  /** What to show in place of the rest, where the deciding rule says it. */
  readonly fallback: string | null;
}

/** What can go on after a piece. */
export interface OutputPiece {
  /** Empty where everything is held back, and always once the answer is blocked. */
  readonly text: string;
  /**
   * How much of the channel's text, in UTF-16 code units from its beginning, has come out. Where it is more than after the
   * piece before, all that came out since the last time it grew is what became of the text between.
   */
  readonly settled: number;
  readonly blocked: BlockedOutput | null;
}

/** What became of content that came whole. */
export interface OutputWhole<T extends JsonValue = JsonValue> {
  /** Null where nothing goes on. */
  readonly value: T | null;
  readonly blocked: BlockedOutput | null;
}

/** How an answer ended. */
export interface OutputEnd {
  /** Parts of it that nobody looked into (images, unknown blocks); 0 if absent. For the record. */
  readonly unscanned?: number;
  /** It was cut off, so that what is held back goes nowhere. */
  readonly aborted?: boolean;
}

/** The rest of an answer, and what was decided about all of it. */
export interface OutputEnded {
  readonly decision: Decision;
  readonly blocked: BlockedOutput | null;
  /** What was held back in channels that had not ended (in mode `buffer`: all of it), in the order they came up. */
  readonly rest: readonly { readonly channel: string; readonly text: string }[];
  readonly counts: OutputCounts;
  /** What was found in all of it, by type, whatever became of it. */
  readonly found: readonly CountedType[];
  /** Where the request asked for it. */
  readonly explanation?: PolicyExplanation;
}

/** How often something was found. */
export interface CountedType {
  readonly type: string;
  readonly count: number;
}

/** How much an answer was. */
export interface OutputCounts {
  readonly channels: number;
  /** UTF-16 code units that came in, and that went on. */
  readonly received: number;
  readonly passed: number;
  readonly detections: number;
  /** Values that were replaced. */
  readonly redactions: number;
}

/**
 * Guards one answer that comes in pieces, of one or more channels (a text, its reasoning, another choice).
 *
 * However the pieces of a channel are cut, in mode `window` and `buffer` what comes out of it is what
 * `guardOutput` makes of its whole text, and the decision is the same. Where that is a block, no finding that blocks
 * has gone out, nor anything after it in any channel; what came out before is a beginning of the redacted text.
 *
 * Calls are taken one after another, in the order they were made. Whoever opens a stream ends it.
 */
export interface OutputStream {
  /** The mode in force: `buffer` also where the rules in force cannot be kept by anything less. */
  readonly mode: OutputMode;
  /** Of the decision on the whole answer, known from the beginning. */
  readonly decisionId: string;
  /** Why nothing goes on, from the beginning or by now. */
  readonly blocked: BlockedOutput | null;
  /** How much it was so far. */
  readonly counts: OutputCounts;
  /**
   * Takes the next piece of a channel. Time: O(length) for all pieces together, and a constant for each.
   *
   * @throws SafeAIError `audit_unavailable`, `state_unavailable`; nothing goes on any more then, and each later call
   *   throws the same. TypeError once the channel or the stream has ended
   */
  write(channel: string, text: string): Promise<OutputPiece>;
  /** The same, with the piece itself where nothing is waited for, as is the rule: no record is due. Throws as {@link write}. */
  writeNow(channel: string, text: string): OutputPiece | Promise<OutputPiece>;
  /**
   * Content of the same answer that comes whole: a citation, a name, JSON that nobody knows. It is no channel, and
   * falls under the same decision: what is found in it is replaced as in a text, and can end the answer. In mode
   * `buffer` it is judged at once, but what it comes to counts for the whole answer; in `audit` it comes back as it is.
   * Linear. Throws as {@link write}, and LimitExceededError for JSON that is too deep or too large.
   */
  writeWhole<T extends JsonValue>(value: T): Promise<OutputWhole<T>>;
  /** Nothing is added to a channel any more: what was held back comes out. Throws as {@link write}. */
  endChannel(channel: string): Promise<OutputPiece>;
  /**
   * The answer has ended. Once it resolves the decision is on record. A second call gives the same.
   *
   * @throws SafeAIError `audit_unavailable`; the rest goes nowhere then
   */
  end(how?: OutputEnd): Promise<OutputEnded>;
}
