import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CATALOGUE } from '../catalog/index.ts';
import { UndoBudget } from '../normalize/undo-budget.ts';
import { findInReadings } from '../readings.ts';
import type { DetectorRule } from '../rule.ts';
import { VALIDATORS } from '../validators/index.ts';
import { keyBefore, valueStart } from './assignment.ts';
import { DetectionEngine } from './engine.ts';

/**
 * The engine against every rule run plainly: no prefilter, no index, no budget, no memory, only the meaning
 * that rule.ts gives to a rule.
 */

interface Found {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

interface Candidate extends Found {
  readonly rule: DetectorRule;
  readonly family: string;
}

const folded = new Map<string, string>();

/** Remembered, as every rule asks for the same text and its own anchors. */
function foldAscii(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const fold = text.replace(/[A-Z]/g, (char) => char.toLowerCase());
  folded.set(text, fold);
  return fold;
}

function occurrences(text: string, literal: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + 1))
    places.push(at);
  return places;
}

function starts(rule: DetectorRule, text: string): number[] {
  const searched = rule.ignoreCase === true ? foldAscii(text) : text;
  const hits: number[] = [];
  if (rule.mode === 'digits') {
    for (const run of text.matchAll(/[0-9]+/g)) hits.push(run.index);
  }
  for (const anchor of rule.anchors) {
    const literal = rule.ignoreCase === true ? foldAscii(anchor) : anchor;
    for (const hit of occurrences(searched, literal)) {
      hits.push(rule.mode === 'assign' ? valueStart(text, hit + literal.length) : hit);
    }
  }
  const { lead } = rule;
  const before =
    lead === undefined
      ? undefined
      : new RegExp(`^[${lead.class}]$`, rule.ignoreCase === true ? 'i' : '');
  const moved = hits
    .filter((hit) => hit !== -1)
    .map((hit) => {
      let start = hit;
      if (rule.mode === 'assign' || before === undefined) return start;
      while (start > 0 && hit - start < (lead?.max ?? 0) && before.test(text.charAt(start - 1)))
        start--;
      return start;
    });
  return [...new Set(moved)].sort((left, right) => left - right);
}

function entropy(value: string): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < value.length; at++) {
    const byte = value.charCodeAt(at) & 0xff;
    counts.set(byte, (counts.get(byte) ?? 0) + 1);
  }
  return [...counts.values()].reduce(
    (bits, count) => bits - (count / value.length) * Math.log2(count / value.length),
    0,
  );
}

const WORD = /[a-z0-9\u00c0-\u1fff]/i;

function isBorder(text: string, at: number): boolean {
  if (at === 0 || at >= text.length) return true;
  const [before, after] = [text.charAt(at - 1), text.charAt(at)];
  return !WORD.test(before) || !WORD.test(after) || (/[a-z]/.test(before) && /[A-Z]/.test(after));
}

function stated(rule: DetectorRule, text: string, start: number, end: number): boolean {
  const { words = [], window = 48 } = rule.context ?? {};
  const folded = [...Array(text.length).keys()]
    .map((at) =>
      text.charAt(at).toLowerCase().length === 1 ? text.charAt(at).toLowerCase() : text.charAt(at),
    )
    .join('');
  return words.some((word) =>
    occurrences(folded, word.toLowerCase()).some((at) => {
      const last = at + word.length;
      if (!isBorder(text, at) || !isBorder(text, last)) return false;
      return (at >= start - window && last <= start) || (at >= end && last <= end + window);
    }),
  );
}

function confidenceOf(
  rule: DetectorRule,
  text: string,
  start: number,
  end: number,
): number | undefined {
  const value = text.slice(start, end);
  const isListed = (text: string): boolean =>
    (rule.allow ?? []).some((entry) => {
      const glob = entry
        .toLowerCase()
        .split('*')
        .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
        .join('[^]*');
      return new RegExp(`^${glob}$`).test(text.toLowerCase());
    });
  const isSample =
    isListed(value) &&
    !value
      .split(/[^A-Za-z0-9]+/)
      .some(
        (part) =>
          part !== value &&
          part.length >= 28 &&
          /[0-9]/.test(part) &&
          entropy(part) + 1e-9 >= 3.4 &&
          !isListed(part),
      );
  if (isSample) return undefined;
  const key = keyBefore(text, start);
  if (rule.notKey?.some((ending) => key.endsWith(ending)) === true) return undefined;
  let confidence = rule.confidence ?? 0.8;
  if (entropy(value) + 1e-9 < (rule.entropy ?? 0)) {
    if (rule.generic === true) return undefined;
    confidence = Math.min(confidence, 0.3);
  }
  if (rule.validator !== undefined) {
    if (VALIDATORS[rule.validator](value))
      confidence = Math.max(confidence, rule.weak === true ? 0 : 0.95);
    else if (rule.generic === true) return undefined;
    else confidence = Math.min(confidence, rule.doubtful ?? 0.3);
  }
  if (rule.context === undefined) return confidence;
  if (stated(rule, text, start, end))
    return Math.max(
      0,
      Math.min(1, Math.round((confidence + (rule.context.boost ?? 0.3)) * 100) / 100),
    );
  return rule.context.required === true ? undefined : confidence;
}

