import type { LogRecord } from '../audit-address.ts';

/** What a receipt proves. `unable`: this browser cannot check it. */
export type ReceiptVerdict =
  | { readonly result: 'good'; readonly kid: string }
  | { readonly result: 'bad'; readonly why: string }
  | { readonly result: 'unable'; readonly why: string };

/** A public key, as the server's key set has it (RFC 8037). */
interface PublicKey {
  readonly kty?: unknown;
  readonly crv?: unknown;
  readonly x?: unknown;
  readonly kid?: unknown;
}

const bad = (why: string): ReceiptVerdict => ({ result: 'bad', why });

/**
 * Checks a receipt: that a published key signed it, that it is about this decision, and that it says what the record
 * says.
 *
 * @param subtle Web Crypto; undefined where pages have none
 */
export async function verifyReceipt(
  receipt: string,
  keys: readonly PublicKey[],
  record: LogRecord,
  subtle: SubtleCrypto | undefined,
): Promise<ReceiptVerdict> {
  const [head = '', body = '', signature = '', ...rest] = receipt.split('.');
  const header = jsonOf(head);
  const payload = jsonOf(body);
  const signed = bytesOf(signature);
  if (header === null || payload === null || signed === null || rest.length > 0) {
    return bad('It is no compact JWS.');
  }
  if (header.alg !== 'EdDSA') return bad('It is not signed with EdDSA.');
  const key = keys.find(({ kid, crv }) => kid === header.kid && crv === 'Ed25519');
  if (key === undefined) return bad('None of the published keys has signed it.');
  if (subtle === undefined) {
    return {
      result: 'unable',
      why: 'Browsers check signatures on pages that came by TLS or from this machine.',
    };
  }
  const isGood = await verified(subtle, key, signed, `${head}.${body}`);
  if (isGood === null) return { result: 'unable', why: 'This browser has no Ed25519.' };
  if (!isGood) return bad('The signature is of another text.');
  if (payload.receipt_of !== record.decision_id) return bad('It is about another decision.');
  return isSame(payload.record, record)
    ? { result: 'good', kid: String(header.kid) }
    : bad('It says something else than the record that is shown here.');
}

/** Null where there is no Ed25519. */
async function verified(
  subtle: SubtleCrypto,
  { x }: PublicKey,
  signature: Uint8Array<ArrayBuffer>,
  text: string,
): Promise<boolean | null> {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: String(x) };
    const key = await subtle.importKey('jwk', jwk, { name: 'Ed25519' }, false, ['verify']);
    const data = new TextEncoder().encode(text);
    return await subtle.verify({ name: 'Ed25519' }, key, signature, data);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return null;
    return false;
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+$/.test(base64url)) return null;
  try {
    const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  } catch {
    return null;
  }
}

function jsonOf(base64url: string): Readonly<Record<string, unknown>> | null {
  const bytes = bytesOf(base64url);
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

/** Whether two values are the same JSON, whatever the order of names. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other;
  }
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    left.length === right.size &&
    left.every(([name, value]) => right.has(name) && isSame(value, right.get(name)))
  );
}
