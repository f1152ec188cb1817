import type { Profile } from '@safeai/adapters-coding-agents';

/** A hook of a coding agent that calls SafeAI. */
export interface RegisteredHook {
  /** The file that it is registered in. */
  readonly file: string;
  /** The events that it is registered for. */
  readonly events: readonly string[];
  /** The command, or the address, that the coding agent uses. */
  readonly target: string;
  readonly kind: 'command' | 'http';
  readonly profile: Profile;
}

/** What a file says of hooks. */
export interface HookFile {
  readonly hooks: readonly RegisteredHook[];
  /** What keeps hooks of SafeAI from being called. */
  readonly faults: readonly string[];
  /** What lets a call go on where SafeAI could not be asked. */
  readonly warnings: readonly string[];
}
