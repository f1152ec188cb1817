import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { ChainMaker, testPem, TEST_KEYS } from '../../test/signed-log.ts';
import type { AuditLine } from '../format/record-line.ts';
import { verifyReceipt } from '../verify/safeai-verify.ts';
import { makeReceipt, publicKeys } from './receipt.ts';
import { chainKey, makeSigningKey, signingKeyFromPem } from './signing-key.ts';

const line = JSON.parse(
  new ChainMaker('w1').begin().record().segments[0]?.lines[1] ?? '',
) as AuditLine;
const jwks = publicKeys(TEST_KEYS);
const receipt = makeReceipt(line, TEST_KEYS.signing[0]);

describe('a receipt', () => {
  test('verifies with the published keys, and gives back the line', () => {
    expect(verifyReceipt(receipt, jwks)).toEqual({
      ok: true,
      decisionId: line.decision_id,
      record: line,
    });
  });

  test('verifies with another implementation of JWS', async () => {
    const keys = createLocalJWKSet(jwks as unknown as JSONWebKeySet);
    const { payload, protectedHeader } = await compactVerify(receipt, keys);
    expect(protectedHeader).toEqual({
      alg: 'EdDSA',
      kid: TEST_KEYS.signing[0].kid,
      typ: 'safeai-receipt+jwt',
    });
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({
      v: 1,
      receipt_of: line.decision_id,
      record: line,
    });
  });

  test('fails with any character changed, removed or added', () => {
    for (let at = 0; at < receipt.length; at += 1) {
      const [before, after] = [receipt.slice(0, at), receipt.slice(at + 1)];
      const other = receipt[at] === 'A' ? 'B' : 'A';
      for (const changed of [
        before + other + after,
        before + after,
        before + other + receipt.slice(at),
      ]) {
        expect(verifyReceipt(changed, jwks).ok).toBe(false);
      }
    }
    for (const more of ['A', '=', '.', '\n', '.A']) {
      expect(verifyReceipt(receipt + more, jwks).ok).toBe(false);
    }
  });

  test('fails with the last character changed to one that stands for the same bytes', () => {
    // 64 bytes leave four bits of the last character to spare.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(receipt.at(-1) ?? '');
    const twin = receipt.slice(0, -1) + (alphabet[last + 1] ?? '');
    expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(receipt.split('.')[2] ?? '', 'base64url'),
    );
    expect(verifyReceipt(twin, jwks).ok).toBe(false);
  });

  test('fails with the key of another', () => {
    const stranger = makeSigningKey();
    expect(verifyReceipt(makeReceipt(line, stranger), jwks)).toMatchObject({
      ok: false,
      reason: 'It is signed with a key that was not given.',
    });
    const named = { ...stranger, kid: TEST_KEYS.signing[0].kid };
    expect(verifyReceipt(makeReceipt(line, named), jwks).ok).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['no JWS', 'receipt'],
    ['dots', '..'],
    ['a megabyte', 'A'.repeat(1_000_000)],
    ['no algorithm', `${encode({ alg: 'none', typ: 'safeai-receipt+jwt' })}.${encode({})}.`],
  ])('is none: %s', (_, text) => {
    expect(verifyReceipt(text, jwks).ok).toBe(false);
  });

  test('of an older key verifies while that is published', () => {
    const keys = { ...TEST_KEYS, signing: [makeSigningKey(), ...TEST_KEYS.signing] } as const;
    expect(verifyReceipt(receipt, publicKeys(keys)).ok).toBe(true);
  });
});

describe('keys', () => {
  test('of strangers to each other are told apart by their thumbprints (RFC 7638)', () => {
    const { kid, publicJwk } = makeSigningKey();
    expect(publicJwk).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.stringMatching(/^[\w-]{43}$/),
      kid,
      use: 'sig',
      alg: 'EdDSA',
    });
    const required = `{"crv":"Ed25519","kty":"OKP","x":"${String(publicJwk.x)}"}`;
    expect(kid).toBe(createHash('sha256').update(required).digest('base64url'));
    expect(makeSigningKey().kid).not.toBe(kid);
  });

  test('are the same from their PEM', () => {
    const key = makeSigningKey();
    expect(signingKeyFromPem(key.privateKeyPem)).toEqual(key);
  });

  test('hold nothing private in what is published', () => {
    expect(Object.keys(jwks.keys[0] ?? {})).not.toContain('d');
  });

  test.each([
    ['no PEM', 'a-secret'],
    ['another algorithm', testPem(9).replace('MC4CAQAwBQYDK2Vw', 'MC4CAQAwBQYDK2Vu')],
    ['a broken one', testPem(9).slice(0, 60)],
  ])('that are none are refused: %s', (_, pem) => {
    expect(() => signingKeyFromPem(pem)).toThrow(
      expect.objectContaining({
        code: 'invalid_config',
        message: expect.not.stringContaining('secret'),
      }),
    );
  });

  test('of the chain have an id that says nothing of them, and 32 bytes at least', () => {
    expect(chainKey(Buffer.alloc(32, 7)).id).toMatch(/^[0-9a-f]{16}$/);
    expect(chainKey(Buffer.alloc(32, 7)).id).not.toBe(chainKey(Buffer.alloc(32, 8)).id);
    expect(() => chainKey(Buffer.alloc(31, 7))).toThrow(
      expect.objectContaining({ code: 'invalid_config' }),
    );
  });
});

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
