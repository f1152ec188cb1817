import type { TextPosition } from './analyzer.ts';
import type { Detection } from './detection.ts';
import type { DetectionEngine } from './engine/engine.ts';
import { WorkBudget } from './engine/work-budget.ts';

/** What a scan found, and whether it looked into all. */
export interface Scanned {
  readonly detections: Detection[];
  /** More was encoded than one scan undoes: the rest of it was read as it stands alone. */
  readonly leftEncoded: boolean;
}

/** What {@link DetectionEngine.scan} finds in a text, and whether it looked into all. */
export function scanText(
  engine: DetectionEngine,
  text: string,
  position: TextPosition = 'prose',
): Scanned {
  const budget = new WorkBudget();
  const detections = engine.scan(text, { position, budget });
  return { detections, leftEncoded: budget.leftEncoded };
}
