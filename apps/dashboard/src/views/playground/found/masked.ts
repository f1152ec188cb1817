import { maskValue } from '@safeai/api/wire';

/** What stands for what is hidden. */
const MASK = maskValue('');

/** Whether a value that the server showed whole, masked or not at all can be a text. */
export function looksLike(shown: string | undefined, text: string): boolean {
  return shown === undefined || shown === text || shown === maskValue(text);
}

/** Whether a key can be what a path calls so, with parts of it masked. O(length) for each mask. */
export function looksAs(step: string, key: string): boolean {
  if (!step.includes(MASK)) return step === key;
  const parts = step.split(MASK);
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (!key.startsWith(first) || !key.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const next = key.indexOf(part, at);
    if (next === -1) return false;
    at = next + part.length;
  }
  return at + last.length <= key.length;
}
