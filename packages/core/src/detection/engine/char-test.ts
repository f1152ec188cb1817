import { hasChar } from './char-set.ts';
import { parseChecked } from './pattern.ts';

/** Tests one UTF-16 code unit. */
export type CharTest = (code: number) => boolean;

/**
 * A test for a regular expression's character class, given without its brackets.
 *
 * @returns the test, or in a string why the class is not one
 */
export function classTest(source: string, ignoreCase: boolean): CharTest | string {
  const flags = ignoreCase ? 'i' : '';
  const node = parseChecked(`[${source}]`, flags);
  if (typeof node === 'string') return node;
  if (node.kind !== 'chars') return 'it is more than one character class';
  const ascii = new Uint8Array(128);
  for (let code = 0; code < 128; code++) ascii[code] = hasChar(node.set, code) ? 1 : 0;
  const { set, exact } = node;
  if (exact) return (code) => (code < 128 ? ascii[code] === 1 : hasChar(set, code));
  const whole = new RegExp(`^[${source}]$`, flags);
  return (code) => (code < 128 ? ascii[code] === 1 : whole.test(String.fromCharCode(code)));
}
