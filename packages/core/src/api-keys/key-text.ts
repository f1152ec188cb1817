import { hexToBytes } from '@noble/hashes/utils.js';

import { toBase64url } from './base64url.ts';

/** An API key's text, taken apart. */
export interface ApiKeyParts {
  /** `key-` and 12 of `0-9a-z`. */
  readonly id: string;
  /** 43 characters of base64url: 256 random bits. */
  readonly secret: string;
}

const KEY = /^sfai_([0-9a-z]{12})_([\w-]{43})$/;

/** The text of a key: `sfai_`, the 12 characters of its id, and its secret. */
export function formatApiKey({ id, secret }: ApiKeyParts): string {
  return `sfai_${id.slice('key-'.length)}_${secret}`;
}

/** The parts of a key's text; null for anything that is none. */
export function parseApiKey(text: unknown): ApiKeyParts | null {
  if (typeof text !== 'string') return null;
  const [, name, secret] = KEY.exec(text) ?? [];
  return name === undefined || secret === undefined ? null : { id: `key-${name}`, secret };
}

/** The secret part of a key. @param hex 64 hex digits, as the port Ids gives them */
export function apiKeySecret(hex: string): string {
  return toBase64url(hexToBytes(hex));
}
