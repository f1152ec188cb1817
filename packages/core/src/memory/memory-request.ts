import type { Decision, RequestContext } from '../boundary/boundary.ts';
import type { Detection } from '../detection/detection.ts';
import type { JsonValue } from '../json.ts';
import type { PolicyExplanation } from '../policy/explain.ts';

/** A key of somebody's memory. */
export interface MemoryKeyRequest extends RequestContext {
  /** A field's name of a schema, 1 to 256 UTF-16 code units. */
  readonly key: string;
  /** The schema that has the key. The first one that does if absent. */
  readonly schema?: string;
}

/** A value to remember. */
export interface MemoryWriteRequest extends MemoryKeyRequest {
  readonly value: JsonValue;
  /** The tool that the value comes from: what its contract says under `stores` holds too. */
  readonly toolName?: string;
}

/** A value to recall. */
export interface MemoryReadRequest extends MemoryKeyRequest {
  /** Give the value's handle in its place, to be passed on by somebody who need not see it. */
  readonly asHandle?: boolean;
}

/** A value to forget. */
export type MemoryDeleteRequest = MemoryKeyRequest;

/** A value to recall by its handle. */
export interface MemoryHandleRequest extends RequestContext {
  /** `mh-` and 24 hex digits. */
  readonly handle: string;
}

/** Expired values to remove. */
export interface MemoryPurgeRequest {
  /** If absent, all tenants that the caller may act in. */
  readonly tenantId?: string;
}

/** A tenant whose memory is to be destroyed. */
export interface MemoryShredRequest {
  readonly tenantId: string;
  /** The same again. */
  readonly confirm: string;
}

interface Answer {
  readonly decision: Decision;
  /** Why it was done or not, or found or not. */
  readonly reason: string;
  readonly detections: readonly Detection[];
  readonly explanation?: PolicyExplanation;
}

/** What came of a {@link MemoryWriteRequest}. */
export interface MemoryWriteResult extends Answer {
  /** The value is kept, and lasts as the store does. */
  readonly ok: boolean;
  /** Schema, clearance and policy let it through. */
  readonly allowed: boolean;
  /** What is kept is not what was given: policy had a part of it replaced. */
  readonly redacted: boolean;
  /** Names the value without saying it; null when nothing was kept. New with every write. */
  readonly handle: string | null;
  /** Milliseconds since the epoch; null when nothing was kept. */
  readonly expiresAt: number | null;
}

/**
 * What came of a {@link MemoryReadRequest} or a {@link MemoryHandleRequest}. Its detections hold values only
 * where the answer holds them too.
 */
export interface MemoryReadResult extends Answer {
  /** The value, redacted where policy says so; null when there is none, it is not for the caller, or `asHandle`. */
  readonly value: JsonValue;
  /** There is a value, though perhaps not for the caller. */
  readonly found: boolean;
  /** With `asHandle`, the handle of a value that was found. */
  readonly handle: string | null;
}

/** What came of a {@link MemoryDeleteRequest}. */
export interface MemoryDeleteResult extends Answer {
  /** There is no such value now. False when it was not for the caller to decide. */
  readonly ok: boolean;
  /** There was one before. */
  readonly found: boolean;
}

/** What came of a {@link MemoryPurgeRequest} or a {@link MemoryShredRequest}. */
export interface MemoryRemoval {
  /** How many values. */
  readonly removed: number;
}
