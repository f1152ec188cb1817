import { base62, crc32 } from '../validators/crc32-token.ts';

/**
 * Fillers for examples: texts of a wanted length and alphabet that no issuer ever gave out. They keep
 * whole tokens out of the source, where every scanner would take them for real ones.
 */

function cycle(pattern: string, length: number): string {
  return pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);
}

/** Letters of both cases and digits. */
export function alnum(length: number): string {
  return cycle('Fake0nly7Ex4mple', length);
}

/** Lower-case letters and digits. */
export function lower(length: number): string {
  return cycle('fake0nly7ex4mple', length);
}

/** Upper-case letters and digits. */
export function upper(length: number): string {
  return cycle('FAKE0NLY7EX4MPLE', length);
}

/** Letters of both cases. */
export function letters(length: number): string {
  return cycle('FakeOnlyExampleThing', length);
}

/** Lower-case hexadecimal digits. */
export function hex(length: number): string {
  return cycle('fa4e0123456789bcd', length);
}

/** The alphabet of RFC 4648 base 32, upper case. */
export function base32(length: number): string {
  return cycle('FAKE2ONLY7EXAMPLE3', length);
}

/** Decimal digits. */
export function digits(length: number): string {
  return cycle('7301946285', length);
}

/** A token of GitHub's and npm's form over a filler, with the checksum that its last six characters have to be. */
export function checked(prefix: string): string {
  return prefix + alnum(30) + base62(crc32(alnum(30)), 6);
}

/** A UUID that no generator makes: version and variant digits are out of range. */
export const FAKE_UUID = 'fa4e0123-4567-0abc-0def-fa4e01234567';
