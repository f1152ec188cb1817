import { DetectorError } from '../../errors.ts';
import { worstCaseSteps } from './pattern-cost.ts';
import type { PatternNode } from './pattern-node.ts';
import { parsePattern, PatternRefusal } from './pattern-parser.ts';

/** Longest accepted pattern source, in UTF-16 code units. */
export const MAX_PATTERN_SOURCE = 8192;

/** Longest text, in UTF-16 code units, that an accepted pattern may match. */
export const MAX_MATCH_LENGTH = 8192;

/** Most steps that a pattern may take at one place of a text that it is searched in. */
export const MAX_PATTERN_STEPS = 50_000;

/**
 * The same for a detector rule. It may be more: a rule is tried only where an anchor stands, and a scan
 * counts what it spends.
 */
export const MAX_RULE_STEPS = 10_000_000;

/** What {@link checkPattern} proves of a pattern, or why it cannot. */
export type PatternCheck =
  | {
      readonly ok: true;
      /** Shortest and longest possible match, in UTF-16 code units. */
      readonly minLength: number;
      readonly maxLength: number;
      /** Most steps that a backtracking matcher takes at one place, whatever the text. */
      readonly steps: number;
      /** Most characters that a look-around looks at. */
      readonly look: number;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Proves that a pattern takes bounded time at every place of any text: it is well-formed, refers back
 * to nothing, repeats nothing without bound (look-around included), matches at most
 * {@link MAX_MATCH_LENGTH} characters and, counting every way in which its repeats and choices can share
 * a text, takes at most `maxSteps` steps at one place. Searching a text of n characters with it is therefore
 * O(n), the number of steps being the constant.
 *
 * @param source source of a regular expression, without slashes
 * @param flags of `i`, `m`, `s`, `u`; none if absent
 * @param maxSteps {@link MAX_PATTERN_STEPS} if absent; {@link MAX_RULE_STEPS} for a detector rule
 * @returns the bounds, or in `reason` what to change and where. Never throws. O(source length).
 */
export function checkPattern(
  source: string,
  flags = '',
  maxSteps: number = MAX_PATTERN_STEPS,
): PatternCheck {
  const analyzed = analyzePattern(source, flags, maxSteps);
  if (typeof analyzed === 'string') return { ok: false, reason: analyzed };
  const { node, steps } = analyzed;
  return { ok: true, minLength: node.min, maxLength: node.max, steps, look: longestLook(node) };
}

/**
 * Checks a pattern with {@link checkPattern} and compiles it.
 *
 * @returns a regular expression with exactly the given flags; `RegExp.test` with it searches anywhere
 * @throws DetectorError `invalid_detector`, naming the pattern's fault and its place
 */
export function compilePattern(source: string, flags = ''): RegExp {
  const check = checkPattern(source, flags);
  if (!check.ok) throw new DetectorError(`The pattern is not accepted: ${check.reason}.`);
  return new RegExp(source, flags);
}

/** An accepted pattern, parsed, and the most steps that it takes at one place; or why it is not accepted. */
export function analyzePattern(
  source: string,
  flags: string,
  maxSteps: number,
): { readonly node: PatternNode; readonly steps: number } | string {
  const node = parseChecked(source, flags);
  if (typeof node === 'string') return node;
  if (node.max > MAX_MATCH_LENGTH) {
    return `it can match ${node.max} characters, more than ${MAX_MATCH_LENGTH}: lower the bounds of its repeats`;
  }
  const steps = worstCaseSteps(node);
  if (steps <= maxSteps) return { node, steps };
  const count = steps > 1e12 ? 'more than 10^12' : String(Math.ceil(steps));
  return (
    `it is ambiguous: at one place it can take ${count} steps, more than ${maxSteps}; ` +
    'lower its bounds, or let what follows a repeat begin with a character that the repeat cannot take'
  );
}

/**
 * The parsed pattern, or the reason why there is none.
 *
 * @param valid `RegExp` is known to accept it
 */
export function parseChecked(source: string, flags: string, valid = false): PatternNode | string {
  if (source.length > MAX_PATTERN_SOURCE)
    return `its source is longer than ${MAX_PATTERN_SOURCE} characters`;
  if (!/^[imsu]*$/.test(flags)) return 'of the flags only i, m, s and u are accepted';
  try {
    if (!valid) new RegExp(source, flags);
    return parsePattern(source, flags);
  } catch (error) {
    if (error instanceof PatternRefusal) return error.message;
    // Of the platform's message only what follows the pattern itself.
    const message = error instanceof SyntaxError ? (error.message.split('/: ').pop() ?? '') : '';
    return `its syntax is wrong${message === '' ? '' : `: ${message}`}`;
  }
}

function longestLook(node: PatternNode): number {
  switch (node.kind) {
    case 'chars':
      return 0;
    case 'test':
      return node.test.is === 'look'
        ? Math.max(node.test.node.max, longestLook(node.test.node))
        : 0;
    case 'sequence':
      return Math.max(0, ...node.items.map(longestLook));
    case 'choice':
      return Math.max(0, ...node.options.map(longestLook));
    case 'repeat':
      return longestLook(node.item);
  }
}
