import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, sign, webcrypto, type KeyObject } from 'node:crypto';
import type { LogRecord } from '../audit-address.ts';
import { verifyReceipt } from './verify-receipt.ts';

const RECORD = {
  ...{ v: 1, writer: 'w1', seq: 7, ts: '2026-01-31T09:00:00.123Z', event: 'scan.blocked' },
  ...{ decision_id: '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10', agent_id: 'agent-ü', latency_us: 12 },
  ...{ detections: [{ type: 'secret', detector: 'openai-key', count: 1, digest: 'ab' }] },
  ...{ prev: '0'.repeat(64), hash: 'f'.repeat(64) },
} as unknown as LogRecord;

const subtle = webcrypto.subtle as unknown as SubtleCrypto;
const pair = generateKeyPairSync('ed25519');
const KEYS = [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'EdDSA' }];

const encoded = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

function receiptOf(
  payload: unknown,
  header: object = {},
  key: KeyObject = pair.privateKey,
): string {
  const text = `${encoded({ alg: 'EdDSA', kid: 'k1', typ: 'safeai-receipt+jwt', ...header })}.${encoded(payload)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

const PAYLOAD = { v: 1, receipt_of: RECORD.decision_id, record: RECORD };

describe('A receipt', () => {
  let good: string;
  beforeAll(() => {
    good = receiptOf(PAYLOAD);
  });

  it('is good where a published key signed what is shown', async () => {
    expect(await verifyReceipt(good, KEYS, RECORD, subtle)).toEqual({ result: 'good', kid: 'k1' });
    const turned = Object.fromEntries(Object.entries(RECORD).reverse()) as unknown as LogRecord;
    expect(await verifyReceipt(good, KEYS, turned, subtle)).toMatchObject({ result: 'good' });
  });

  it.each([
    ['of another text', () => good.replace(/\.[^.]+\./, `.${encoded({ ...PAYLOAD, v: 2 })}.`)],
    ['about another decision', () => receiptOf({ ...PAYLOAD, receipt_of: 'another' })],
    ['something else', () => receiptOf({ ...PAYLOAD, record: { ...RECORD, seq: 8 } })],
    ['something else', () => receiptOf({ ...PAYLOAD, record: { ...RECORD, more: 1 } })],
    ['published keys', () => receiptOf(PAYLOAD, { kid: 'k2' })],
    ['EdDSA', () => receiptOf(PAYLOAD, { alg: 'none' })],
    ['another text', () => receiptOf(PAYLOAD, {}, generateKeyPairSync('ed25519').privateKey)],
    ['no compact JWS', () => 'a.b'],
    ['no compact JWS', () => `${good}.x`],
    ['no compact JWS', () => ''],
  ])('is bad: %s', async (why, receipt) => {
    expect(await verifyReceipt(receipt(), KEYS, RECORD, subtle)).toEqual({
      result: 'bad',
      why: expect.stringContaining(why),
    });
  });

  it('is not called good where nothing can check it', async () => {
    expect(await verifyReceipt(good, KEYS, RECORD, undefined)).toMatchObject({ result: 'unable' });
    const without = {
      importKey: () => Promise.reject(new DOMException('No.', 'NotSupportedError')),
    } as unknown as SubtleCrypto;
    expect(await verifyReceipt(good, KEYS, RECORD, without)).toMatchObject({ result: 'unable' });
  });
});
