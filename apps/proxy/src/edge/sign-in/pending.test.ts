import { expect, test } from '@jest/globals';
import { PENDING_SECONDS, PendingSignIns, type Pending } from './pending.ts';

const pending: Pending = {
  state: 'state-1',
  nonce: 'nonce-1',
  verifier: 'verifier-1',
  issuer: 'https://id.example.com',
  redirectUri: 'https://safeai.example.com/v1/session/oidc/callback',
  returnTo: '/dashboard',
};

function house() {
  const time = { now: Date.UTC(2026, 0, 1) };
  return { time, signIns: new PendingSignIns(() => time.now) };
}

test('what is sealed comes back once, to its own state', async () => {
  const { signIns } = house();
  const cookie = await signIns.seal(pending);
  expect(await signIns.take(cookie, 'state-2')).toBeNull();
  expect(await signIns.take(cookie, null)).toBeNull();
  expect(await signIns.take(cookie, 'state-1')).toMatchObject(pending);
  expect(await signIns.take(cookie, 'state-1')).toBeNull();
});

test('the cookie tells nothing', async () => {
  const { signIns } = house();
  const cookie = await signIns.seal(pending);
  const shown = cookie
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    .join();
  for (const secret of ['state-1', 'nonce-1', 'verifier-1']) expect(shown).not.toContain(secret);
});

test('it lasts ten minutes', async () => {
  const { time, signIns } = house();
  const [early, late] = [
    await signIns.seal(pending),
    await signIns.seal({ ...pending, state: 'state-2' }),
  ];
  time.now += (PENDING_SECONDS - 1) * 1000;
  expect(await signIns.take(early, 'state-1')).not.toBeNull();
  time.now += 1000;
  expect(await signIns.take(late, 'state-2')).toBeNull();
});

test('another process knows nothing of it, nor does anyone of a changed one', async () => {
  const { signIns } = house();
  const cookie = await signIns.seal(pending);
  expect(await house().signIns.take(cookie, 'state-1')).toBeNull();
  const changed = cookie.slice(0, -4) + (cookie.endsWith('AAAA') ? 'BBBB' : 'AAAA');
  expect(await signIns.take(changed, 'state-1')).toBeNull();
  for (const text of ['', 'a.b.c.d.e', '....', 'eyJhbGciOiJub25lIn0.e30.']) {
    expect(await signIns.take(text, 'state-1')).toBeNull();
  }
});
