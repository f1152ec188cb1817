import { sameFingerprint } from '../approvals/fingerprint.ts';
import type { SecretHash } from '../ports.ts';
import { fromBase64url, toBase64url } from './base64url.ts';

/** What scrypt (RFC 7914) costs: memory is about 128·N·r bytes. */
export interface ScryptCost {
  /** A power of 2. */
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** Derives so many bytes from a secret, in UTF-8, and a salt. */
export type DeriveScrypt = (
  secret: string,
  salt: Uint8Array,
  cost: ScryptCost,
  length: number,
) => Promise<Uint8Array>;

/** The cost of new hashes: some 50 ms and 16 MiB. */
const COST: ScryptCost = { N: 2 ** 14, r: 8, p: 1 };
const HASH_BYTES = 32;
/** A hash that asks for more is none of ours. */
const MOST: ScryptCost = { N: 2 ** 17, r: 8, p: 4 };

const HASH = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{8,64})\$([\w-]{16,128})$/;

/** Hashes as texts: `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export class ScryptHash implements SecretHash {
  readonly #derive: DeriveScrypt;
  readonly #salt: () => Uint8Array;

  /** @param salt 16 random bytes, new ones at each call */
  constructor(derive: DeriveScrypt, salt: () => Uint8Array) {
    this.#derive = derive;
    this.#salt = salt;
  }

  async hash(secret: string, salt = this.#salt()): Promise<string> {
    const { N, r, p } = COST;
    const derived = await this.#derive(secret, salt, COST, HASH_BYTES);
    return ['scrypt', N, r, p, toBase64url(salt), toBase64url(derived)].join('$');
  }

  async matches(secret: string, hash: string): Promise<boolean> {
    const [, N, r, p, saltText = '', kept = ''] = HASH.exec(hash) ?? [];
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    const salt = fromBase64url(saltText);
    const length = fromBase64url(kept)?.length;
    if (!isBearable(cost) || salt === null || length === undefined) return false;
    return sameFingerprint(kept, toBase64url(await this.#derive(secret, salt, cost, length)));
  }
}

function isBearable({ N, r, p }: ScryptCost): boolean {
  const isPower = N > 1 && Number.isInteger(Math.log2(N));
  return isPower && N <= MOST.N && r >= 1 && r <= MOST.r && p >= 1 && p <= MOST.p;
}
