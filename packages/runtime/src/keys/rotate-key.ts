import { SafeAIError } from '@safeai/core';
import type { LoadedConfig } from '@safeai/config';
import { prepareStateFolder } from '../storage/state-folder.ts';
import { addKeyVersion, keysFolder, type KeyName } from './key-file.ts';
import { newKeyVersion } from './key-material.ts';

/** What each rotation means for what was made before; told to whoever rotates. */
export const AFTER_ROTATION: Readonly<Record<KeyName, string>> = {
  audit:
    'The next segment of the audit log is chained with the new key; older ones verify with the old.',
  checkpoints:
    'New checkpoints and receipts are signed with the new key; the old one stays published.',
  approvals:
    'Requests that are open now no longer match their retries: agents ask again. Capability tokens end. API keys go on: each is checked by its slow hash when it is next used.',
  memory: 'The keys of memory are wrapped anew; values stay readable.',
  digests:
    'Digests of equal values before and after no longer compare equal; limits on tool calls count anew.',
};

/**
 * Adds a new version of a key that is kept in the state folder. Takes effect at the next start.
 *
 * @throws SafeAIError `conflict` where the configuration names the key: then it is changed there; and while the
 *   same key is being rotated; `state_unavailable` for a folder or a file that cannot be used
 */
export async function rotateKey(
  loaded: LoadedConfig,
  stateFolder: string,
  name: KeyName,
  now: number,
): Promise<void> {
  if (loaded.config.keys[name] !== undefined) {
    const former = KEEPS_FORMER.has(name)
      ? `, and list the former one under keys.previous.${name}`
      : '';
    throw new SafeAIError(
      'conflict',
      `The key comes from keys.${name} in the configuration. Change it there${former}.`,
    );
  }
  await prepareStateFolder(stateFolder);
  await addKeyVersion(keysFolder(stateFolder), name, () => newKeyVersion(name, now));
}

/** Those of which former versions are still used (`keys.previous`). */
const KEEPS_FORMER: ReadonlySet<KeyName> = new Set(['audit', 'checkpoints', 'memory']);
