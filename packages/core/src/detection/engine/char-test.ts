import { type CharSet, foldCase, hasChar } from './char-set.ts';
import { parseChecked } from './pattern.ts';

/** Tests one UTF-16 code unit. */
export type CharTest = (code: number) => boolean;

/** A test for a set: a table for ASCII, the ranges past it. */
export function charTest(set: CharSet): CharTest {
  const ascii = new Uint8Array(128);
  for (let code = 0; code < 128; code++) ascii[code] = hasChar(set, code) ? 1 : 0;
  const beyond = set.some((bound) => bound > 0x7f);
  return (code) => (code < 128 ? ascii[code] === 1 : beyond && hasChar(set, code));
}

/**
 * A test for a regular expression's character class, given without its brackets.
 *
 * @returns the test, or in a string why the class is not one
 */
export function classTest(source: string, ignoreCase: boolean): CharTest | string {
  const node = parseChecked(`[${source}]`, '');
  if (typeof node === 'string') return node;
  if (node.kind !== 'chars') return 'it is more than one character class';
  return charTest(ignoreCase ? foldCase(node.set, false) : node.set);
}
