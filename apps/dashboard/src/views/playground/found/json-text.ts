import { parsePath, type PathStep } from '@safeai/core';
import { looksAs, looksLike } from './masked.ts';
import type { Range } from './segments.ts';

/** What of a finding says where it is. */
export interface FoundInJson {
  readonly path?: string | undefined;
  readonly in?: 'key' | undefined;
  readonly location: Range;
  /** Whole, masked, or absent. */
  readonly value?: string | undefined;
}

/** A JSON value as text of several lines, and where each finding stands in that; null where that cannot be told. */
export interface JsonText {
  readonly text: string;
  readonly ranges: readonly (Range | null)[];
}

/** Findings by where they are. */
interface Branch {
  readonly below: Map<PathStep, Branch>;
  readonly here: number[];
  readonly inKeys: number[];
}

/**
 * Writes a JSON value as `JSON.stringify(value, null, 2)` does, and finds the findings in it. A key that the server masked
 * in a path, or of which it does not say which one of several it is, is marked only where one alone can be meant.
 * O(size + findings).
 */
export function jsonText(value: unknown, found: readonly FoundInJson[]): JsonText {
  const ranges: (Range | null)[] = found.map(() => null);
  let text = '';

  const mark = (place: number, literal: string, content: string, isString: boolean): void => {
    const location = found[place]?.location;
    if (location === undefined || location.end > content.length) return;
    const at = (offset: number): number =>
      text.length + (isString ? writtenLength(content, offset) + 1 : offset);
    if (isString || literal === content)
      ranges[place] = { start: at(location.start), end: at(location.end) };
  };

  const write = (now: unknown, branch: Branch | undefined, indent: string): void => {
    const inner = `${indent}  `;
    if (Array.isArray(now) && now.length > 0) {
      text += '[';
      for (const [index, item] of now.entries()) {
        text += `${index === 0 ? '' : ','}\n${inner}`;
        write(item, branch?.below.get(index), inner);
      }
      text += `\n${indent}]`;
    } else if (isObject(now) && Object.keys(now).length > 0) {
      const keys = Object.keys(now);
      const keyed = branch === undefined ? undefined : findKeys(branch, keys, found);
      text += '{';
      for (const [index, key] of keys.entries()) {
        text += `${index === 0 ? '' : ','}\n${inner}`;
        const literal = JSON.stringify(key);
        for (const place of keyed?.get(key) ?? []) mark(place, literal, key, true);
        text += `${literal}: `;
        write(now[key], branchOf(branch, key, keys), inner);
      }
      text += `\n${indent}}`;
    } else {
      const literal = JSON.stringify(now);
      for (const place of branch?.here ?? [])
        mark(place, literal, String(now), typeof now === 'string');
      text += literal;
    }
  };
  write(value, branchesOf(found), '');
  return { text, ranges };
}

function branchesOf(found: readonly FoundInJson[]): Branch {
  const root = newBranch();
  for (const [place, { path = '$', in: isIn }] of found.entries()) {
    let branch = root;
    for (const step of parsePath(path) ?? ['']) {
      const next = branch.below.get(step) ?? newBranch();
      branch.below.set(step, next);
      branch = next;
    }
    (isIn === 'key' ? branch.inKeys : branch.here).push(place);
  }
  return root;
}

function newBranch(): Branch {
  return { below: new Map(), here: [], inKeys: [] };
}

/** Findings below a key: under its name, or under its name as it is masked, where no other key looks so. */
function branchOf(
  branch: Branch | undefined,
  key: string,
  keys: readonly string[],
): Branch | undefined {
  if (branch === undefined || branch.below.size === 0) return undefined;
  const own = branch.below.get(key);
  if (own !== undefined) return own;
  for (const [step, below] of branch.below) {
    if (typeof step !== 'string' || !looksAs(step, key)) continue;
    return keys.filter((each) => looksAs(step, each)).length === 1 ? below : undefined;
  }
  return undefined;
}

/** Findings in keys of an object, by the only key that each can be in. */
function findKeys(
  { inKeys }: Branch,
  keys: readonly string[],
  found: readonly FoundInJson[],
): ReadonlyMap<string, readonly number[]> {
  const byKey = new Map<string, number[]>();
  for (const place of inKeys) {
    const finding = found[place];
    if (finding === undefined) continue;
    const { location, value } = finding;
    const may = keys.filter(
      (key) =>
        key.length >= location.end && looksLike(value, key.slice(location.start, location.end)),
    );
    const [only] = may;
    if (may.length === 1 && only !== undefined)
      byKey.set(only, [...(byKey.get(only) ?? []), place]);
  }
  return byKey;
}

/** How long the beginning of a string is as JSON writes it. */
function writtenLength(content: string, offset: number): number {
  const before = content.slice(0, offset);
  const isCut = /[\ud800-\udbff]$/.test(before) && /^[\udc00-\udfff]/.test(content.slice(offset));
  const whole = isCut ? before.slice(0, -1) : before;
  return JSON.stringify(whole).length - 2 + (isCut ? 1 : 0);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
