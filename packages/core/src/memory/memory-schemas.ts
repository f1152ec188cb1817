import { SafeAIError, type ErrorDetail } from '../errors.ts';
import { normalizeTag } from '../tags.ts';
import type { MemoryScope } from './memory-entry.ts';
import {
  DEFAULT_MEMORY_SCHEMA,
  type MemoryField,
  type MemoryRules,
  type MemorySchema,
  type MemoryValueType,
  type ToolStores,
} from './memory-schema.ts';

const DEFAULT_RETENTION_MS = 24 * 60 * 60_000;
const DEFAULT_MAX_VALUE_BYTES = 65_536;
const DEFAULT_MAX_ENTRIES = 100;

/** Longest key, in UTF-16 code units. */
export const MAX_MEMORY_KEY = 256;

/** Where a key belongs, and what may stand there. */
export interface MemorySlot {
  readonly schema: string;
  readonly scope: MemoryScope;
  readonly key: string;
  readonly type: MemoryValueType;
  readonly tag: string | null;
  readonly retentionMs: number;
  readonly encrypted: boolean;
  readonly maxEntries: number;
  /** Other keys of the schema that must have a value first. */
  readonly required: readonly string[];
}

/** The schemas of an installation. */
export class MemorySchemas {
  /** Most bytes of a value as JSON in UTF-8. */
  readonly maxValueBytes: number;
  readonly #slots: readonly MemorySlot[];
  readonly #byKey = new Map<string, MemorySlot[]>();
  readonly #stores: ReadonlyMap<string, ToolStores>;

  /** @throws SafeAIError `invalid_memory_schema` with a detail for everything that is wrong */
  constructor(rules: MemoryRules = {}) {
    const given = rules.schemas ?? [];
    const schemas = given.length === 0 ? [DEFAULT_MEMORY_SCHEMA] : given;
    checkSchemas(schemas);
    const retentionMs = rules.defaultRetentionMs ?? DEFAULT_RETENTION_MS;
    this.maxValueBytes = rules.maxValueBytes ?? DEFAULT_MAX_VALUE_BYTES;
    this.#slots = schemas.flatMap((schema) => slotsOf(schema, retentionMs));
    for (const slot of this.#slots) {
      const known = this.#byKey.get(slot.key);
      if (known === undefined) this.#byKey.set(slot.key, [slot]);
      else known.push(slot);
    }
    this.#stores = new Map((rules.toolStores ?? []).map((tool) => [tool.toolName, tool]));
  }

  /** The slot of a key: in the named schema, else in the first that has it. */
  find(key: string, schema?: string): MemorySlot | undefined {
    const slots = this.#byKey.get(key);
    return schema === undefined ? slots?.[0] : slots?.find((slot) => slot.schema === schema);
  }

  /** The slot of a key in a scope, whatever its schema: no two schemas of a scope share a key. */
  findIn(scope: MemoryScope, key: string): MemorySlot | undefined {
    return this.#byKey.get(key)?.find((slot) => slot.scope === scope);
  }

  /** What a tool's contract says that it keeps; undefined where it says nothing. */
  storesOf(toolName: string): ToolStores | undefined {
    return this.#stores.get(toolName);
  }

  /** Every key, or those of one schema, in order. */
  keys(schema?: string): readonly string[] {
    const slots = this.#slots.filter((slot) => schema === undefined || slot.schema === schema);
    return [...new Set(slots.map(({ key }) => key))];
  }
}

function slotsOf(schema: MemorySchema, retentionMs: number): MemorySlot[] {
  const required = schema.fields.filter((field) => field.required === true).map(({ name }) => name);
  return schema.fields.map((field) => ({
    schema: schema.name,
    scope: schema.scope ?? 'agent',
    key: field.name,
    type: field.type ?? 'any',
    tag: field.tag === undefined ? null : normalizeTag(field.tag),
    retentionMs: field.retentionMs ?? schema.defaultRetentionMs ?? retentionMs,
    encrypted: field.encrypted ?? true,
    maxEntries: schema.maxEntries ?? DEFAULT_MAX_ENTRIES,
    required: required.filter((name) => name !== field.name),
  }));
}

function checkSchemas(schemas: readonly MemorySchema[]): void {
  const details: ErrorDetail[] = [];
  const names = new Set<string>();
  const taken = new Map<string, string>();
  for (const [index, { name, scope = 'agent', fields }] of schemas.entries()) {
    const path = `memory.schemas[${String(index)}]`;
    if (name === '') details.push({ path, message: 'A memory schema has no name.' });
    if (names.has(name)) details.push({ path, message: `There are two memory schemas ${name}.` });
    names.add(name);
    for (const [place, field] of fields.entries()) {
      const at = `${path}.fields[${String(place)}]`;
      details.push(...faultsOf(field).map((message) => ({ path: at, message })));
      const address = JSON.stringify([scope, field.name]);
      const owner = taken.get(address);
      if (owner !== undefined) {
        const message = `The field ${field.name} of scope ${scope} is in the memory schema ${owner} already: rename it, or give it another scope.`;
        details.push({ path: at, message });
      }
      taken.set(address, name);
    }
  }
  if (details.length === 0) return;
  const message = details.map((detail) => detail.message).join(' ');
  throw new SafeAIError('invalid_memory_schema', message, { details });
}

function faultsOf({ name, tag }: MemoryField): string[] {
  const faults: string[] = [];
  if (name === '' || name.length > MAX_MEMORY_KEY) {
    faults.push(`A field's name has 1 to ${String(MAX_MEMORY_KEY)} characters.`);
  }
  try {
    if (tag !== undefined) normalizeTag(tag);
  } catch (error) {
    if (!SafeAIError.isInstance(error)) throw error;
    faults.push(error.message);
  }
  return faults;
}
