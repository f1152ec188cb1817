import { parsePath, type PathStep } from '../detection/structured-path.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { KeyRedactor } from './key-redactor.ts';
import { redactText, type Redactable } from './redact-text.ts';

/** What is to be changed at one place of a payload and below it. */
interface Edit {
  /** In the string or number that stands here. */
  readonly here: Redactable[];
  /** In the keys of the object that stands here. */
  readonly keys: Redactable[];
  readonly below: Map<PathStep, Edit>;
}

/** A place whose copy is still to be made. */
interface Task {
  readonly value: JsonValue;
  readonly edit: Edit;
  readonly put: (copy: JsonValue) => void;
}

/**
 * Replaces what was found in a payload by its placeholders or pseudonyms, in strings, keys and numbers; a number becomes
 * a string. Keys that become equal to another get `_2`, `_3`, … so that no entry is lost; their order is kept.
 * Parts in which nothing was found are returned as they are, the payload itself when there are no detections,
 * and the payload is never changed. Overlaps are treated as in `redactText`. A detection whose path leads
 * nowhere is passed over.
 *
 * O(size of the containers on the way to a detection). No recursion. Never throws on JSON.
 */
export function redactStructured(value: JsonObject, detections: readonly Redactable[]): JsonObject;
export function redactStructured(value: JsonValue, detections: readonly Redactable[]): JsonValue;
export function redactStructured(value: JsonValue, detections: readonly Redactable[]): JsonValue {
  if (detections.length === 0) return value;
  let result = value;
  const tasks: Task[] = [{ value, edit: collectEdits(detections), put: (copy) => (result = copy) }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    task.put(copyOf(task.value, task.edit, tasks));
  }
  return result;
}

function collectEdits(detections: readonly Redactable[]): Edit {
  const root: Edit = { here: [], keys: [], below: new Map() };
  for (const detection of detections) {
    const steps = parsePath(detection.path ?? '$');
    if (steps === undefined) continue;
    let edit = root;
    for (const step of steps) {
      let next = edit.below.get(step);
      if (next === undefined)
        edit.below.set(step, (next = { here: [], keys: [], below: new Map() }));
      edit = next;
    }
    (detection.in === 'key' ? edit.keys : edit.here).push(detection);
  }
  return root;
}

/** The value with its edits made, those below it left to further tasks. */
function copyOf(value: JsonValue, edit: Edit, tasks: Task[]): JsonValue {
  if (typeof value === 'string' || typeof value === 'number') {
    return edit.here.length === 0 ? value : redactText(String(value), edit.here);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) {
    const copy = [...value];
    for (const [step, below] of edit.below) {
      const item = typeof step === 'number' ? value[step] : undefined;
      if (item === undefined || typeof step !== 'number') continue;
      tasks.push({ value: item, edit: below, put: (changed) => (copy[step] = changed) });
    }
    return copy;
  }
  return copyOfObject(value, edit, tasks);
}

function copyOfObject(value: JsonObject, edit: Edit, tasks: Task[]): JsonObject {
  const copy: Record<string, JsonValue> = {};
  const keys = Object.keys(value);
  const redactor = new KeyRedactor(keys, edit.keys);
  for (const key of keys) {
    const item = value[key];
    if (item === undefined) continue;
    const name = redactor.rename(key);
    const put = (changed: JsonValue): void => {
      // Defined, not assigned: a key named __proto__ is a key like any other.
      Object.defineProperty(copy, name, {
        value: changed,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    };
    put(item);
    const below = edit.below.get(key);
    if (below !== undefined) tasks.push({ value: item, edit: below, put });
  }
  return copy;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
