import { randomBytes, scrypt } from 'node:crypto';
import { ScryptHash, type SecretHash } from '@safeai/core';

const SALT_BYTES = 16;

/** scrypt of Node's own, which runs beside the event loop. */
export const threadedSecretHash: SecretHash = new ScryptHash(
  (secret, salt, { N, r, p }, length) =>
    new Promise((resolve, reject) => {
      // Twice what it takes: the default is just too little for the costs that may be asked for.
      const maxmem = 256 * N * r;
      scrypt(secret, salt, length, { N, r, p, maxmem }, (error, derived) => {
        if (error === null) resolve(derived);
        else reject(error);
      });
    }),
  () => randomBytes(SALT_BYTES),
);
