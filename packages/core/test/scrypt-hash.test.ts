import { describe, expect, test, jest } from '@jest/globals';
import fc from 'fast-check';

import { ScryptHash } from '../src/api-keys/scrypt-hash.ts';
import { portableSecretHash } from '../src/in-memory/secret-hash.ts';

const OPENSSL = 'lUTkiXnaPIlt-39_W8AV-zIOgQ-DcviNZtmSHaWiqmU';

// It is slow on purpose, and machines that run tests are busy.
jest.setTimeout(60_000);

describe('the slow hash', () => {
  test('is scrypt (RFC 7914), with cost and salt beside it', async () => {
    // From OpenSSL: openssl kdf -keylen 32 -kdfopt pass:secret -kdfopt hexsalt:00…0f
    //   -kdfopt n:16384 -kdfopt r:8 -kdfopt p:1 SCRYPT
    const salt = Uint8Array.from({ length: 16 }, (_, index) => index);
    const hash = await portableSecretHash.hash('secret', salt);
    expect(hash).toBe(`scrypt$16384$8$1$AAECAwQFBgcICQoLDA0ODw$${OPENSSL}`);
    expect(await portableSecretHash.matches('secret', hash)).toBe(true);
    expect(await portableSecretHash.matches('Secret', hash)).toBe(false);
  });

  test('is another one each time', async () => {
    const [one, two] = [await portableSecretHash.hash('s'), await portableSecretHash.hash('s')];
    expect(one).not.toBe(two);
  });

  test('of any other form matches nothing, and costs nothing', async () => {
    const never = new ScryptHash(
      () => Promise.reject(new Error('derived')),
      () => new Uint8Array(16),
    );
    const good = ['16384', '8', '1', 'AAAAAAAAAAAAAAAAAAAAAA', 'A'.repeat(43)];
    for (const [at, value] of [
      [0, '0'],
      [0, '1'],
      [0, '16383'],
      [0, '262144'],
      [1, '0'],
      [1, '9'],
      [2, '0'],
      [2, '5'],
      [3, 'A'],
      [3, 'AAAAAAAAA'],
      [4, 'A'.repeat(41)],
      [4, '='.repeat(43)],
    ] as const) {
      const hash = ['scrypt', ...good.with(at, value)].join('$');
      expect([hash, await never.matches('s', hash)]).toEqual([hash, false]);
    }
    await fc.assert(
      fc.asyncProperty(fc.string(), async (hash) => {
        expect(await never.matches('s', hash)).toBe(false);
      }),
    );
  });
});
