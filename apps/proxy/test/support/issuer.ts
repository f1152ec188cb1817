import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from '@jest/globals';
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import { Provider } from 'oidc-provider';

/** The client by which machines get tokens. */
const CLIENT = 'machine';
const SECRET = 'machine-secret-of-the-tests';

/** What a token is to say beside what every one says. Undefined: not this claim. */
export interface TokenTerms {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** A real OpenID Connect provider on a port of loopback, until the test ends. */
export interface TestIssuer {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** An access token by the client credentials grant, for an audience that is an address. */
  grant(audience: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** A token with the provider's key of now and any content, as no provider would make it. */
  sign(terms?: TokenTerms): Promise<string>;
  /** The public key of now. */
  publicKey(): JWK;
  /** Signs with a new key from now on, and publishes that one alone. */
  rotate(): Promise<void>;
  /** Answers everything in another way; undefined: as a provider again. */
  answerWith(listener: RequestListener | undefined): void;
  /** Ends all connections and takes no more, until {@link start}. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

interface SigningKey {
  readonly jwk: JWK;
  readonly privateKey: CryptoKey;
}

async function signingKey(kid: string): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'ES256' } };
}

/** Starts one. */
export async function startIssuer(): Promise<TestIssuer> {
  const asked: string[] = [];
  let extra: Readonly<Record<string, unknown>> = {};
  let provided: RequestListener = () => undefined;
  let other: RequestListener | undefined;
  const server = createServer((req, res) => {
    asked.push(req.url ?? '');
    (other ?? provided)(req, res);
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}`;
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  endings.push(stop);

  let keys = 0;
  let key = await signingKey('k0');
  const provide = (): void => {
    const provider = new Provider(
      url,
      configuration(key.jwk, () => extra),
    );
    const callback = provider.callback();
    provided = (req, res) => void callback(req, res);
  };
  provide();
  return {
    url,
    asked,
    grant: async (audience, claims = {}) => {
      extra = claims;
      const answer = await fetch(`${url}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          ...{ grant_type: 'client_credentials', client_id: CLIENT, client_secret: SECRET },
          ...{ resource: audience },
        }),
      });
      asked.length = 0;
      return ((await answer.json()) as { access_token: string }).access_token;
    },
    sign: ({ claims = {}, header = {} } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const base = { iss: url, aud: 'safeai', sub: 'ana', iat: now, exp: now + 600 };
      const payload = { ...base, roles: ['admin'], tenants: ['acme'], ...claims };
      const { kid = '' } = key.jwk;
      return new SignJWT(withoutAbsent(payload))
        .setProtectedHeader({ alg: 'ES256', kid, ...header })
        .sign(key.privateKey, { crit: { x: true } });
    },
    publicKey: () => {
      const { d: _, ...open } = key.jwk;
      return open;
    },
    rotate: async () => {
      keys++;
      key = await signingKey(`k${String(keys)}`);
      provide();
    },
    answerWith: (listener) => {
      other = listener;
    },
    stop,
    start: () => listen(port),
  };
}

function withoutAbsent(payload: object): JWTPayload {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
}

function configuration(jwk: JWK, extra: () => object): object {
  return {
    jwks: { keys: [jwk] },
    // Tokens of this kind are kept nowhere.
    adapter: () => ({ upsert: () => Promise.resolve(), find: () => Promise.resolve(undefined) }),
    cookies: { keys: ['cookies-of-the-tests'] },
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    extraTokenClaims: extra,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_: unknown, audience: string) => ({
          ...{ scope: 'ask', audience, accessTokenFormat: 'jwt', accessTokenTTL: 600 },
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}
