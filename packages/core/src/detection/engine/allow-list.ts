import { compileGlob, type Glob, isGlob } from '../../glob.ts';

/** Tests whether a value is a known placeholder or sample. */
export type AllowList = (value: string) => boolean;

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
