import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import type { Principal } from '@safeai/core';
import fc from 'fast-check';
import { base64url, decodeJwt, SignJWT } from 'jose';
import { BearerTokens } from '../src/edge/oidc/bearer-tokens.ts';
import type { OidcSettings } from '../src/edge/oidc/oidc-settings.ts';
import { startIssuer, type TestIssuer } from './support/issuer.ts';

const API = 'https://safeai.example.com';
const DISCOVERY = '/.well-known/openid-configuration';

let issuer: TestIssuer;
/** Seconds that have gone by, for the age of keys and the time of tokens alike. */
let passed: number;
let failures: string[];

beforeEach(async () => {
  issuer = await startIssuer();
  passed = 0;
  failures = [];
});

function settings(yaml = ''): OidcSettings {
  const block = `{ issuer: "${issuer.url}", client_id: safeai, ${yaml} }`;
  const { oidc } = parseConfig(`auth: { oidc: ${block} }`).config.auth;
  if (oidc === undefined) throw new Error('There is an issuer.');
  return oidc;
}

const tokens = (yaml?: string): BearerTokens =>
  new BearerTokens(settings(yaml), {
    onFailure: (reason) => failures.push(reason),
    monotonic: () => passed * 1000,
    now: () => Date.now() + passed * 1000,
  });

const check = async (known: BearerTokens, token: string): Promise<Principal> => {
  const found = known.find(token);
  if (found === undefined) throw new Error('It is not taken for one of the issuer.');
  return found;
};

const code = (wanted: string) => expect.objectContaining({ code: wanted }) as unknown;
const NOT_VALID = code('unauthenticated');
const AWAY = code('issuer_unavailable');
const CODES = /^(unauthenticated|forbidden)$/;

describe('a token by the client credentials grant', () => {
  test('is for who the issuer says', async () => {
    const claims = { roles: ['agent'], tenants: ['acme'], agents: ['bot'] };
    const token = await issuer.grant(API, claims);
    const known = tokens(`audience: "${API}", agents_claim: agents`);
    expect(await check(known, token)).toEqual({
      tenant: 'acme',
      tenants: ['acme'],
      user: 'machine',
      roles: ['agent'],
      agents: ['bot'],
      agent: 'bot',
      source: 'oidc',
    });
    expect(issuer.asked).toEqual([DISCOVERY, '/jwks']);
  });

  test('for another audience is refused', async () => {
    const token = await issuer.grant('https://other.example.com', { roles: ['admin'] });
    const refused = check(tokens(`audience: "${API}"`), token);
    await expect(refused).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('audience') as unknown,
    });
  });

  test('without a role is refused for what it says, not for what it is', async () => {
    const token = await issuer.grant(API, { tenants: ['acme'] });
    const refused = check(tokens(`audience: "${API}"`), token);
    await expect(refused).rejects.toEqual(code('forbidden'));
  });
});

describe('what is not the issuer’s is not ours to judge', () => {
  test.each(['', 'opaque', 'sk-abc', 'a.b.c', 'e30.e30.e30', 'a.b.c.d.e', '...'])('%j', (text) => {
    expect(tokens().find(text)).toBeUndefined();
  });

  test('a token of another issuer', async () => {
    for (const iss of ['https://id.example.com', `${issuer.url}/`, undefined, '']) {
      expect(tokens().find(await issuer.sign({ claims: { iss } }))).toBeUndefined();
    }
    expect(issuer.asked).toEqual([]);
  });
});

