import { compileGlob, type Glob, isGlob } from '../../glob.ts';
import { shannonEntropy } from './entropy.ts';

/** Tests whether a value is a known placeholder or sample. */
export type AllowList = (value: string) => boolean;

/** From this length and entropy on, a part of a value is a secret of its own, whatever stands beside it. */
const OWN_LENGTH = 28;
const OWN_ENTROPY = 3.4;

/**
 * Whether a value that the list takes for a sample holds a long random part too, in which nothing of a sample is:
 * a word such as `example` put behind a key does not hide it. O(length).
 */
export function holdsMoreThanSample(value: string, allow: AllowList): boolean {
  if (value.length <= OWN_LENGTH) return false;
  return value
    .split(/[^A-Za-z0-9]+/)
    .some(
      (part) =>
        part.length >= OWN_LENGTH &&
        part.length < value.length &&
        /[0-9]/.test(part) &&
        shannonEntropy(part) >= OWN_ENTROPY &&
        !allow(part),
    );
}

/** Compiles a rule's allow list: exact values, or globs with `*`. Case is ignored. */
export function compileAllowList(allow: readonly string[]): AllowList | undefined {
  if (allow.length === 0) return undefined;
  const exact = new Set<string>();
  const globs: Glob[] = [];
  for (const entry of allow) {
    const folded = entry.toLowerCase();
    if (isGlob(folded)) globs.push(compileGlob(folded));
    else exact.add(folded);
  }
  return (value) => {
    const folded = value.toLowerCase();
    return exact.has(folded) || globs.some((glob) => glob(folded));
  };
}
