import { sha256 } from '@noble/hashes/sha2.js';
import { isBech32 } from './bech32.ts';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Bytes of a base-58 text, or `undefined` when a character is outside its alphabet. */
function decodeBase58(text: string): Uint8Array | undefined {
  let number = 0n;
  for (const character of text) {
    const digit = BASE58.indexOf(character);
    if (digit === -1) return undefined;
    number = number * 58n + BigInt(digit);
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  const hex = number === 0n ? '' : number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const tail = (even.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  return Uint8Array.from([...Array.from<number>({ length: zeros }).fill(0), ...tail]);
}

/** Whether base-58 text ends in the first four bytes of the double SHA-256 of what precedes them. */
export function isBase58Check(text: string, length: number): boolean {
  const bytes = text.length > 112 ? undefined : decodeBase58(text);
  if (bytes?.length !== length) return false;
  const check = sha256(sha256(bytes.subarray(0, -4)));
  return bytes.subarray(-4).every((byte, index) => byte === check[index]);
}

/** A Bitcoin address: base-58 with checksum (`1…`, `3…`), or segwit (`bc1…`, BIP 173 and BIP 350). */
export function isBitcoinAddress(value: string): boolean {
  return /^bc1/i.test(value)
    ? isBech32(value, 'bc')
    : /^[13]/.test(value) && isBase58Check(value, 25);
}
