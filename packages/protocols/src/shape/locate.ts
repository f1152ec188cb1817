import type { JsonObject, JsonValue } from '@safeai/core';
import type { JsonPath } from '../json/path.ts';
import type { Part, Reading, Unscanned, Word } from '../model.ts';
import type {
  ContentShape,
  EitherShape,
  FieldsShape,
  LogprobShape,
  Shape,
  ShapeContext,
  TaggedShape,
} from './shape.ts';
import type { ToldWords } from './told-words.ts';

/** A place of a body that is still to be looked at; its path is written out only when something is found there. */
interface Place {
  readonly value: JsonValue;
  readonly shape: Shape;
  readonly context: ShapeContext;
  readonly parent: Place | undefined;
  readonly step: string | number;
}

const UNKNOWN: Shape = { is: 'opaque', why: 'unknown_field' };

/**
 * Finds what a body holds by its shape: the content, and all that the shape does not know. Linear in what the shape
 * knows, without recursion; content and unknown values are not gone into.
 *
 * @param told by earlier events of the same stream: these words are not told again
 */
export function locate(
  body: JsonValue,
  shape: Shape,
  context: ShapeContext,
  told?: ToldWords,
): Reading {
  return new Locator(told).run(body, shape, context);
}

class Locator {
  readonly #parts: Part[] = [];
  readonly #unscanned: Unscanned[] = [];
  readonly #open: Place[] = [];
  readonly #words: Word[] = [];
  readonly #told: ToldWords | undefined;

  constructor(told: ToldWords | undefined) {
    this.#told = told;
  }

  run(body: JsonValue, shape: Shape, context: ShapeContext): Reading {
    this.#open.push({ value: body, shape, context, parent: undefined, step: '' });
    for (let place = this.#open.pop(); place !== undefined; place = this.#open.pop()) {
      this.#look(place, place.shape);
    }
    return { parts: this.#parts, unscanned: this.#unscanned, words: this.#words };
  }

  #look(place: Place, shape: Shape): void {
    // Every provider writes null for what is not there; the name of an unknown field says something all the same.
    if (place.value === null && shape !== UNKNOWN) return;
    switch (shape.is) {
      case 'plain':
        if (!isWord(place.value)) this.#report(place, 'unknown_type');
        else if (this.#isTelling(place.value)) this.#word(place, place.value);
        break;
      case 'opaque':
        this.#report(place, shape.why);
        break;
      case 'content':
        this.#content(place, shape);
        break;
      case 'logprob':
        this.#logprob(place, shape);
        break;
      case 'vector':
        if (!isVector(place.value)) this.#report(place, 'unknown_type');
        break;
      case 'fields':
        this.#fields(place, shape);
        break;
      case 'list':
        this.#list(place, shape.items);
        break;
      case 'tagged':
        this.#tagged(place, shape);
        break;
      case 'either':
        this.#either(place, shape);
        break;
      case 'as':
        this.#look({ ...place, context: { ...place.context, role: shape.role } }, shape.shape);
        break;
      case 'later':
        this.#look(place, shape.shape());
        break;
    }
  }

  #isTelling(value: JsonValue): value is string {
    return typeof value === 'string' && value.length >= MIN_TOLD && this.#told?.has(value) !== true;
  }

