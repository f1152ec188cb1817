import { SafeAIError } from '@safeai/core/stores';

/** A key that encrypts other keys. */
export interface MemoryKey {
  /** Names the key without saying anything of it; kept in the files in clear. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** The keys of the state files: the one in use, and those that were in use before. */
export interface MemoryKeys {
  readonly current: MemoryKey;
  /** What they encrypted is encrypted again with the current one when the files are opened. */
  readonly previous: readonly MemoryKey[];
}

/** AES-256. */
const KEY_BYTES = 32;

/** @throws SafeAIError `invalid_config` for a key of another length and for one name of two keys */
export function checkMemoryKeys({ current, previous }: MemoryKeys): void {
  const all = [current, ...previous];
  if (all.some(({ key }) => key.length !== KEY_BYTES)) {
    throw new SafeAIError(
      'invalid_config',
      `keys.memory and each of keys.previous.memory must be ${KEY_BYTES} bytes.`,
    );
  }
  const ids = new Map<string, Uint8Array>();
  for (const { id, key } of all) {
    const known = ids.get(id);
    if (known !== undefined && !Buffer.from(known).equals(key)) {
      throw new SafeAIError('invalid_config', `Two keys of keys.memory have the name ${id}.`);
    }
    ids.set(id, key);
  }
}
