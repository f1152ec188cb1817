import type { ExactMatch } from '../exact/exact-values.ts';
import type { Finding } from './compiled-rule.ts';

/** Where a known value stands, as a finding: nothing is surer. */
export function exactFinding({ start, end, name }: ExactMatch): Finding {
  return {
    detector: `exact:${name}`,
    type: 'secret',
    tags: ['secret.exact'],
    family: 'secret',
    placeholder: '[SECRET_REDACTED]',
    priority: 0,
    generic: false,
    start,
    end,
    confidence: 1,
  };
}
