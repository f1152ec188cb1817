import { tenantDigest } from '../boundary/digest.ts';

/** A capability token, taken apart. */
export interface TokenParts {
  /** `cap-` and 24 hex digits. */
  readonly id: string;
  readonly secret: string;
}

const TOKEN = /^sfcap_([0-9a-f]{24})_([0-9a-f]{64})$/;

/** The token of a grant: `sfcap_`, the grant's 24 digits, and its secret. */
export function formatToken({ id, secret }: TokenParts): string {
  return `sfcap_${id.slice('cap-'.length)}_${secret}`;
}

/** The parts of a token; null for a text that is none. */
export function parseToken(token: string): TokenParts | null {
  const [, digits, secret] = TOKEN.exec(token) ?? [];
  return digits === undefined || secret === undefined ? null : { id: `cap-${digits}`, secret };
}

/** What is kept of a token: an HMAC-SHA-256 over its id and secret, hex. */
export function tokenDigest(key: Uint8Array, { id, secret }: TokenParts): string {
  return tenantDigest(key, id, secret);
}
