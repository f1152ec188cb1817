import type { JsonWebKey } from 'node:crypto';
import { Signer } from '../append/signer.ts';
import type { AuditLine } from '../format/record-line.ts';
import type { AuditKeys, SigningKey } from '../format/system-lines.ts';

/** Version of what a receipt says. */
const RECEIPT_VERSION = 1;

/** `typ` of a receipt, so that it passes for no other signed text. */
const RECEIPT_TYPE = 'safeai-receipt+jwt';

/**
 * The signed receipt of one line of the log: a compact JWS (RFC 7515) with EdDSA (RFC 8037). It verifies with the
 * published keys alone, by {@link verifyReceipt} or any library for JWS.
 *
 * @param line as the log has it, `prev` and `hash` included
 */
export function makeReceipt(line: AuditLine, key: SigningKey): string {
  const header = encode({ alg: 'EdDSA', kid: key.kid, typ: RECEIPT_TYPE });
  const payload = encode({ v: RECEIPT_VERSION, receipt_of: line.decision_id, record: line });
  const text = `${header}.${payload}`;
  return `${text}.${new Signer(key).sign(text).sig}`;
}

/** The public halves of all signing keys, newest first: a JWKS (RFC 7517), as it is published. */
export function publicKeys({ signing }: AuditKeys): { readonly keys: readonly JsonWebKey[] } {
  return { keys: signing.map(({ publicJwk }) => publicJwk) };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
