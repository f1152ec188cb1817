import type { Step } from './json-diff.ts';

/** A key that needs no quotes. */
const PLAIN = /^[A-Za-z_$][\w$-]*$/;

/** A place in a value: `settings.replicas`, `regions[2]`, `["a key"]`; the value itself is `(everything)`. */
export function pathWords(path: readonly Step[]): string {
  if (path.length === 0) return '(everything)';
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!PLAIN.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}
