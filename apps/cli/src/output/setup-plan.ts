import { CATALOGUE, DetectionEngine, redactText, type Detection } from '@safeai/core';
import { textDifference } from '../setup/difference.ts';
import type { PlanItem } from '../setup/plan.ts';
import { alignColumns } from './columns.ts';
import type { Output } from './output.ts';
import { printable } from './printable.ts';

/** Prints what is done with each file, and with `isDetailed` or for a conflict the lines that change. */
export async function tellPlan(
  items: readonly PlanItem[],
  isDetailed: boolean,
  output: Output,
): Promise<void> {
  const rows = items.map(({ action, path, reason }) => [
    action,
    printable(path),
    printable(reason ?? ''),
  ]);
  const lines = alignColumns(rows);
  for (const [index, item] of items.entries()) {
    await output.line(lines[index] ?? '');
    if (!isDetailed && item.action !== 'conflict') continue;
    for (const line of differenceOf(item)) await output.line(`  ${printable(line)}`);
  }
}

/** The items as `--json` shows them. */
export function planJson(items: readonly PlanItem[], isDetailed: boolean): object[] {
  return items.map((item) => ({
    path: item.path,
    action: item.action,
    reason: item.reason,
    ...(isDetailed || item.action === 'conflict' ? { difference: differenceOf(item) } : {}),
  }));
}

/** Files of configuration hold keys now and then: of a line that changes, none is shown. */
function differenceOf({ action, before, after }: PlanItem): readonly string[] {
  if (action === 'unchanged' || action === 'skip' || after === undefined) return [];
  const lines = textDifference(before, after).join('\n');
  return lines === '' ? [] : redactText(lines, secretsOf(lines)).split('\n');
}

function secretsOf(text: string): Detection[] {
  engine ??= new DetectionEngine({ rules: CATALOGUE });
  return engine
    .scan(text)
    .filter(
      ({ tags, confidence }) => confidence >= 0.5 && tags.some((tag) => /^secret\b/.test(tag)),
    );
}

let engine: DetectionEngine | undefined;
