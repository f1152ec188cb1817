import { SafeAIError } from '@safeai/core';
import type { LoadedConfig } from '@safeai/config';
import { join } from 'node:path';
import { addKeyVersion, type KeyName } from './key-file.ts';
import { newKeyVersion } from './key-material.ts';

/** What each rotation means for what was made before; told to whoever rotates. */
export const AFTER_ROTATION: Readonly<Record<KeyName, string>> = {
  audit:
    'The next segment of the audit log is chained with the new key; older ones verify with the old.',
  checkpoints:
    'New checkpoints and receipts are signed with the new key; the old one stays published.',
  approvals:
    'Requests that are open now no longer match their retries: agents ask again. Capability tokens end.',
  memory: 'The keys of memory are wrapped anew; values stay readable.',
  digests: 'Digests of equal values before and after no longer compare equal.',
};

/**
 * Adds a new version of a key that is kept in the state folder. Takes effect at the next start.
 *
 * @throws SafeAIError `conflict` where the configuration names the key: then it is changed there
 */
export async function rotateKey(
  loaded: LoadedConfig,
  stateFolder: string,
  name: KeyName,
  now: number,
): Promise<void> {
  if (loaded.config.keys[name] !== undefined) {
    throw new SafeAIError(
      'conflict',
      `The key comes from keys.${name} in the configuration. Change it there, and list the former one under keys.previous.`,
    );
  }
  await addKeyVersion(keysFolder(stateFolder), name, newKeyVersion(name, now));
}

/** Where keys are kept. */
export function keysFolder(stateFolder: string): string {
  return join(stateFolder, 'keys');
}
