import { decodeBase64 } from './base64.ts';

/** Credentials of HTTP's Basic scheme (RFC 7617): base64 of printable `user:password`. */
export function isBasicCredentials(value: string): boolean {
  const decoded = decodeBase64(value);
  return decoded !== undefined && /^[\x20-\x39\x3b-\x7e]{0,128}:[\x20-\x7e]{2,256}$/.test(decoded);
}
