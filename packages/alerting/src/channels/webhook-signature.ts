import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** The key in a secret: base64 behind `whsec_` (Standard Webhooks), else the bytes of the text itself. */
export function signingKey(secret: string): Uint8Array {
  return secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret);
}

/** Headers by which a receiver knows that a body is ours, and fresh (Standard Webhooks 1.0). */
export function signatureHeaders(
  key: Uint8Array,
  message: { readonly id: string; readonly seconds: number; readonly body: string },
): Readonly<Record<string, string>> {
  const { id, seconds, body } = message;
  const signed = `${id}.${String(seconds)}.${body}`;
  const signature = createHmac('sha256', key).update(signed).digest('base64');
  return { ...messageHeaders(message), 'webhook-signature': `v1,${signature}` };
}

/** The headers of a message that is not signed. */
export function messageHeaders({
  id,
  seconds,
}: {
  readonly id: string;
  readonly seconds: number;
}): Readonly<Record<string, string>> {
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds) };
}
