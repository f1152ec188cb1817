import type { JsonValue } from '../json.ts';
import type { TextPosition } from './analyzer.ts';
import type { Detection } from './detection.ts';
import type { DetectionEngine } from './engine/engine.ts';
import { WorkBudget } from './engine/work-budget.ts';
import {
  type Argument,
  joinArguments,
  listArguments,
  programArguments,
} from './structured-arguments.ts';
import { fixedPosition } from './structured-position.ts';
import {
  pathOf,
  type PayloadVisitor,
  type Place,
  rootPlace,
  type StructuredLimits,
  walkPayload,
} from './structured-walk.ts';

export interface StructuredOptions {
  /** The tool whose parameters these are: all strings of a shell's or a database's are in command position. */
  readonly toolName?: string;
  readonly limits?: StructuredLimits;
  /** Of every string, whatever its field. If absent, the tool and the names of the fields decide. */
  readonly position?: TextPosition;
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
): { readonly detections: Detection[] } {
  const fixed = fixedPosition(options.position, options.toolName);
  const scan = new StructuredScan(engine, fixed);
  walkPayload(value, rootPlace(fixed === 'command'), options.limits ?? {}, scan);
  return { detections: scan.detections };
}

/** Longest value that an assignment takes whole. */
const MAX_ASSIGNED = 256;

class StructuredScan implements PayloadVisitor {
  readonly #found: Detection[] = [];
  readonly #joined: Detection[] = [];
  readonly #engine: DetectionEngine;
  readonly #fixed: TextPosition | undefined;
  readonly #budget = new WorkBudget();

  constructor(engine: DetectionEngine, fixed: TextPosition | undefined) {
    this.#engine = engine;
    this.#fixed = fixed;
  }

  leaf(text: string, place: Place): void {
    if (text === '') return;
    const found = this.#named(text, place);
    if (found.length === 0) return;
    const path = pathOf(place);
    for (const detection of found) this.#found.push({ ...detection, path });
  }

  key(key: string, object: Place): void {
    const found = this.#scan(key, this.#position(object));
    if (found.length === 0) return;
    const path = pathOf(object);
    for (const detection of found) this.#found.push({ ...detection, path, in: 'key' });
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

  #position(place: Place): TextPosition {
    return this.#fixed ?? (place.command ? 'command' : 'prose');
  }

  #scan(text: string, position: TextPosition): Detection[] {
    return this.#engine.scan(text, { position, budget: this.#budget });
  }

  /** What a text shows when it is read as the value of its name. */
  #named(text: string, place: Place): Detection[] {
    const position = this.#position(place);
    if (place.name === '') return this.#scan(text, position);
    const prefix = `${place.name}: `;
    const named = this.#scan(prefix + text, 'prose');
    const found: Detection[] = [];
    for (const detection of named) {
      const moved = this.#withoutPrefix(detection, text, prefix.length);
      if (moved !== undefined) found.push(moved);
    }
    // A name before it would change what a command is.
    if (position === 'prose') return found;
    return [
      ...found.filter((detection) => !isCommand(detection)),
      ...this.#scan(text, 'command').filter(isCommand),
    ];
  }

  #withoutPrefix(detection: Detection, text: string, prefix: number): Detection | undefined {
    let end = detection.location.end - prefix;
    if (end <= 0) return undefined;
    const start = Math.max(0, detection.location.start - prefix);
    // The field holds what was assigned, not only its first word.
    if (start === 0 && text.length <= MAX_ASSIGNED && this.#engine.isAssignment(detection.detector))
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
        this.#joined.push({ ...detection, value, location, path: pathOf(place) });
      }
    }
  }

  /** Everything found; of what joined arguments show, only what the argument does not show by itself. */
  get detections(): Detection[] {
    if (this.#joined.length === 0) return this.#found;
    const known = new Set(this.#found.map(({ detector, path }) => `${detector} ${path ?? ''}`));
    return [
      ...this.#found,
      ...this.#joined.filter(({ detector, path }) => !known.has(`${detector} ${path ?? ''}`)),
    ];
  }
}

function isCommand(detection: Detection): boolean {
  return detection.type === 'destructive';
}
