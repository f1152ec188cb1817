import type { JsonValue } from '../json.ts';

/** Who shares a value: one session, one agent, one user, or everybody in the tenant. */
export type MemoryScope = 'session' | 'agent' | 'user' | 'global';

/** Where a value lies. Nothing outside the tenant and its owner can name it. */
export interface MemoryAddress {
  readonly tenantId: string;
  readonly scope: MemoryScope;
  /** The agent, the user, or agent and session as canonical JSON; empty for `global`. */
  readonly owner: string;
  readonly key: string;
}

/** A remembered value. */
export interface MemoryEntry extends MemoryAddress {
  /** `mh-` and 24 hex digits: names the value without saying it. New with every write. */
  readonly handle: string;
  readonly value: JsonValue;
  /** Tags of the schema's field, of the caller, and of what was found when it was written. */
  readonly tags: readonly string[];
  /** Who wrote it. */
  readonly agentId: string | null;
  /** Encrypted where the store keeps it on disk. */
  readonly encrypted: boolean;
  /** Milliseconds since the epoch. */
  readonly writtenAt: number;
  readonly expiresAt: number;
}