  #word(place: Place, text: string): void {
    this.#told?.add(text);
    this.#words.push({ path: pathOf(place), text });
  }

  #content(place: Place, { kind, form, flow }: ContentShape): void {
    const { value, context } = place;
    if (form !== 'json-value' && typeof value !== 'string') {
      this.#report(place, 'unknown_type');
      return;
    }
    // A tool is called without arguments too.
    if (value === '' && kind !== 'tool_call') return;
    const part = partOf(context, {
      kind: kind === 'text' ? (context.textKind ?? kind) : kind,
      form,
      path: pathOf(place),
      text: typeof value === 'string' ? value : null,
    });
    if (form === 'json-value') part.value = value;
    if (flow !== undefined) part.channel = `${context.channel ?? ''}${flow}`;
    const isData =
      (kind === 'image' || kind === 'file' || kind === 'audio') && isDataUrl(part.text);
    if (form !== 'binary' && !isData) {
      this.#parts.push(part);
      return;
    }
    this.#parts.push({ ...part, form: 'binary', text: null });
    this.#report(place, 'binary');
  }

  /** Tokens are one part: together they are the text. Their bytes and alternatives go as they do. */
  #logprob(place: Place, { repeats }: LogprobShape): void {
    const { value, context } = place;
    if (!Array.isArray(value)) {
      this.#report(place, 'unknown_type');
      return;
    }
    if (value.length === 0) return;
    const part = partOf(context, {
      kind: 'logprob',
      form: 'json-value',
      path: pathOf(place),
      text: (value as readonly JsonValue[]).map(tokenOf).join(''),
    });
    part.value = value;
    if (context.channel !== undefined) part.channel = `${context.channel}${repeats}`;
    this.#parts.push(part);
  }

  #fields(place: Place, shape: FieldsShape): void {
    const { value } = place;
    if (!isObject(value)) {
      this.#report(place, 'unknown_type');
      return;
    }
    const position = typeof place.step === 'number' ? place.step : 0;
    const context = shape.enter?.(value, place.context, position) ?? place.context;
    const keys = Object.keys(value);
    for (let index = keys.length - 1; index >= 0; index--) {
      const step = keys[index];
      if (step === undefined) continue;
      const field = shape.fields.get(step);
      const child = value[step] as JsonValue;
      // Most fields are plain, and there is nothing to them.
      if (field?.is === 'plain' && isWord(child) && !this.#isTelling(child)) continue;
      this.#open.push({ value: child, shape: field ?? UNKNOWN, context, parent: place, step });
    }
  }

  #list(place: Place, items: Shape): void {
    const { value, context } = place;
    if (!Array.isArray(value)) {
      this.#report(place, 'unknown_type');
      return;
    }
    for (let step = value.length - 1; step >= 0; step--) {
      const child = (value as readonly JsonValue[])[step] as JsonValue;
      this.#open.push({ value: child, shape: items, context, parent: place, step });
    }
  }

  #tagged(place: Place, shape: TaggedShape): void {
    const { value } = place;
    const tag = isObject(value) ? tagOf(value, shape) : undefined;
    const found = typeof tag === 'string' ? shape.cases.get(tag) : undefined;
    if (found === undefined) this.#report(place, 'unknown_type');
    else this.#look(place, found);
  }

  #either(place: Place, shape: EitherShape): void {
    const { value } = place;
    let found: Shape | undefined;
    if (typeof value === 'string') found = shape.string;
    else if (Array.isArray(value)) {
      found = shape.numbers !== undefined && isNumbers(value) ? shape.numbers : shape.list;
    } else if (isObject(value)) found = shape.object;
    if (found === undefined) this.#report(place, 'unknown_type');
    else this.#look(place, found);
  }

  #report(place: Place, why: Unscanned['why']): void {
    this.#unscanned.push({ path: pathOf(place), why, value: place.value });
  }
}

/** A part with what is known of it from around. Written plainly: every event of every stream comes by here. */
function partOf(
  { role, toolName, toolCallId, choice, signed }: ShapeContext,
  about: Pick<Part, 'kind' | 'form' | 'path' | 'text'>,
): Writable {
  const part: Writable = {
    kind: about.kind,
    role,
    form: about.form,
    path: about.path,
    text: about.text,
  };
  if (toolName !== undefined) part.toolName = toolName;
  if (toolCallId !== undefined) part.toolCallId = toolCallId;
  if (choice !== undefined) part.choice = choice;
  if (signed === true) part.signed = true;
  return part;
}

type Writable = { -readonly [Field in keyof Part]: Part[Field] };

function pathOf(place: Place): JsonPath {
  const path: (string | number)[] = [];
  for (let at = place; at.parent !== undefined; at = at.parent) path.push(at.step);
  return path.reverse();
}

/** Longest word of a protocol's; no provider's identifiers are as long. */
const MAX_WORD = 256;

/** Shortest word that is told: nothing that matters is shorter, and most words of the formats are. */
const MIN_TOLD = 8;

/** A flag, a number, an identifier: nothing that has room for a text. */
function isWord(value: JsonValue): boolean {
  if (typeof value === 'string') return value.length <= MAX_WORD && !/\s/.test(value);
  return typeof value !== 'object' || value === null;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tagOf(object: JsonObject, { untagged }: TaggedShape): JsonValue | undefined {
  if (Object.hasOwn(object, 'type')) return object.type;
  return typeof untagged === 'function' ? untagged(object) : untagged;
}

function isNumbers(value: JsonValue): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    (value as readonly JsonValue[]).every((item) => typeof item === 'number')
  );
}

/** Numbers, or the base64 of four bytes for each of them. */
function isVector(value: JsonValue): boolean {
  if (typeof value !== 'string') return isNumbers(value);
  return (
    value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value) && byteCount(value) % 4 === 0
  );
}

function byteCount(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

function isDataUrl(text: string | null): boolean {
  return text !== null && /^\s*data:/i.test(text);
}

function tokenOf(entry: JsonValue): string {
  if (typeof entry === 'string') return entry;
  if (!isObject(entry) || !Object.hasOwn(entry, 'token')) return '';
  const token = entry.token;
  return typeof token === 'string' ? token : '';
}
