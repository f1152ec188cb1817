import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import type { Principal } from '@safeai/core';
import { edgeSettings, type EdgeSettings } from '../settings/settings.ts';
import { isLoopbackAddress, type Peer } from './peer.ts';
import { identify } from './identify.ts';
import type { Credentials } from './caller.ts';
import { mayName } from './principal.ts';

const here: Peer = {
  loopback: true,
  sameMachine: true,
  forwarded: false,
  trustedProxy: false,
  address: '127.0.0.1',
  foreignHost: false,
  headerCount: 1,
  hostCount: 1,
  repeated: undefined,
};
/** Knows nobody. */
const NO_CREDENTIALS: Credentials = {
  ofKey: () => Promise.resolve(null),
  ofBearer: () => undefined,
  ofSession: () => Promise.resolve(null),
};

const settingsOf = (yaml: string) => edgeSettings(parseConfig(yaml).config);
const principalOf = (
  peer: Peer,
  headers: IncomingHttpHeaders,
  settings: EdgeSettings,
): Principal => {
  const caller = identify(
    { method: 'POST', headers, peer, settings, signsIn: false },
    { credentials: NO_CREDENTIALS },
  );
  if (caller instanceof Promise) throw new Error('It asked for a credential.');
  return caller.principal;
};
const code = (wanted: string) => expect.objectContaining({ code: wanted }) as unknown;

test.each(['127.0.0.1', '127.255.0.3', '::1', '::ffff:127.0.0.1'])(
  '%s is this machine',
  (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  },
);

test.each([undefined, '', '10.0.0.1', '::ffff:10.0.0.1', '::2', '1270.0.0.1', '127.0.0.1.evil'])(
  '%s is another machine',
  (address) => {
    expect(isLoopbackAddress(address)).toBe(false);
  },
);

describe('on trusted loopback', () => {
  const settings = settingsOf('');

  test('who names no user is local, with every role and tenant', () => {
    expect(principalOf(here, {}, settings)).toEqual({
      tenant: 'default',
      tenants: ['*'],
      user: 'local',
      roles: ['admin', 'approver', 'auditor', 'viewer', 'billing', 'agent'],
      source: 'loopback',
    });
  });

  test('a configured user has their role and tenants', () => {
    const principal = principalOf(here, { 'x-safeai-user': 'security-approver' }, settings);
    expect(principal).toEqual({
      tenant: 'default',
      tenants: ['default'],
      user: 'security-approver',
      roles: ['approver'],
      source: 'header',
    });
  });

  test.each(['nobody', '', 'local', 'admin, security-viewer', '__proto__'])(
    'user %j is refused',
    (user) => {
      expect(() => principalOf(here, { 'x-safeai-user': user }, settings)).toThrow(
        code('forbidden'),
      );
    },
  );

  test('a tenant narrows', () => {
    expect(principalOf(here, { 'x-safeai-tenant': 'acme' }, settings)).toMatchObject({
      tenant: 'acme',
      tenants: ['acme'],
    });
  });

  test("a tenant that is not the user's is refused", () => {
    const headers = { 'x-safeai-user': 'security-viewer', 'x-safeai-tenant': 'acme' };
    expect(() => principalOf(here, headers, settings)).toThrow(code('forbidden'));
    expect(() => principalOf(here, { 'x-safeai-tenant': '' }, settings)).toThrow(code('forbidden'));
  });

  test('* is no tenant', () => {
    expect(() => principalOf(here, { 'x-safeai-tenant': '*' }, settings)).toThrow(
      code('forbidden'),
    );
    expect(mayName(principalOf(here, {}, settings), '*')).toBe(false);
    expect(mayName(principalOf(here, {}, settings), 'acme')).toBe(true);
  });

  test('the headers have the names that the configuration gives them', () => {
    const renamed = settingsOf('dashboard: { user_header: X-Who, tenant_header: X-Where }');
    const headers = { 'x-who': 'admin', 'x-where': 'acme', 'x-safeai-user': 'security-viewer' };
    expect(principalOf(here, headers, renamed)).toMatchObject({ user: 'admin', tenant: 'acme' });
  });

  test('auth.loopback_tenants bounds what may be named', () => {
    const bounded = settingsOf('auth: { loopback_tenants: [acme, other] }');
    expect(principalOf(here, {}, bounded)).toMatchObject({ tenant: 'acme' });
    expect(principalOf(here, { 'x-safeai-tenant': 'other' }, bounded).tenant).toBe('other');
    expect(() => principalOf(here, { 'x-safeai-tenant': 'third' }, bounded)).toThrow(
      code('forbidden'),
    );
  });

  test('auth.loopback_tenants bounds users that are named, too', () => {
    const bounded = settingsOf('auth: { loopback_tenants: [acme, other] }');
    const admin = { 'x-safeai-user': 'security-admin' };
    expect(principalOf(here, admin, bounded)).toMatchObject({
      user: 'security-admin',
      roles: ['admin'],
      tenant: 'acme',
      tenants: ['acme', 'other'],
    });
    expect(principalOf(here, { ...admin, 'x-safeai-tenant': 'other' }, bounded)).toMatchObject({
      tenants: ['other'],
    });
    expect(() => principalOf(here, { ...admin, 'x-safeai-tenant': 'third' }, bounded)).toThrow(
      code('forbidden'),
    );
    // Of tenant default alone.
    expect(() => principalOf(here, { 'x-safeai-user': 'security-auditor' }, bounded)).toThrow(
      code('forbidden'),
    );
  });
});

