import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** An Ethereum address: 40 hexadecimal digits whose mixed case, where there is one, is the checksum of ERC-55. */
export function isEthereumAddress(value: string): boolean {
  const digits = value.slice(2);
  if (!/^0x[0-9a-fA-F]{40}$/.test(value) || /^(.)\1+$/.test(digits)) return false;
  const lower = digits.toLowerCase();
  if (digits === lower || digits === digits.toUpperCase()) return true;
  const hash = bytesToHex(keccak_256(utf8ToBytes(lower)));
  return Array.from(digits).every((digit, index) => {
    const upper = Number.parseInt(hash.charAt(index), 16) >= 8;
    return digit === (upper ? digit.toUpperCase() : digit.toLowerCase());
  });
}
