import type { ErrorObject } from 'ajv/dist/2020.js';
import { MAX_COUNTED, type Problem } from '../problem.ts';
import { entryOf, nodeAt, plainValue, type ConfigNode, type PathStep } from '../yaml/node.ts';
import type { Place } from '../yaml/source.ts';
import { messageFor } from './messages.ts';
import { violations, type DocumentKind } from './validator.ts';

/** Keywords whose errors only say that another, more telling error happened beside them. */
const WRAPPERS = new Set(['if', 'oneOf', 'anyOf', 'propertyNames']);

/** Checks a document against the schema of its kind and adds what is wrong to `problems`. */
export function validate(kind: DocumentKind, root: ConfigNode, problems: Problem[]): void {
  const errors = violations(kind, plainValue(root)).slice(0, MAX_COUNTED);
  const empty = new Set(errors.filter(isEmptiness).map(subjectOf));
  for (const error of errors) {
    if (WRAPPERS.has(error.keyword)) continue;
    // An empty text has no other fault worth telling.
    if (!isEmptiness(error) && empty.has(subjectOf(error))) continue;
    const path = pathOf(error, root);
    problems.push({ message: messageFor(error), path, place: placeOf(error, path, root) });
  }
}

function isEmptiness({ keyword }: ErrorObject): boolean {
  return keyword === 'minLength';
}

/** What an error is about: a value, or a key of a map. */
function subjectOf({ instancePath, propertyName }: ErrorObject): string {
  return JSON.stringify([instancePath, propertyName]);
}

function pathOf(error: ErrorObject, root: ConfigNode): PathStep[] {
  const path = stepsOf(error.instancePath, root);
  const key = keyOf(error);
  return key === undefined ? path : [...path, key];
}

/** The key that an error is about, where it is about a key of a map and not about its value. */
function keyOf(error: ErrorObject): string | undefined {
  const params = error.params as Record<string, unknown>;
  const key = params.additionalProperty ?? params.missingProperty ?? error.propertyName;
  if (typeof key === 'string') return key;
  return error.keyword === 'discriminator' ? String(params.tag) : undefined;
}

function placeOf(error: ErrorObject, path: readonly PathStep[], root: ConfigNode): Place {
  const key = keyOf(error);
  if (key === undefined) return nodeAt(root, path)?.place ?? root.place;
  const holder = nodeAt(root, path.slice(0, -1));
  const entry = holder?.kind === 'map' ? entryOf(holder, key) : undefined;
  if (error.keyword === 'discriminator' && entry !== undefined) return entry.value.place;
  return entry?.keyPlace ?? holder?.place ?? root.place;
}

/** The steps of a JSON pointer; numbers where it steps into a list. */
function stepsOf(pointer: string, root: ConfigNode): PathStep[] {
  const steps: PathStep[] = [];
  let node: ConfigNode | undefined = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step: PathStep = node?.kind === 'list' ? Number(key) : key;
    steps.push(step);
    node = node === undefined ? undefined : nodeAt(node, [step]);
  }
  return steps;
}
