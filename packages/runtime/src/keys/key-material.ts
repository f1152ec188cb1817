import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyName, KeyVersion } from './key-file.ts';

/** Shortest symmetric key, in bytes. */
export const KEY_BYTES = 32;

/** A new key. */
export function newKeyVersion(name: KeyName, now: number): KeyVersion {
  return { created: new Date(now).toISOString(), key: newKey(name) };
}

function newKey(name: KeyName): string {
  if (name !== 'checkpoints') return randomBytes(KEY_BYTES).toString('base64');
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * The bytes of a symmetric key.
 *
 * @returns undefined for anything but 32 bytes or more in hex or base64
 */
export function keyBytes(text: string): Uint8Array | undefined {
  const trimmed = text.trim();
  // Half a byte too few is a slip of the pen, and no base64.
  const isHex = /^[0-9a-f]+$/i.test(trimmed);
  const isWhole = isHex ? trimmed.length % 2 === 0 : /^[\w+/-]+={0,2}$/.test(trimmed);
  const bytes = Buffer.from(trimmed, isHex ? 'hex' : 'base64');
  return isWhole && bytes.length >= KEY_BYTES ? bytes : undefined;
}