describe('a token that the issuer signed, and that does not hold:', () => {
  const now = Math.floor(Date.now() / 1000);

  test.each([
    ['is from now', {}, {}, true],
    ['names the audience among others', { aud: ['a', 'safeai'] }, {}, true],
    ['is an access token', {}, { typ: 'at+jwt' }, true],
    ['is an ID token of ours', { nonce: 'n', azp: 'safeai' }, { typ: 'JWT' }, true],
    ['ended within the tolerance', { exp: now - 30 }, {}, true],
    ['begins within the tolerance', { nbf: now + 30 }, {}, true],
    ['ended before it', { exp: now - 90 }, {}, false],
    ['begins after it', { nbf: now + 90 }, {}, false],
    ['ends never', { exp: undefined }, {}, false],
    ['has no audience', { aud: undefined }, {}, false],
    ['has another audience', { aud: 'safeai2' }, {}, false],
    ['is an ID token of another client', { nonce: 'n', azp: 'other' }, {}, false],
    ['is for a logout', {}, { typ: 'logout+jwt' }, false],
    ['is for a logout, of the older kind', { events: {} }, {}, false],
    ['is of a type that is no text', {}, { typ: 7 }, false],
    ['is of a type that is null', {}, { typ: null }, false],
    ['is a proof of possession', {}, { typ: 'dpop+jwt' }, false],
    ['is bound to a key', { cnf: { jkt: 'x' } }, {}, false],
    ['has a critical header that is not known', {}, { crit: ['x'], x: 1 }, false],
    ['has an end that is no time', { exp: '9999999999' }, {}, false],
  ] as const)('%s', async (_, claims, header, holds) => {
    const token = await issuer.sign({ claims, header }).catch(() => undefined);
    if (token === undefined) throw new Error('It could not be signed.');
    const checked = check(tokens(), token);
    if (holds) expect((await checked).user).toBe('ana');
    else await expect(checked).rejects.toEqual(NOT_VALID);
  });

  test('whatever it says, it is a principal or a refusal', async () => {
    const known = tokens('default_tenants: [acme], agents_claim: agents');
    const name = fc.constantFrom('typ', 'cty', 'aud', 'sub', 'exp', 'nbf', 'roles', 'azp', 'cnf');
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('JWT', 'safeai', 1e10, 'admin'));
    const said = fc.dictionary(name, value);
    await fc.assert(
      fc.asyncProperty(said, said, async (claims, header) => {
        const token = await issuer.sign({ claims, header }).catch(() => null);
        fc.pre(token !== null);
        const found: unknown = await check(known, token).catch((error: unknown) => error);
        if (found instanceof Error)
          expect(found).toHaveProperty('code', expect.stringMatching(CODES));
        else expect(found).toMatchObject({ source: 'oidc', tenants: ['acme'] });
      }),
    );
  });

  test('an ID token where access tokens are asked for', async () => {
    const known = tokens('audience: api');
    const access = await issuer.sign({ claims: { aud: ['api', 'safeai'] } });
    expect((await check(known, access)).user).toBe('ana');
    const said = { claims: { aud: 'api', nonce: 'n', typ: 'Bearer' } };
    expect((await check(known, await issuer.sign(said))).user).toBe('ana');
    for (const mark of [{ nonce: 'n' }, { at_hash: 'h' }, { token_use: 'id' }, { typ: 'ID' }]) {
      const id = await issuer.sign({ claims: { aud: ['api', 'safeai'], ...mark } });
      await expect(check(known, id)).rejects.toEqual(NOT_VALID);
    }
  });
});

describe('a token that the issuer did not sign', () => {
  const parts = async (): Promise<[string, string, string]> =>
    (await issuer.sign()).split('.') as [string, string, string];
  const encoded = (value: object): string => base64url.encode(JSON.stringify(value));

  test('has no signature', async () => {
    const [, payload] = await parts();
    for (const alg of ['none', 'None', 'NONE']) {
      const bare = `${encoded({ alg })}.${payload}.`;
      await expect(check(tokens(), bare)).rejects.toEqual(NOT_VALID);
    }
  });

  test('is signed with the public key as a secret', async () => {
    const claims = decodeJwt(await issuer.sign());
    const open = issuer.publicKey();
    for (const secret of [JSON.stringify(open), open.x ?? '', '']) {
      const key = new TextEncoder().encode(secret.padEnd(1));
      const header = { alg: 'HS256', kid: open.kid ?? '' };
      const forged = await new SignJWT(claims).setProtectedHeader(header).sign(key);
      await expect(check(tokens(), forged)).rejects.toEqual(NOT_VALID);
    }
  });

  test('brings its own key', async () => {
    const other = await startIssuer();
    const header = { jwk: other.publicKey(), jku: `${other.url}/jwks` };
    const forged = await other.sign({ claims: { iss: issuer.url }, header });
    await expect(check(tokens(), forged)).rejects.toEqual(NOT_VALID);
    expect(other.asked).toEqual([]);
  });

  test('is changed in any one character', async () => {
    const known = tokens();
    const token = await issuer.sign();
    expect((await check(known, token)).user).toBe('ana');
    for (let at = 0; at < token.length; at += 7) {
      if (token[at] === '.') continue;
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      const found = known.find(changed);
      if (found !== undefined) await expect(found).rejects.toEqual(NOT_VALID);
    }
    // A change in the payload that leaves the issuer's name as it is comes as far as the signature.
    const [head, , tail] = token.split('.');
    const raised = encoded({
      iss: issuer.url,
      aud: 'safeai',
      sub: 'eve',
      roles: ['admin'],
      exp: 1e10,
    });
    await expect(check(known, `${head}.${raised}.${tail}`)).rejects.toEqual(NOT_VALID);
  });
});

