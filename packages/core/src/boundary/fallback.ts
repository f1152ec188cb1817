import type { Detection } from '../detection/detection.ts';
import type { Decision } from './boundary.ts';

/**
 * What is shown in place of an answer: the rule's template with `{reason}`, `{policy_name}`, `{action}` and
 * `{tags}` filled in. There is no way to name the original text; other braces stay as they are.
 */
export function renderFallback(
  template: string,
  decision: Decision,
  detections: readonly Detection[],
): string {
  const tags = [...new Set(detections.flatMap((detection) => detection.tags))].sort().join(', ');
  const fields = new Map([
    ['reason', decision.reason],
    ['policy_name', decision.policyName ?? ''],
    ['action', decision.action],
    ['surface', 'output'],
    ['tool', ''],
    ['tags', tags],
  ]);
  return template.replace(
    /\{([a-z_]{1,16})\}/g,
    (whole, name: string) => fields.get(name) ?? whole,
  );
}
