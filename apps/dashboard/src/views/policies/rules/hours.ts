/** One step of the audit log's counts over time. */
interface Step {
  readonly ts: string;
}

const HOUR_MS = 3_600_000;

/**
 * Counts by hour for the whole of a day, whichever hours the log has something of: `at` is when they were counted. Hours
 * without records have no step.
 */
export function hoursOfDay<Each extends Step>(
  steps: readonly Each[],
  at: number,
): readonly { readonly from: number; readonly step: Each | undefined }[] {
  const last = Math.floor(at / HOUR_MS) * HOUR_MS;
  const byTime = new Map(steps.map((step) => [Date.parse(step.ts), step]));
  return Array.from({ length: 25 }, (_, hour) => {
    const from = last - (24 - hour) * HOUR_MS;
    return { from, step: byTime.get(from) };
  });
}
