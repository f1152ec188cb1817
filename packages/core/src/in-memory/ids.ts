import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';

import type { Clock, Ids } from '../ports.ts';

/** Random bytes are drawn so many at a time: one draw costs more than the bytes. */
const POOL_BYTES = 4096;

/**
 * Ids from the platform's cryptographic random source: UUIDv7 (RFC 9562 §5.7) for decisions, so that
 * they sort by time, and 96 random bits for approvals, so that nobody guesses one.
 */
export function randomIds(clock: Clock): Ids {
  let pool = new Uint8Array(0);
  let used = 0;
  const take = (count: number): Uint8Array => {
    if (used + count > pool.length) {
      pool = randomBytes(POOL_BYTES);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
  return {
    decisionId: () => {
      const random = take(10);
      random[0] = ((random[0] ?? 0) & 0x0f) | 0x70;
      random[2] = ((random[2] ?? 0) & 0x3f) | 0x80;
      const time = Math.floor(clock.now()).toString(16).padStart(12, '0');
      const hex = bytesToHex(random);
      return `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8)}`;
    },
    approvalId: () => `ar-${bytesToHex(take(12))}`,
    capabilityId: () => `cap-${bytesToHex(take(12))}`,
    apiKeyId: () => `key-${letters(take, 12)}`,
    lockdownId: () => `ld-${bytesToHex(take(12))}`,
    memoryHandle: () => `mh-${bytesToHex(take(12))}`,
    secret: () => bytesToHex(take(32)),
  };
}

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Bytes from here on would make some letters likelier than others. */
const EVEN = 256 - (256 % LETTERS.length);

function letters(take: (count: number) => Uint8Array, count: number): string {
  let text = '';
  while (text.length < count) {
    const [byte = EVEN] = take(1);
    if (byte < EVEN) text += LETTERS.charAt(byte % LETTERS.length);
  }
  return text;
}
