import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { SafeAIError, type Principal } from '@safeai/core';
import { edgeSettings } from '../settings/settings.ts';
import type { Caller, Credentials } from './caller.ts';
import { identify } from './identify.ts';
import { LocalKey } from './local-key.ts';
import type { Peer } from './peer.ts';
import { CSRF_HEADER, SESSION_COOKIE } from './session-cookie.ts';

/**
 * Every way to bring proofs together: a key, a session, a token, and where the caller is. Who is found is compared
 * with a plain reading of the rule: the first proof that is brought decides, and one that does not hold is refused.
 */

const KEYS = ['none', 'good', 'bad', 'local', 'two'] as const;
const SESSIONS = ['none', 'good', 'over', 'without its token'] as const;
const TOKENS = ['none', 'ours', 'ours, bad', 'of a provider'] as const;
const PLACES = ['loopback', 'forwarded', 'for another host', 'proxy', 'elsewhere'] as const;
const USERS = ['none', 'configured', 'unknown'] as const;

interface Case {
  readonly key: (typeof KEYS)[number];
  readonly session: (typeof SESSIONS)[number];
  readonly token: (typeof TOKENS)[number];
  readonly place: (typeof PLACES)[number];
  readonly user: (typeof USERS)[number];
}

const CASES: readonly Case[] = KEYS.flatMap((key) =>
  SESSIONS.flatMap((session) =>
    TOKENS.flatMap((token) =>
      PLACES.flatMap((place) => USERS.map((user) => ({ key, session, token, place, user }))),
    ),
  ),
);

const GOOD_KEY = 'sfai_good';
const LOCAL_KEY = new LocalKey();

const known = (user: string, source: Principal['source']): Principal => ({
  ...{ tenant: 'acme', tenants: ['acme'], user, roles: ['auditor'], source },
});

const credentials: Credentials = {
  ofKey: (text) => Promise.resolve(text === GOOD_KEY ? known('by-key', 'key') : null),
  ofBearer: (token) => {
    if (!token.startsWith('ours')) return undefined;
    return token === 'ours'
      ? Promise.resolve(known('by-token', 'oidc'))
      : Promise.reject(new SafeAIError('unauthenticated', 'It does not hold.'));
  },
  ofSession: (cookie) => {
    const principal = known('by-session', 'session');
    const session = { principal, csrfToken: 'right', owner: 'o', expiresAt: 0, via: null };
    return Promise.resolve(cookie === 'good' ? session : null);
  },
};

function headersOf({ key, session, token, user, place }: Case): IncomingHttpHeaders {
  const keys: Record<Case['key'], IncomingHttpHeaders> = {
    none: {},
    good: { 'x-safeai-key': GOOD_KEY },
    bad: { 'x-safeai-key': 'sfai_bad' },
    local: { 'x-safeai-key': LOCAL_KEY.text },
    two: { 'x-safeai-key': GOOD_KEY, 'x-api-key': 'sfai_other' },
  };
  const cookie = `${SESSION_COOKIE}=${session === 'over' ? 'over' : 'good'}`;
  const tokens = { none: '', ours: 'ours', 'ours, bad': 'ours, bad', 'of a provider': 'sk-abc' };
  return {
    ...keys[key],
    ...(session === 'none' ? {} : { cookie }),
    ...(session === 'without its token' ? {} : { [CSRF_HEADER]: 'right' }),
    ...(token === 'none' ? {} : { authorization: `Bearer ${tokens[token].replace(', ', '-')}` }),
    ...(user === 'none' ? {} : { 'x-safeai-user': user === 'unknown' ? 'nobody' : 'admin' }),
    ...(place === 'forwarded' ? { 'x-forwarded-for': '192.0.2.1' } : {}),
  };
}

function peerAt(place: Case['place']): Peer {
  return {
    loopback: place !== 'elsewhere' && place !== 'proxy',
    sameMachine: place !== 'elsewhere' && place !== 'proxy',
    forwarded: place === 'forwarded',
    trustedProxy: place === 'proxy',
    address: '192.0.2.1',
    foreignHost: place === 'for another host',
    headerCount: 1,
    hostCount: 1,
    repeated: undefined,
  };
}

