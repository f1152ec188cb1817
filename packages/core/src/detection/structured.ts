import { LimitExceededError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { TextPosition } from './analyzer.ts';
import type { Detection } from './detection.ts';
import type { Scanned } from './scan-text.ts';
import type { DetectionEngine } from './engine/engine.ts';
import { WorkBudget } from './engine/work-budget.ts';
import {
  type Argument,
  joinArguments,
  listArguments,
  programArguments,
} from './structured-arguments.ts';
import { type SplitDetection, SplitValues } from './structured-split.ts';
import { fixedPosition } from './structured-position.ts';
import {
  pathOf,
  type PayloadVisitor,
  type Place,
  rootPlace,
  type StructuredLimits,
  walkPayload,
} from './structured-walk.ts';

/** What is known of a payload before it is scanned. */
export interface StructuredOptions {
  /** The tool whose parameters these are: all strings of a shell's or a database's are in command position. */
  readonly toolName?: string;
  readonly limits?: StructuredLimits;
  /** The payload is a list of texts, and each string in it is one of them, not the value of a field. */
  readonly areTexts?: boolean;
  /** Of every string, whatever its field. If absent, the tool and the names of the fields decide. */
  readonly position?: TextPosition;
  /** Shared by payloads that belong together; one of its own if absent. */
  readonly budget?: WorkBudget;
}

/**
 * Finds what an engine finds, in every string, key and number of a payload. A value is read together with
 * the name of its field, so that what `password: hunter2` shows in a text, the field `password` shows too.
 * Strings in fields named `command`, `args`, `sql` and the like, at any depth beneath, are in command position, and
 * a list of arguments there is read as the one command that it is.
 *
 * The detections have paths, and places within the string, key or printed number at the path.
 *
 * @throws LimitExceededError naming the limit, `limits.json_depth` or `limits.json_leaves`
 */
export function scanStructured(
  engine: DetectionEngine,
  value: JsonValue,
  options: StructuredOptions = {},
): Scanned {
  const fixed = fixedPosition(options.position, options.toolName);
  const budget = options.budget ?? new WorkBudget();
  const scan = new StructuredScan(engine, fixed, options.areTexts === true, budget);
  walkPayload(value, rootPlace(fixed === 'command'), options.limits ?? {}, scan);
  scan.end();
  return { detections: scan.detections, leftEncoded: budget.leftEncoded };
}

/** Longest value that an assignment takes whole. */
const MAX_ASSIGNED = 256;

/** Longest length of all paths of one payload together. */
const MAX_PATH_LENGTH = 4_194_304;

/** How much of a text can be about its name: past this, no rule's context reaches back to it. */
const MAX_NAMED = 1024;

class StructuredScan implements PayloadVisitor {
  readonly #found: Detection[] = [];
  readonly #joined: Detection[] = [];
  readonly #engine: DetectionEngine;
  readonly #fixed: TextPosition | undefined;
  readonly #areTexts: boolean;
  readonly #budget: WorkBudget;
  readonly #split: SplitValues;
  #pathLength = 0;

  constructor(
    engine: DetectionEngine,
    fixed: TextPosition | undefined,
    areTexts: boolean,
    budget: WorkBudget,
  ) {
    this.#budget = budget;
    this.#engine = engine;
    this.#fixed = fixed;
    this.#areTexts = areTexts;
    this.#split = new SplitValues(engine, (text) => this.#scan(text, 'prose'));
  }

  leaf(text: string, place: Place): void {
    if (text === '') return;
    this.#report(this.#split.add(text, place));
    const found = this.#named(text, place);
    if (found.length === 0) return;
    const path = this.#pathOf(place, found.length);
    for (const detection of found) this.#found.push({ ...detection, path });
  }

  /** The payload has ended. */
  end(): void {
    this.#report(this.#split.end());
  }

  #report(spread: readonly SplitDetection[]): void {
    for (const { detection, place } of spread) {
      this.#joined.push({ ...detection, path: this.#pathOf(place, 1) });
    }
  }

  key(key: string, object: Place): void {
    const found = this.#scanField(key, this.#position(object));
    if (found.length === 0) return;
    const path = this.#pathOf(object, found.length);
    for (const detection of found) this.#found.push({ ...detection, path, in: 'key', key });
  }

  array(items: readonly unknown[], place: Place): void {
    if (this.#position(place) !== 'command' || items.length < 2) return;
    const args = listArguments(items, place);
    if (args !== undefined) this.#command(args);
  }

  object(entries: Readonly<Record<string, unknown>>, place: Place): void {
    if (this.#fixed === 'prose') return;
    const args = programArguments(entries, place);
    if (args !== undefined) this.#command(args);
  }

  /**
   * The path of a place in which so much was found.
   *
   * @throws LimitExceededError when all paths together are out of proportion: an answer repeats each of them
   */
  #pathOf(place: Place, count: number): string {
    const path = pathOf(place);
    this.#pathLength += path.length * count;
    if (this.#pathLength > MAX_PATH_LENGTH) {
      throw new LimitExceededError(
        `The paths of what was found are longer than ${MAX_PATH_LENGTH} characters together: shorten the keys.`,
      );
    }
    return path;
  }

  #position(place: Place): TextPosition {
    return this.#fixed ?? (place.command ? 'command' : 'prose');
  }

  #scan(text: string, position: TextPosition): Detection[] {
    return this.#engine.scan(text, { position, budget: this.#budget });
  }

  /** What stands alone in a field or a key says no more by that: all of them hold one value. */
  #scanField(text: string, position: TextPosition): Detection[] {
    return this.#scan(text, position).filter(
      ({ detector }) => !this.#engine.kinds.isAlone(detector),
    );
  }

  /**
   * What a text shows by itself, and what it shows besides when it is read as the value of its name. The name
   * only ever adds: a text that begins a line or a command must be seen to begin it.
   */
  #named(text: string, place: Place): Detection[] {
    const position = this.#position(place);
    const { depth, step } = place;
    const isText = depth === 0 || (this.#areTexts && depth === 1 && typeof step === 'number');
    const bare = isText ? this.#scan(text, position) : this.#scanField(text, position);
    if (place.name === '') return bare;
    const prefix = `${place.name}: `;
    const head = text.slice(0, MAX_NAMED);
    const merged = [...bare];
    for (const detection of this.#scan(prefix + head, 'prose')) {
      if (isCommand(detection)) continue;
      const moved = this.#withoutPrefix(detection, head, prefix.length);
      // What touches the cut may be a part of something longer, which the text by itself has shown.
      if (moved === undefined || (head !== text && moved.location.end === head.length)) continue;
      addSurer(merged, moved);
    }
    return merged.sort(byPlace);
  }

  #withoutPrefix(detection: Detection, text: string, prefix: number): Detection | undefined {
    let end = detection.location.end - prefix;
    if (end <= 0) return undefined;
    const start = Math.max(0, detection.location.start - prefix);
    // The field holds what was assigned, not only its first word.
    if (
      start === 0 &&
      text.length <= MAX_ASSIGNED &&
      this.#engine.kinds.isAssignment(detection.detector)
    )
      end = text.length;
    return { ...detection, value: text.slice(start, end), location: { start, end } };
  }

  /** Reads arguments as one command, and reports what no argument shows by itself. */
  #command(args: readonly Argument[]): void {
    const { text, parts } = joinArguments(args);
    for (const detection of this.#scan(text, 'command')) {
      const { start, end } = detection.location;
      const touched = parts.filter((part) => part.start < end && start < part.end);
      // A command is reported where it begins, anything else wherever it stands.
      for (const part of isCommand(detection) ? touched.slice(0, 1) : touched) {
        const exact = touched.length === 1 && !part.quoted;
        const { text: whole, place } = part.argument;
        const location = exact
          ? { start: start - part.start, end: end - part.start }
          : { start: 0, end: whole.length };
        const value = whole.slice(location.start, location.end);
        this.#joined.push({ ...detection, value, location, path: this.#pathOf(place, 1) });
      }
    }
  }

  /** Everything found; of what joined fields show, only what the field does not show by itself. */
  get detections(): Detection[] {
    if (this.#joined.length === 0) return this.#found;
    const known = new Set(this.#found.map(({ detector, path }) => `${detector} ${path ?? ''}`));
    return [
      ...this.#found,
      ...this.#joined.filter(({ detector, path }) => !known.has(`${detector} ${path ?? ''}`)),
    ];
  }
}

/** Adds a detection, in the place of those of its type that it overlaps, if it is surer than all of them. */
function addSurer(merged: Detection[], detection: Detection): void {
  const { start, end } = detection.location;
  const rivals = merged.filter(
    ({ type, location }) => type === detection.type && location.start < end && start < location.end,
  );
  if (rivals.some(({ confidence }) => confidence >= detection.confidence)) return;
  // What a rival covers stays covered: only those within the surer one go.
  for (const rival of rivals) {
    if (rival.location.start < start || rival.location.end > end) continue;
    merged.splice(merged.indexOf(rival), 1);
  }
  merged.push(detection);
}

function byPlace(left: Detection, right: Detection): number {
  return left.location.start - right.location.start || left.location.end - right.location.end;
}

function isCommand(detection: Detection): boolean {
  return detection.type === 'destructive';
}
