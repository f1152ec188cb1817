import type { Detection } from '../detection/detection.ts';
import type { JsonValue } from '../json.ts';
import type { MemorySlot } from '../memory/memory-schemas.ts';
import type { DecisionContext } from './decision-context.ts';
import type { MemoryOperation } from './recorder.ts';
import type { Outcome } from './outcome.ts';
import type { RecordDetail } from './record.ts';
import { namesOf } from './safe-names.ts';
import type { Scope } from './scope.ts';
import { settle, type Settled } from './settle.ts';

/** What is to be decided about memory. */
export interface MemoryQuestion {
  readonly operation: MemoryOperation;
  readonly scope: Scope;
  readonly key: string | null;
  readonly slot: MemorySlot | null;
  /** Absent where no value is shown or kept. */
  readonly value?: JsonValue;
  readonly detections: readonly Detection[];
  readonly leftEncoded?: boolean;
  readonly refusal: Outcome | null;
  readonly startedAt: number;
  readonly explained: boolean | undefined;
  readonly toolName?: string | undefined;
  readonly detail?: RecordDetail;
}

/** Decides, records and tells, as for every other boundary; rules see `parameters.operation` and the like. */
export function settleMemory(context: DecisionContext, question: MemoryQuestion): Promise<Settled> {
  const { operation, scope, key, slot, value, toolName } = question;
  const about = { operation, schema: slot?.schema ?? null, scope: slot?.scope ?? null };
  return settle(context, {
    family: `memory.${operation}`,
    facts: {
      boundary: 'memory',
      surface: 'memory',
      scope,
      detections: question.detections,
      ...(question.leftEncoded === true ? { leftEncoded: true } : {}),
      parameters: { ...about, key, ...(value === undefined ? {} : { value }) },
      ...(toolName === undefined ? {} : { toolName }),
    },
    startedAt: question.startedAt,
    explained: question.explained,
    refusal: question.refusal,
    detail: { ...about, key: namesOf(context, scope.tenantId).of(key), ...question.detail },
  });
}
