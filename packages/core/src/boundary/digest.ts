import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

import type { JsonValue } from '../json.ts';

/** Hex digits of a digest that stands for a value in records. */
const DIGEST_DIGITS = 16;

/** HMAC-SHA-256, keyed and per tenant: equal values of one tenant compare equal, and nothing else can be told. */
export function tenantDigest(key: Uint8Array, tenantId: string, value: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(`${tenantId}\0${value}`)));
}

/** The short form of {@link tenantDigest} for records. */
export function shortDigest(key: Uint8Array, tenantId: string, value: string): string {
  return tenantDigest(key, tenantId, value).slice(0, DIGEST_DIGITS);
}

/** Digest of the canonical JSON (RFC 8785); of the plain JSON where a lone surrogate leaves no canonical form. */
export function parametersDigest(key: Uint8Array, tenantId: string, parameters: JsonValue): string {
  let text: string;
  try {
    text = canonicalize(parameters) ?? '';
  } catch {
    text = JSON.stringify(parameters);
  }
  return tenantDigest(key, tenantId, text);
}

/** Made by a machine for every request: nothing to look for, and never the same twice. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How many identifiers are remembered as harmless. */
const CAPACITY = 4096;

/**
 * Agent ids, tool names and the like are chosen by callers and enter records. One that itself holds a
 * detected value is written as a digest. What was seen harmless is remembered, so a repeated name costs
 * one look-up.
 */
export class IdentifierGuard {
  readonly #isHarmless: (text: string) => boolean;
  readonly #harmless = new Set<string>();

  /** @param isHarmless whether a text holds no detection */
  constructor(isHarmless: (text: string) => boolean) {
    this.#isHarmless = isHarmless;
  }

  /** The identifier, or `sha256:` and a digest of it. */
  safe(identifier: string, digest: (value: string) => string): string {
    if (this.#harmless.has(identifier) || UUID.test(identifier)) return identifier;
    if (!this.#isHarmless(identifier)) return `sha256:${digest(identifier)}`;
    if (this.#harmless.size >= CAPACITY) this.#harmless.clear();
    this.#harmless.add(identifier);
    return identifier;
  }
}