function runPlainly(rule: DetectorRule, text: string): Candidate[] {
  const found: Candidate[] = [];
  const places = starts(rule, text);
  if (places.length === 0) return found;
  const pattern = new RegExp(rule.pattern, rule.ignoreCase === true ? 'iyd' : 'yd');
  const family = rule.tags[0]?.split('.')[0] ?? '';
  let free = 0;
  for (const at of places) {
    if (at < free) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) continue;
    const [start, end] = match.indices?.groups?.value ?? [at, at + match[0].length];
    if (end <= start) continue;
    const confidence = confidenceOf(rule, text, start, end);
    if (confidence === undefined) continue;
    free = at + match[0].length;
    found.push({
      id: rule.id,
      rule,
      family,
      start,
      end,
      confidence: family === 'destructive' ? Math.min(confidence, 0.2) : confidence,
    });
  }
  return found;
}

/** A cue is reported where the heaviest of every kind, there and up to 400 characters before, add up to enough. */
function weighed(all: readonly Candidate[]): Candidate[] {
  return all.flatMap((candidate) => {
    const kind = candidate.rule.evidence;
    if (kind === undefined) return [candidate];
    const heaviest = new Map<string, number>();
    for (const { rule, start, confidence } of all) {
      if (rule.evidence === undefined) continue;
      if (start > candidate.start || start < candidate.start - 400) continue;
      heaviest.set(rule.evidence, Math.max(heaviest.get(rule.evidence) ?? 0, confidence));
    }
    let total = 0;
    for (const [each, weight] of heaviest) total += each === 'against' ? -weight : weight;
    const confidence = Math.min(0.95, Math.round(total * 100) / 100);
    return kind !== 'against' && confidence >= 0.5 ? [{ ...candidate, confidence }] : [];
  });
}

function plainly(rules: readonly DetectorRule[], text: string): Found[] {
  const priority = (candidate: Candidate): number => candidate.rule.priority ?? 100;
  const run = (reading: string): Candidate[] => rules.flatMap((rule) => runPlainly(rule, reading));
  const all = weighed([...run(text), ...findInReadings(text, new UndoBudget(), run)]);
  all.sort(
    (left, right) =>
      left.start - right.start ||
      priority(left) - priority(right) ||
      right.end - left.end ||
      right.confidence - left.confidence ||
      (left.id < right.id ? -1 : 1),
  );
  const kept: Candidate[] = [];
  for (const one of all) {
    const hidden = kept.some((other) => {
      if (other.family !== one.family || other.end <= one.start) return false;
      const together = other.start === one.start;
      const asSure =
        other.confidence >= one.confidence ||
        (together && (other.confidence >= 0.5 || one.confidence < 0.5));
      return asSure && (together || other.end >= one.end || one.rule.generic === true);
    });
    if (!hidden) kept.push(one);
  }
  return kept.map(({ id, start, end, confidence }) => ({ id, start, end, confidence }));
}

function byEngine(engine: DetectionEngine, text: string): Found[] {
  return engine
    .scan(text)
    .map(({ detector, location, confidence }) => ({ id: detector, ...location, confidence }));
}

/** Texts put together from the rules' own anchors, examples and pieces of them, and from what may break them. */
function texts(rules: readonly DetectorRule[]): fc.Arbitrary<string> {
  const examples = rules.flatMap(({ examples: { positive, negative } }) => [
    ...positive,
    ...negative,
  ]);
  const anchors = rules.flatMap((rule) => rule.anchors);
  const words = rules.flatMap((rule) => rule.context?.words ?? []);
  const piece = fc
    .tuple(
      fc.constantFrom(...examples),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([example, from, to]) =>
      example.slice(Math.floor(from * example.length), Math.ceil(to * example.length)),
    );
  const odd = fc.constantFrom(
    ' ',
    '\n',
    '=',
    ': ',
    '"',
    "'",
    '.',
    '-',
    '@',
    '😀',
    '\ud83d',
    '\udc00',
    '\0',
    'é',
    '1',
    '12',
    '555-0100',
    ',',
    '://',
    '\\"',
  );
  const part = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...examples) },
    { weight: 3, arbitrary: piece },
    { weight: 2, arbitrary: fc.constantFrom(...anchors) },
    { weight: 1, arbitrary: fc.constantFrom(...words, 'x') },
    { weight: 4, arbitrary: odd },
    { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: 'binary' }) },
  );
  return fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''));
}

describe('the engine and every rule run plainly', () => {
  const engine = new DetectionEngine({ rules: CATALOGUE });

  it('find the same in every example of the catalogue', () => {
    for (const rule of CATALOGUE) {
      for (const example of [...rule.examples.positive, ...rule.examples.negative]) {
        expect({ rule: rule.id, found: byEngine(engine, example) }).toEqual({
          rule: rule.id,
          found: plainly(CATALOGUE, example),
        });
      }
    }
  });

  it('find the same in texts put together from the catalogue', () => {
    fc.assert(
      fc.property(texts(CATALOGUE), (text) => {
        expect(byEngine(engine, text)).toEqual(plainly(CATALOGUE, text));
      }),
      { numRuns: 400 },
    );
  });

  it('find the same wherever a long text is cut for reading', () => {
    const pieces = CATALOGUE.slice(0, 40).flatMap((rule) => rule.examples.positive.slice(0, 1));
    for (const piece of pieces) {
      for (const back of [1, 2, 3, 5, 9, 17, 30, 40]) {
        const text = `${'. '.repeat(8192 - back)}${piece} . . ${piece}`;
        expect(byEngine(engine, text)).toEqual(plainly(CATALOGUE, text));
      }
    }
  });

  it('find the same in any string', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
        expect(byEngine(engine, text)).toEqual(plainly(CATALOGUE, text));
      }),
    );
  });
});
