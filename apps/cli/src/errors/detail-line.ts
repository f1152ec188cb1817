import type { ErrorDetail } from '@safeai/core';
import { filePosition } from '../output/position.ts';

/** `safeai.yaml:3:5: audit.max_size_mb: must be a whole number`. */
export function detailLine(detail: ErrorDetail): string {
  return [filePosition(detail), detail.path, detail.message].filter(Boolean).join(': ');
}
