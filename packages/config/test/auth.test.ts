import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../src/index.ts';

const proxies = (range: string) => parseConfig(`auth: { trusted_proxies: ["${range}"] }`).config;

describe('auth.trusted_proxies', () => {
  test.each(['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', '::ffff:10.0.0.0/104', '10.0.0.0/1'])(
    'takes %s',
    (range) => {
      expect(proxies(range).auth.trustedProxies).toEqual([range]);
    },
  );

  test.each(['0.0.0.0/0', '::/0', '10.0.0.0/00', '10.0.0.0/33', 'proxy.internal', '10.0.0.0/'])(
    'refuses %s',
    (range) => {
      expect(() => proxies(range)).toThrow(/auth\.trusted_proxies\[0\]/);
    },
  );
});

describe('auth.oidc', () => {
  const issuer = (address: string) =>
    parseConfig(`auth: { oidc: { issuer: "${address}", client_id: safeai } }`);

  test('believes nothing of tenants and agents until told so', () => {
    const { oidc } = issuer('https://id.example.com').config.auth;
    expect(oidc).toMatchObject({ defaultTenants: [], allowAllTenants: false, roleMap: {} });
    expect(oidc?.agentsClaim).toBeUndefined();
  });

  test('an issuer in the clear on the network is a warning', () => {
    expect(issuer('http://id.example.com').warnings).toEqual([
      expect.stringMatching(/^safeai\.yaml:1:\d+: auth\.oidc\.issuer: .* without TLS/),
    ]);
    for (const address of [
      'https://id.example.com',
      'http://localhost:8080/realms/a',
      'http://127.0.0.1:1',
      'http://[::1]:1',
    ]) {
      expect(issuer(address).warnings).toEqual([]);
    }
  });

  test('names of roles are mapped to roles that there are', () => {
    const map = (role: string) =>
      parseConfig(
        `auth: { oidc: { issuer: "https://a.b", client_id: c, role_map: { x: ${role} } } }`,
      ).config.auth.oidc?.roleMap;
    expect(map('agent')).toEqual({ x: 'agent' });
    expect(() => map('root')).toThrow(/role_map\.x/);
  });
});
