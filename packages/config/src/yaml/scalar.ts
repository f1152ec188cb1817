import {
  NOT_RESOLVED,
  SCALAR_STYLE,
  boolCoreTag,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  nullCoreTag,
  strTag,
  type ScalarEvent,
} from 'js-yaml';
import type { ScalarValue } from './node.ts';

/** The types that a plain scalar can turn out to be, first match first (YAML 1.2 core schema). */
const PLAIN_TAGS = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];

/** The tags that may be written out. */
const EXPLICIT_TAGS = new Map<string, (typeof PLAIN_TAGS)[number] | typeof strTag>(
  [strTag, ...PLAIN_TAGS].map((tag) => [`!!${tag.tagName.split(':').at(-1) ?? ''}`, tag] as const),
);

/** The value of a scalar, or what is wrong with it. */
export type ScalarReading = { readonly value: ScalarValue } | { readonly problem: string };

/** Reads a scalar by its style and, where one is written out, its tag. */
export function readScalar(text: string, event: ScalarEvent): ScalarReading {
  const raw = getScalarValue(text, event);
  const tag = event.tagStart === -1 ? '' : text.slice(event.tagStart, event.tagEnd);
  if (tag !== '') return readTagged(raw, tag);
  if (event.style !== SCALAR_STYLE.PLAIN) return { value: raw };
  for (const candidate of PLAIN_TAGS) {
    const value = candidate.resolve(raw, false, candidate.tagName);
    if (value !== NOT_RESOLVED) return { value };
  }
  return { value: raw };
}

function readTagged(raw: string, tag: string): ScalarReading {
  if (tag === '!') return { value: raw };
  const definition = EXPLICIT_TAGS.get(tag);
  if (definition === undefined) return { problem: 'this YAML tag is not supported; remove it' };
  const value = definition.resolve(raw, true, definition.tagName);
  return value === NOT_RESOLVED ? { problem: `the value does not fit its tag ${tag}` } : { value };
}

/** Where a scalar starts in the text, its opening quote included; undefined for an empty one. */
export function scalarOffset(event: ScalarEvent): number | undefined {
  if (event.tagStart !== -1) return event.tagStart;
  if (event.anchorStart !== -1) return event.anchorStart - 1;
  if (event.valueStart === -1) return undefined;
  const quoted =
    event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return quoted ? event.valueStart - 1 : event.valueStart;
}
