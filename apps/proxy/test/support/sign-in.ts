import { expect } from '@jest/globals';
import type { Received, Sent } from './http.ts';
import type { TestServer } from './server.ts';

export const SESSION = '/v1/session';

/** The name and value of the session cookie that an answer sets. */
export function cookieOf({ headers }: Received): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** Signs in as a configured user, as a browser on this machine does. */
export async function signIn(server: TestServer, user = 'admin', more: Sent['headers'] = {}) {
  const answer = await server.send(SESSION, { body: { user_id: user }, headers: { ...more } });
  expect([user, answer.status, answer.text]).toEqual([user, 200, expect.anything()]);
  const cookie = cookieOf(answer);
  const token = String(answer.json().csrf_token);
  const using = (sent: Sent = {}): Sent => ({
    ...sent,
    headers: { cookie, 'x-csrf-token': token, ...sent.headers },
  });
  return { answer, cookie, token, using };
}
