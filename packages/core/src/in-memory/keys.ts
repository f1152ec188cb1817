import { randomBytes } from '@noble/hashes/utils.js';

import type { KeyPurpose, KeyRing } from '../ports.ts';

/** Random keys, 32 bytes each, that live as long as this object. */
export function ephemeralKeys(): KeyRing {
  const keys = new Map<KeyPurpose, Uint8Array>();
  return {
    key: (purpose) => {
      const known = keys.get(purpose);
      if (known !== undefined) return known;
      const made = randomBytes(32);
      keys.set(purpose, made);
      return made;
    },
  };
}
