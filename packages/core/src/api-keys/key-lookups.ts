import { tenantDigest } from '../boundary/digest.ts';
import type { KeyRing } from '../ports.ts';
import type { ApiKey } from './api-key.ts';
import type { ApiKeyParts } from './key-text.ts';

/** Stands for the lookup of a key that is not there: no HMAC, but as long as one. */
export const NO_LOOKUP = '-'.repeat(64);

/** Hex digits that name a key of the ring. */
const ID_DIGITS = 16;

/** What keys are found by: an HMAC of id and secret, under the ring's key of purpose `credential`. */
export class KeyLookups {
  readonly #keys: KeyRing;
  #named: { readonly key: Uint8Array; readonly id: string } | undefined;

  constructor(keys: KeyRing) {
    this.#keys = keys;
  }

  /** One HMAC, and one more at the first use of a key of the ring. */
  of({ id, secret }: ApiKeyParts): Pick<ApiKey, 'lookup' | 'lookupKey'> {
    const key = this.#keys.key('credential');
    if (this.#named?.key !== key) {
      this.#named = { key, id: tenantDigest(key, 'credential', 'id').slice(0, ID_DIGITS) };
    }
    return { lookup: tenantDigest(key, id, secret), lookupKey: this.#named.id };
  }
}
