const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** CRC-32 (ISO 3309) of ASCII text, as an unsigned number. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index) & 0xff;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A number in base 62 (digits, upper case, lower case), padded with zeros. */
export function base62(number: number, length: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62))
    text = BASE62.charAt(rest % 62) + text;
  return text.padStart(length, '0');
}

/**
 * A GitHub or npm token, `<prefix>_` and 36 characters of which the last six are the CRC-32 of the 30
 * before them in base 62.
 */
export function isCrc32Token(value: string): boolean {
  const match = /^[A-Za-z]{3,4}_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/.exec(value);
  const [, body = '', check = ''] = match ?? [];
  return match !== null && base62(crc32(body), 6) === check;
}
