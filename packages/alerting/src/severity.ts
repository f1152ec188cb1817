/** How grave an alert is, mildest first. */
export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;

/** How grave an alert is. */
export type Severity = (typeof SEVERITIES)[number];

/** Whether one is as grave as another, or graver. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
