import { SafeAIError } from '@safeai/core';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import type { ChainKey, SigningKey } from '../format/system-lines.ts';

/** Shortest chain key, in bytes. */
const MIN_CHAIN_KEY_BYTES = 32;

/** A new Ed25519 key. */
export function makeSigningKey(): SigningKey {
  return signingKey(generateKeyPairSync('ed25519').privateKey);
}

/**
 * @param pem PKCS#8, as `openssl genpkey -algorithm ed25519` prints it
 * @throws SafeAIError `invalid_config` for anything but an Ed25519 private key; tells nothing of what was given
 */
export function signingKeyFromPem(pem: string): SigningKey {
  const key = parsePem(pem);
  if (key?.asymmetricKeyType === 'ed25519') return signingKey(key);
  throw new SafeAIError(
    'invalid_config',
    'The signing key must be an Ed25519 private key in PEM, such as openssl genpkey -algorithm ed25519 prints.',
  );
}

/**
 * A key of the chain with its id, from its bytes.
 *
 * @throws SafeAIError `invalid_config` for less than 32 bytes
 */
export function chainKey(bytes: Uint8Array): ChainKey {
  if (bytes.length < MIN_CHAIN_KEY_BYTES) {
    throw new SafeAIError(
      'invalid_config',
      `The key of the audit chain has ${bytes.length} bytes; it must have ${MIN_CHAIN_KEY_BYTES} or more, such as openssl rand -base64 32 prints.`,
    );
  }
  const id = createHash('sha256').update('safeai-key\n').update(bytes).digest('hex').slice(0, 16);
  return { id, key: bytes };
}

/** RFC 7638: the SHA-256 of the key's required members, in order of their names and without spaces. */
export function thumbprint({ crv, kty, x }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

function parsePem(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    // What the parser says could quote the key.
    return undefined;
  }
}

function signingKey(privateKey: KeyObject): SigningKey {
  const { crv, kty, x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = thumbprint({ crv, kty, x } as JsonWebKey);
  return {
    kid,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicJwk: { kty, crv, x, kid, use: 'sig', alg: 'EdDSA' } as JsonWebKey,
  };
}
