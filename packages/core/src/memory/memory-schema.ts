import type { MemoryScope } from './memory-entry.ts';

/** What a value may be. `any` is any JSON value. */
export type MemoryValueType =
  'string' | 'integer' | 'number' | 'boolean' | 'list' | 'object' | 'any';

/** One key that may be remembered. */
export interface MemoryField {
  /** The key, 1 to 256 UTF-16 code units. */
  readonly name: string;
  /** `any` if absent. */
  readonly type?: MemoryValueType;
  /** Added to the value's tags: policy judges it as declared. */
  readonly tag?: string;
  /** Milliseconds that a value lives; the schema's if absent. */
  readonly retentionMs?: number;
  /** Whether a store that keeps it on disk encrypts it. True if absent. */
  readonly encrypted?: boolean;
  /** The schema's other fields can be written only while this one has a value. False if absent. */
  readonly required?: boolean;
}

/** Keys that belong together. */
export interface MemorySchema {
  readonly name: string;
  /** Who shares the values. `agent` if absent. */
  readonly scope?: MemoryScope;
  readonly fields: readonly MemoryField[];
  /** Most values that one owner may have in this scope. 100 if absent. */
  readonly maxEntries?: number;
  /** Milliseconds that a value lives; `MemoryRules.defaultRetentionMs` if absent. */
  readonly defaultRetentionMs?: number;
}

/** What a tool's contract says that it keeps. */
export interface ToolStores {
  readonly toolName: string;
  /** Keys under which something of the tool's may be remembered. */
  readonly fields: readonly string[];
  /** Milliseconds; what comes from the tool lives no longer. */
  readonly retentionMs?: number;
}

/** What agents may remember. */
export interface MemoryRules {
  /** In the order in which a key is looked for. If absent or empty, `DEFAULT_MEMORY_SCHEMA` alone. */
  readonly schemas?: readonly MemorySchema[];
  /** Milliseconds. A day if absent. */
  readonly defaultRetentionMs?: number;
  /** Most bytes of a value as JSON in UTF-8. 65 536 if absent. */
  readonly maxValueBytes?: number;
  /** The `stores` of tools' contracts, for writes that name a tool. */
  readonly toolStores?: readonly ToolStores[];
}

/** What may be remembered where no schema is given: an agent's `user_preference`. */
export const DEFAULT_MEMORY_SCHEMA: MemorySchema = {
  name: 'default',
  scope: 'agent',
  fields: [{ name: 'user_preference', type: 'any' }],
};
