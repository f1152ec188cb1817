import { valueRanges } from '../json/value-ranges.ts';
import type { Part } from '../model.ts';
import type { SseEvent } from '../sse/sse-event.ts';
import type { Delta, StreamStep } from './stream-reader.ts';

/** What of a text in JSON does not stand for itself. */
// eslint-disable-next-line no-control-regex -- these must not stand in a text of JSON
const NOT_ITSELF = /["\\\x00-\x1f]/;

/** Kinds of which a text is a piece whatever it says. */
const KINDS: ReadonlySet<Part['kind']> = new Set<Part['kind']>(['text', 'reasoning', 'refusal']);

/** How many events are remembered in vain before it is given up. */
const MOST_IN_VAIN = 8;

const BOM = 0xfeff;

/**
 * The last event that added a piece to a text and did nothing else. Most events of a stream are like the one before but for
 * that piece's characters: what was found in the one is true of the other, so that it need not be parsed.
 */
export class RepeatedPiece {
  #before = '';
  #after = '';
  #piece: Delta | undefined;
  #inVain = 0;

  /** The piece of an event that differs from the one remembered in nothing else; undefined for any other event. */
  of({ text, complete }: SseEvent): Delta | undefined {
    const piece = this.#piece;
    if (piece === undefined || !complete) return undefined;
    const from = this.#before.length;
    const to = text.length - this.#after.length;
    // Without a text it would be no piece.
    if (to <= from || !text.startsWith(this.#before) || !text.endsWith(this.#after)) {
      return undefined;
    }
    const said = text.slice(from, to);
    if (NOT_ITSELF.test(said)) return undefined;
    this.#inVain = 0;
    return pieceOf(piece, said);
  }

  /** @param step what the event came to, read as any other. It is remembered where it does nothing but add a piece */
  remember(event: SseEvent, step: StreamStep): void {
    const [piece, ...others] = step.deltas;
    if (piece === undefined || others.length > 0 || this.#inVain >= MOST_IN_VAIN) return;
    const { whole, ends, unscanned, words, finish, usageOnly, terminal } = step;
    const rest = [whole, ends, unscanned, words, finish];
    if (usageOnly || terminal || rest.some(({ length }) => length > 0)) return;
    const [line, ...lines] = event.dataLines;
    if (line === undefined || lines.length > 0 || event.data === null || !isSimple(piece)) return;
    // Of a stream's first event alone, a mark is no part.
    if (event.text.charCodeAt(0) === BOM || !event.complete) return;
    const [range] = valueRanges(event.data, [piece.path]);
    if (range === undefined) return;
    this.#inVain++;
    this.#piece = piece;
    this.#before = event.text.slice(0, line.start + range.start + 1);
    this.#after = event.text.slice(line.start + range.end - 1);
  }
}

function isSimple({ kind, form, toolName, toolCallId, value }: Delta): boolean {
  return (
    KINDS.has(kind) &&
    form === 'text' &&
    (toolName ?? toolCallId) === undefined &&
    value === undefined
  );
}

/** Written plainly: every event comes by here. */
function pieceOf({ kind, role, form, path, choice, channel, signed }: Delta, text: string): Delta {
  if (signed === undefined && choice !== undefined) {
    return { kind, role, form, path, text, choice, channel };
  }
  const piece: { -readonly [Field in keyof Delta]: Delta[Field] } = {
    kind,
    role,
    form,
    path,
    text,
    channel,
  };
  if (choice !== undefined) piece.choice = choice;
  if (signed !== undefined) piece.signed = signed;
  return piece;
}
