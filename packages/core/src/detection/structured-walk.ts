import { InvalidRequestError, LimitExceededError } from '../errors.ts';
import { isCommandField } from './structured-position.ts';
import { formatPath, type PathStep } from './structured-path.ts';

/** Bounds on a payload. Past one a `LimitExceededError` names it. */
export interface StructuredLimits {
  /** Most containers within one another; 64 if absent. */
  readonly jsonDepth?: number;
  /** Most strings, numbers, booleans, nulls and empty containers; 10 000 if absent. */
  readonly jsonLeaves?: number;
}

/** A place in a payload; its path is written only when something is found there. */
export interface Place {
  readonly parent: Place | undefined;
  readonly step: PathStep;
  /** Containers from the root to here, this one not counted. */
  readonly depth: number;
  /** Names under which the value is known: `password`, `ssn.value`; empty when there is none. */
  readonly name: string;
  /** Whether what stands here is going to be run. */
  readonly command: boolean;
}

/** What is called for everything that a payload holds. */
export interface PayloadVisitor {
  /** A string, or a number as it is printed. */
  leaf(text: string, place: Place): void;
  key(key: string, object: Place): void;
  array(items: readonly unknown[], place: Place): void;
  object(entries: Readonly<Record<string, unknown>>, place: Place): void;
}

const DEFAULT_DEPTH = 64;
const DEFAULT_LEAVES = 10_000;

/** Longest key that serves as the name of its value. */
const MAX_NAME = 128;

/** Keys that say nothing of what they hold; the key above them does. */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  'value',
  'values',
  'current',
  'new',
  'old',
  'raw',
  'plain',
  'plaintext',
  'text',
  'number',
  '#text',
  '$t',
  '_',
]);

/** Keys beside a `value` that hold its name, as in a list of variables or headers. */
const NAMING_KEYS: readonly string[] = ['name', 'key', 'Name', 'Key'];

/** The place of a whole payload. */
export function rootPlace(command: boolean): Place {
  return { parent: undefined, step: '$', depth: 0, name: '', command };
}

/**
 * Goes through a payload without recursion, in the order of its text.
 *
 * @throws LimitExceededError naming `limits.json_depth` or `limits.json_leaves`; InvalidRequestError for a
 *   value that is no JSON (a Map, an Error, a class instance, a function, a bigint, a symbol): what it
 *   holds could not be read
 */
export function walkPayload(
  root: unknown,
  start: Place,
  limits: StructuredLimits,
  visitor: PayloadVisitor,
): void {
  const maxDepth = limits.jsonDepth ?? DEFAULT_DEPTH;
  const maxLeaves = limits.jsonLeaves ?? DEFAULT_LEAVES;
  const stack: { readonly value: unknown; readonly place: Place }[] = [
    { value: root, place: start },
  ];
  let leaves = 0;
  const countLeaf = (): void => {
    if (++leaves > maxLeaves) {
      throw new LimitExceededError(
        `The payload has more than ${maxLeaves} leaves (limits.json_leaves).`,
      );
    }
  };
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, place } = item;
    if (typeof value !== 'object' || value === null) {
      countLeaf();
      if (typeof value === 'string') visitor.leaf(value, place);
      else if (typeof value === 'number') visitor.leaf(String(value), place);
      else if (!isEmptyJson(value)) throw notJson();
      continue;
    }
    if (!Array.isArray(value) && !isPlainObject(value)) throw notJson();
    if (place.depth >= maxDepth) {
      throw new LimitExceededError(
        `The payload is nested deeper than ${maxDepth} (limits.json_depth).`,
      );
    }
    const before = stack.length;
    if (Array.isArray(value)) pushItems(value, place, stack, maxLeaves, visitor);
    else pushEntries(value as Readonly<Record<string, unknown>>, place, stack, visitor);
    if (stack.length === before) countLeaf();
  }
}

/** What JSON leaves out or writes as a word: nothing is in it. */
function isEmptyJson(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'boolean';
}

/** An object literal or one that was parsed, of any realm, whose string keys are all there is to it. */
function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const isPlain =
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'));
  return isPlain && Object.getOwnPropertySymbols(value).length === 0;
}

/** Says no path: a key on it may itself be a value that must not be told. */
function notJson(): InvalidRequestError {
  return new InvalidRequestError(
    'The payload holds what is not JSON and cannot be scanned: only strings, numbers, booleans, null, lists and ' +
      'plain objects can. Convert Maps, Errors, dates and class instances first.',
  );
}

type Stack = { readonly value: unknown; readonly place: Place }[];

function pushItems(
  items: readonly unknown[],
  place: Place,
  stack: Stack,
  maxLeaves: number,
  visitor: PayloadVisitor,
): void {
  // Each item has a leaf at least, so the payload is too large already.
  if (items.length > maxLeaves) {
    throw new LimitExceededError(
      `The payload has more than ${maxLeaves} leaves (limits.json_leaves).`,
    );
  }
  visitor.array(items, place);
  const { name, command } = place;
  for (let index = items.length - 1; index >= 0; index--) {
    stack.push({
      value: items[index],
      place: { parent: place, step: index, depth: place.depth + 1, name, command },
    });
  }
}

function pushEntries(
  entries: Readonly<Record<string, unknown>>,
  place: Place,
  stack: Stack,
  visitor: PayloadVisitor,
): void {
  const keys = Object.keys(entries);
  if (keys.length === 0) return;
  visitor.object(entries, place);
  for (const key of keys) visitor.key(key, place);
  for (let index = keys.length - 1; index >= 0; index--) {
    const key = keys[index] ?? '';
    stack.push({
      value: entries[key],
      place: {
        parent: place,
        step: key,
        depth: place.depth + 1,
        name: nameOf(key, entries, place),
        command: place.command || isCommandField(key),
      },
    });
  }
}

function nameOf(key: string, entries: Readonly<Record<string, unknown>>, place: Place): string {
  if (key.length > MAX_NAME) return '';
  if (!PLAIN_KEYS.has(key.toLowerCase())) return key;
  for (const naming of NAMING_KEYS) {
    const name = Object.hasOwn(entries, naming) ? entries[naming] : undefined;
    if (typeof name === 'string' && name.length <= MAX_NAME) return name;
  }
  return place.name === '' ? key : place.name.slice(-MAX_NAME);
}

/** The JSONPath of a place. O(its depth). */
export function pathOf(place: Place): string {
  const steps: PathStep[] = [];
  for (let at = place; at.parent !== undefined; at = at.parent) steps.push(at.step);
  return formatPath(steps.reverse());
}
