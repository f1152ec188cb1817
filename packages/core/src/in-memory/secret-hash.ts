import { scryptAsync } from '@noble/hashes/scrypt.js';
import { randomBytes } from '@noble/hashes/utils.js';

import { ScryptHash } from '../api-keys/scrypt-hash.ts';
import type { SecretHash } from '../ports.ts';

const SALT_BYTES = 16;

/** scrypt in JavaScript: runs anywhere, and lets other work through while it runs. */
export const portableSecretHash: SecretHash = new ScryptHash(
  (secret, salt, cost, length) => scryptAsync(secret, salt, { ...cost, dkLen: length }),
  () => randomBytes(SALT_BYTES),
);
