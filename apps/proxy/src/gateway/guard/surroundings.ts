import { SafeAIError, type DetectionEngine } from '@safeai/core';
import type { Content } from '@safeai/protocols';
import { isKeyQuery } from '../upstreams/request-headers.ts';
import type { GuardedCall } from './guarded-call.ts';

/** What of a request goes up beside its body, and is its caller's to choose. */
export interface Surroundings {
  /** With its query. */
  readonly path: string;
  /** Names and values of headers, but for credentials. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Callers choose what follows it in a name. */
const CLIENT_PREFIX = 'x-stainless-';

/** Most texts that are known to be clean, and the longest of them in UTF-16 code units. */
const MOST_KNOWN = 2048;
const LONGEST_KNOWN = 256;

/** Texts in which detectors find nothing: most clients say the same with each of their requests. */
const known = new WeakMap<DetectionEngine, Set<string>>();

/**
 * What stands beside a body, where something is found in it: null where nothing is. Nothing of it can be changed, so that
 * what policy takes out is refused.
 */
export function surroundingsContent(
  { safeai, protocol }: GuardedCall,
  around: Surroundings,
): Content | null {
  const value = surroundingsText(safeai.detection, around, protocol.id.startsWith('gemini.'));
  if (value === null) return null;
  const edits = (): never => {
    throw surroundingsFound();
  };
  return { value, edits };
}

/**
 * The texts of what stands beside a body, line by line, where something is found in one that was not seen before; null
 * where nothing is.
 *
 * @param hasKeys whether a provider reads its keys in the query: they are credentials
 */
export function surroundingsText(
  detection: DetectionEngine,
  around: Surroundings,
  hasKeys: boolean,
): string | null {
  let clean = known.get(detection);
  if (clean === undefined) {
    clean = new Set();
    known.set(detection, clean);
  }
  const fresh: string[] = [];
  for (const text of textsOf(around, hasKeys)) if (!clean.has(text)) fresh.push(text);
  if (fresh.length === 0) return null;
  const lines = fresh.map((text) => `${text}\n`).join('');
  if (detection.scan(lines).length > 0) return lines;
  for (const text of fresh) {
    if (text.length > LONGEST_KNOWN) continue;
    if (clean.size >= MOST_KNOWN) clean.clear();
    clean.add(text);
  }
  return null;
}

/** Policy takes out what nobody can change. */
export function surroundingsFound(): SafeAIError {
  return new SafeAIError(
    'unscanned_content',
    'The path, its query or a header holds what policy takes out, and nothing can be changed there: send it in the body, or leave it out.',
  );
}

function* textsOf({ path, headers }: Surroundings, hasKeys: boolean): Generator<string> {
  const at = path.indexOf('?');
  const place = at < 0 ? path : path.slice(0, at);
  // Segments and values on their own: what stands beside one would be taken for a part of it.
  for (const segment of place.split('/')) yield decoded(segment);
  if (at >= 0) {
    for (const pair of path.slice(at + 1).split('&')) {
      if (!(hasKeys && isKeyQuery(pair))) yield* pairTexts(pair);
    }
  }
  for (const [name, value] of headers) {
    yield name.startsWith(CLIENT_PREFIX) ? name.slice(CLIENT_PREFIX.length) : name;
    yield value;
  }
}

/** A name and a value, also as forms write blanks. */
function* pairTexts(pair: string): Generator<string> {
  const written = pair.includes('+') ? [pair, pair.replaceAll('+', ' ')] : [pair];
  for (const each of written) {
    const at = each.indexOf('=');
    yield decoded(each);
    if (at >= 0) yield decoded(each.slice(at + 1));
  }
}

/** What is no escape stays as it is. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  const bytes = Buffer.from(text)
    .toString('latin1')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
