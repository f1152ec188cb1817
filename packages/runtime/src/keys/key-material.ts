import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { SafeAIError } from '@safeai/core';
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
 * The bytes of a symmetric key, written in hex or base64.
 *
 * @param origin the setting or file that it is from, for the error
 * @throws SafeAIError `invalid_config` for anything else, and for less than 32 bytes
 */
export function keyBytes(text: string, origin: string): Uint8Array {
  const trimmed = text.trim();
  const bytes = /^(?:[0-9a-f]{2})+$/i.test(trimmed)
    ? Buffer.from(trimmed, 'hex')
    : Buffer.from(trimmed, 'base64');
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed);
  if (isBase64 && bytes.length >= KEY_BYTES) return bytes;
  throw new SafeAIError(
    'invalid_config',
    `${origin} must be ${String(KEY_BYTES)} bytes or more, in hex or base64, such as openssl rand -base64 32 prints.`,
  );
}

/** @throws SafeAIError `invalid_config` for what is no Ed25519 private key */
export function privateKeyPem(text: string, origin: string): string {
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') {
      return key.export({ type: 'pkcs8', format: 'pem' }).toString();
    }
  } catch {
    // The parser's message adds nothing that the operator could use.
  }
  throw new SafeAIError(
    'invalid_config',
    `${origin} must be an Ed25519 private key in PEM, such as openssl genpkey -algorithm ed25519 prints.`,
  );
}
