import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { StateFailure } from './failure.ts';

const CIPHER = 'aes-256-gcm';
/** 96 bits, random for each message (NIST SP 800-38D §8.2.2). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed text is bound to: opened with any other words, it is refused. */
export type Binding = readonly string[];

/** Encrypts and authenticates: nonce, tag and ciphertext in one. */
export function seal(key: Uint8Array, plain: Uint8Array, binding: Binding): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(binding)));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws StateFailure for what was sealed with another key or binding, or changed since */
export function open(key: Uint8Array, sealed: Uint8Array, binding: Binding): Buffer {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(JSON.stringify(binding)));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const body = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([body, decipher.final()]);
  } catch {
    throw new StateFailure(
      'A row of the state files was changed by something else than SafeAI, or belongs to another file. It is not used. Put the file back from a backup.',
    );
  }
}

/** {@link seal} for a JSON value. */
export function sealJson(key: Uint8Array, value: unknown, binding: Binding): Buffer {
  return seal(key, Buffer.from(JSON.stringify(value)), binding);
}

/** {@link open} for a JSON value. @throws StateFailure */
export function openJson(key: Uint8Array, sealed: Uint8Array, binding: Binding): unknown {
  return JSON.parse(open(key, sealed, binding).toString());
}

/**
 * Stands for names in the files, so that these do not show them: the same for the same names, and meaningless
 * without the key. JSON keeps apart what UTF-8 does not (halves of surrogate pairs).
 */
export function nameHash(key: Uint8Array, ...names: readonly (string | null)[]): Buffer {
  return createHmac('sha256', key).update(JSON.stringify(names)).digest();
}