/** Who it must be, or the code of the refusal. */
function expected({ key, session, token, place, user }: Case): string {
  const named = { none: undefined, configured: 'admin', unknown: 'nobody' }[user];
  const repeating = (proved: string): string => (named === undefined ? proved : 'forbidden');
  const believed = (unnamed: string): string =>
    named === undefined ? unnamed : named === 'admin' ? 'admin' : 'forbidden';
  if (key === 'local') return place === 'loopback' ? believed('local-cli') : 'unauthenticated';
  if (key === 'good') return repeating('by-key');
  if (key !== 'none') return 'unauthenticated';
  if (session === 'good') return repeating('by-session');
  if (session === 'over') return 'unauthenticated';
  if (session === 'without its token') return 'forbidden';
  if (token === 'ours') return repeating('by-token');
  if (token === 'ours, bad') return 'unauthenticated';
  if (place === 'proxy') return believed('unauthenticated');
  return place === 'loopback' ? believed('local') : 'unauthenticated';
}

async function found(each: Case, yaml: string): Promise<Caller | string> {
  try {
    return await identify(
      {
        method: 'POST',
        headers: headersOf(each),
        peer: peerAt(each.place),
        settings: edgeSettings(parseConfig(yaml).config),
        signsIn: false,
      },
      { credentials, localKey: LOCAL_KEY },
    );
  } catch (error) {
    if (!SafeAIError.isInstance(error)) throw error;
    return error.code;
  }
}

const nameOf = (caller: Caller | string): string =>
  typeof caller === 'string' ? caller : caller.principal.user;

const TRUSTING = 'auth: { loopback: trusted }';

describe.each(PLACES)('%s', (place) => {
  test.each(KEYS)('key: %s', async (key) => {
    for (const each of CASES.filter((other) => other.place === place && other.key === key)) {
      const caller = await found(each, TRUSTING);
      expect({ ...each, found: nameOf(caller) }).toEqual({ ...each, found: expected(each) });
      // Only who is believed for where they are may be asked to name others.
      const isLocal = typeof caller !== 'string' && caller.isTrustedLocal;
      const mayBe = place === 'loopback' && ['none', 'local'].includes(key);
      expect(isLocal && !mayBe).toBe(false);
    }
  });
});

test('a session proves nothing to who asks for a new one', async () => {
  const each: Case = {
    key: 'none',
    session: 'over',
    token: 'none',
    place: 'loopback',
    user: 'none',
  };
  const caller = await identify(
    {
      method: 'POST',
      headers: headersOf(each),
      peer: peerAt('loopback'),
      settings: edgeSettings(parseConfig('').config),
      signsIn: true,
    },
    { credentials },
  );
  expect(caller.principal.user).toBe('local');
});

test('without trust in loopback only what proves something counts', async () => {
  for (const each of CASES.filter(({ place }) => place === 'loopback')) {
    const caller = await found(each, 'auth: { loopback: credential }');
    const isTrusted =
      each.key === 'none' && each.session === 'none' && !each.token.startsWith('ours');
    expect(nameOf(caller)).toBe(isTrusted ? 'unauthenticated' : expected(each));
  }
});

describe('what a credential is for', () => {
  const ask = (headers: IncomingHttpHeaders) =>
    identify(
      {
        method: 'POST',
        headers: { 'x-safeai-key': GOOD_KEY, ...headers },
        peer: peerAt('elsewhere'),
        settings: edgeSettings(parseConfig('').config),
        signsIn: false,
      },
      { credentials },
    );
  const forbidden = expect.objectContaining({ code: 'forbidden' }) as unknown;

  test('its user and its tenant may be repeated', async () => {
    const headers = { 'x-safeai-user': 'by-key', 'x-safeai-tenant': 'acme' };
    expect((await ask(headers)).principal).toMatchObject({ user: 'by-key', tenants: ['acme'] });
  });

  test.each([
    { 'x-safeai-user': 'admin' },
    { 'x-safeai-user': 'BY-KEY' },
    { 'x-safeai-user': '' },
    { 'x-safeai-tenant': 'other' },
    { 'x-safeai-tenant': 'ACME' },
    { 'x-safeai-tenant': 'acme,other' },
    { 'x-safeai-tenant': '*' },
    { 'x-safeai-tenant': '' },
    { 'x-safeai-tenant': '__proto__' },
  ])('others are refused: %o', async (headers) => {
    await expect(ask(headers)).rejects.toEqual(forbidden);
  });
});
