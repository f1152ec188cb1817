import type { PartKind, Protocol, Speaker, Unscanned } from '@safeai/protocols';

/** How a body or an answer travels. */
export type Carrier = 'json' | 'sse' | 'json-array';

/** A place of a format's where a text can stand, and a way to write a body or a stream that has one there. */
export interface Place {
  readonly protocol: Protocol;
  readonly carrier: Carrier;
  readonly direction: 'request' | 'answer';
  /** What stands there: content of a kind, or why nobody looks into it. */
  readonly kind: PartKind | Unscanned['why'];
  /** Whose words it is; absent for what is not content. */
  readonly role?: Speaker;
  /** Where it is, for whoever reads a failure. */
  readonly where: string;
  /** Status of the provider's answer. */
  readonly status: number;
  /** A text that comes in pieces. */
  readonly flows: boolean;
  /** The bytes with a text there, in these pieces where it comes in pieces, else in one. */
  write(pieces: readonly string[]): string;
}

/** A place of content, as against one that nobody looks into. */
export function isContent({ role }: Place): boolean {
  return role !== undefined;
}

/** A secret that was never one. */
export const CANARY = 'ghp_c4NaRyC4nArYc4NaRyC4nArYc4NaRy123456';

/** Its pieces, where it is cut. */
export const CUT: readonly string[] = [CANARY.slice(0, 17), CANARY.slice(17)];

/** Pieces of it that have to be seen nowhere: all that are this long. */
const TELLING = 14;

/** Whether a text holds the canary, or a piece of it that tells: as it is, escaped, or in the letters of an address. */
export function holdsCanary(text: string): boolean {
  const plain = unescaped(text);
  for (let at = 0; at + TELLING <= CANARY.length; at++) {
    if (plain.includes(CANARY.slice(at, at + TELLING))) return true;
  }
  const packed = Buffer.from(CANARY).toString('base64').slice(0, TELLING);
  return plain.includes(packed) || plain.includes(Buffer.from(CANARY).toString('hex').slice(0, 24));
}

function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
