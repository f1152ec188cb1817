const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const;
/** What the checksum's polynomial has to give: Bech32 (BIP 173) and Bech32m (BIP 350). */
const CHECKS = new Set([1, 0x2bc830a3]);

function polymod(values: readonly number[]): number {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((generator, bit) => {
      if ((top >>> bit) & 1) check ^= generator;
    });
  }
  return check;
}

/** A Bech32 or Bech32m text with this human-readable part, in one case throughout. */
export function isBech32(value: string, prefix: string): boolean {
  const text = value.toLowerCase();
  if ((value !== text && value !== value.toUpperCase()) || !text.startsWith(`${prefix}1`))
    return false;
  const data = Array.from(text.slice(prefix.length + 1), (character) =>
    ALPHABET.indexOf(character),
  );
  if (data.length < 7 || data.includes(-1)) return false;
  const codes = Array.from(prefix, (character) => character.charCodeAt(0));
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  return CHECKS.has(polymod([...expanded, ...data]));
}