describe('keys', () => {
  test('are asked for once, by however many', async () => {
    const known = tokens();
    const token = await issuer.sign();
    await Promise.all(Array.from({ length: 50 }, () => check(known, token)));
    await check(known, token);
    expect(issuer.asked).toEqual([DISCOVERY, '/jwks']);
  });

  test('that are new are found, and old ones count no more', async () => {
    const known = tokens();
    const before = await issuer.sign();
    await check(known, before);
    await issuer.rotate();
    passed += 10;
    expect((await check(known, await issuer.sign())).user).toBe('ana');
    await expect(check(known, before)).rejects.toEqual(NOT_VALID);
  });

  test('that the issuer took back count no more after ten minutes', async () => {
    const known = tokens();
    const token = await issuer.sign({ claims: { exp: Math.floor(Date.now() / 1000) + 7200 } });
    await check(known, token);
    await issuer.rotate();
    passed += 599;
    await check(known, token);
    passed += 1;
    await expect(check(known, token)).rejects.toEqual(NOT_VALID);
  });

  test('that there are none of are asked for every ten seconds at most', async () => {
    const known = tokens();
    await check(known, await issuer.sign());
    for (let second = 0; second < 60; second++) {
      const storm = Array.from({ length: 20 }, async (_, index) => {
        const kid = `unknown-${String(second)}-${String(index)}`;
        return check(known, await issuer.sign({ header: { kid } }));
      });
      for (const each of await Promise.allSettled(storm)) expect(each.status).toBe('rejected');
      passed += 1;
    }
    expect(issuer.asked.length).toBeLessThanOrEqual(2 * 7);
  });
});

describe('an issuer that does not answer', () => {
  test('leaves a token unjudged, and is not asked for each', async () => {
    const known = tokens();
    const token = await issuer.sign();
    await issuer.stop();
    await expect(check(known, token)).rejects.toEqual(AWAY);
    await expect(check(known, token)).rejects.toEqual(AWAY);
    expect(failures).toHaveLength(1);
    await issuer.start();
    passed += 10;
    expect((await check(known, token)).user).toBe('ana');
  });

  test('does not matter while its keys are known, for a day', async () => {
    const known = tokens();
    const long = { exp: Math.floor(Date.now() / 1000) + 200_000 };
    const token = await issuer.sign({ claims: long });
    const unknown = await issuer.sign({ claims: long, header: { kid: 'other' } });
    await check(known, token);
    await issuer.stop();
    passed = 24 * 3600 - 1;
    expect((await check(known, token)).user).toBe('ana');
    await expect(check(known, unknown)).rejects.toEqual(AWAY);
    passed += 1;
    await expect(check(known, token)).rejects.toEqual(AWAY);
  });

  const json = (value: unknown) => JSON.stringify(value);
  const keysAt = (address: string) => () => json({ issuer: issuer.url, jwks_uri: address });

  test.each<[string, number, () => string]>([
    ['fails', 500, () => '{}'],
    ['is no issuer', 200, () => '<html></html>'],
    ['says nothing', 200, () => ''],
    ['says null', 200, () => 'null'],
    [
      'is another one',
      200,
      () => json({ issuer: `${issuer.url}/`, jwks_uri: `${issuer.url}/jwks` }),
    ],
    ['is endless', 200, () => `{"a":"${'x'.repeat(600_000)}"}`],
    ['has no keys', 200, () => json({ issuer: issuer.url })],
    ['has keys that are no address', 200, keysAt('jwks')],
    ['has keys in a file', 200, keysAt('file:///etc/passwd')],
    ['has keys in the clear, elsewhere', 200, keysAt('http://192.0.2.1/jwks')],
    [
      'has keys that are none',
      200,
      () => json({ issuer: issuer.url, jwks_uri: issuer.url, keys: 7 }),
    ],
  ])('that %s gives no keys', async (_, status, text) => {
    issuer.answerWith((_req, res) => res.writeHead(status).end(text()));
    await expect(check(tokens(), await issuer.sign())).rejects.toEqual(AWAY);
    expect(failures).toHaveLength(1);
  });

  test('is not followed elsewhere', async () => {
    const other = await startIssuer();
    issuer.answerWith((req, res) => {
      res.writeHead(302, { location: other.url + (req.url ?? '') }).end();
    });
    await expect(check(tokens(), await issuer.sign())).rejects.toEqual(AWAY);
    expect(other.asked).toEqual([]);
  });

  test('is told of without a word of the token', async () => {
    await issuer.stop();
    const token = await issuer.sign();
    const error: unknown = await check(tokens(), token).catch((thrown: unknown) => thrown);
    const told = [String(error), (error as Error).message, ...failures].join();
    for (const part of token.split('.')) expect(told).not.toContain(part);
    expect(failures).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });
});