describe('without trust', () => {
  const settings = settingsOf('');
  const trusting = { 'x-safeai-user': 'admin' };

  test('another machine needs a credential, whatever it says of itself', () => {
    const there = { ...here, loopback: false, sameMachine: false };
    expect(() => principalOf(there, trusting, settings)).toThrow(code('unauthenticated'));
  });

  test('a forwarded request needs one', () => {
    const forwarded = { ...here, forwarded: true };
    expect(() => principalOf(forwarded, trusting, settings)).toThrow(code('unauthenticated'));
  });

  test('a request for another host needs one', () => {
    const foreign = { ...here, foreignHost: true };
    expect(() => principalOf(foreign, trusting, settings)).toThrow(code('unauthenticated'));
  });

  test('auth.loopback: credential ends the trust', () => {
    const strict = settingsOf('auth: { loopback: credential }');
    expect(() => principalOf(here, trusting, strict)).toThrow(code('unauthenticated'));
  });

  test.each([
    { 'x-safeai-key': 'sfai_abc' },
    { authorization: 'Bearer sfai_abc' },
    { authorization: 'bearer  sfai_abc' },
    { 'x-api-key': 'sfai_abc' },
    { 'x-goog-api-key': 'sfai_abc' },
    { authorization: 'Bearer\tsfai_abc' },
    { authorization: 'sfai_abc' },
    { authorization: ' SFAI_abc' },
    { authorization: 'Token token="sfai_abc"' },
    { 'x-api-key': 'SFAI_abc' },
    { 'x-api-key': '\tsfai_abc' },
    { 'x-api-key': 'Bearer Sfai_abc' },
    { 'x-api-key': 'sk-ant-abc, sfai_abc' },
    { 'x-goog-api-key': ' Sfai_abc' },
  ])('a key that is not known is refused even here: %o', async (headers) => {
    const caller = identify(
      { method: 'POST', headers, peer: here, settings, signsIn: false },
      { credentials: NO_CREDENTIALS },
    );
    await expect(caller).rejects.toEqual(code('unauthenticated'));
  });

  test('a provider key is not ours to judge', () => {
    const headers = { authorization: 'Bearer sk-abc', 'x-api-key': 'sk-ant-abc' };
    expect(principalOf(here, headers, settings).user).toBe('local');
    const alike = { authorization: 'Bearer sk-proj-xsfai_abc', 'x-api-key': 'sk-sfai_abc' };
    expect(principalOf(here, alike, settings).user).toBe('local');
  });
});

describe('who lacks a credential is told how to send one', () => {
  const how = 'Send an API key in x-safeai-key; safeai keys create makes one.';

  test.each([
    ['another machine', { ...here, loopback: false, sameMachine: false }],
    ['a forwarded request', { ...here, forwarded: true }],
    ['a trusted proxy that names nobody', { ...here, forwarded: true, trustedProxy: true }],
  ])('%s', (_, peer) => {
    expect(() => principalOf(peer, {}, settingsOf(''))).toThrow(
      expect.objectContaining({ code: 'unauthenticated', message: expect.stringContaining(how) }),
    );
  });
});

describe('the default of auth.loopback', () => {
  test.each([
    ['', 'trusted'],
    ['server: { public_url: "https://safeai.example.com" }', 'credential'],
    ['auth: { trusted_proxies: [10.0.0.0/8] }', 'credential'],
    ['state: { backend: redis, redis: { url: "redis://localhost" } }', 'credential'],
    ['auth: { loopback: trusted, trusted_proxies: [10.0.0.0/8] }', 'trusted'],
  ])('%s', (yaml, trust) => {
    expect(settingsOf(yaml).loopbackTrusted).toBe(trust === 'trusted');
  });
});
