import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, jest } from '@jest/globals';
import {
  decodeJwt,
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWTPayload,
} from 'jose';
import { Provider } from 'oidc-provider';

export const CLIENT_SECRET = 'client-secret-of-the-tests';

/** What the provider says of its users beside their names. */
export type Directory = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** How an ID token is changed on its way: other claims, another key. */
export interface Forgery {
  readonly claims?: JWTPayload;
  readonly key?: CryptoKey;
}

/** A real OpenID Connect provider with sign-in pages, on a port of loopback, until the test ends. */
export interface PeopleIssuer {
  readonly url: string;
  /** Registers the only address that the client may be sent back to. */
  allow(redirectUri: string): void;
  /** Changes every ID token from now on. */
  forge(forgery: Forgery): void;
  stop(): Promise<void>;
}

const endings: (() => Promise<unknown>)[] = [];

// The provider says at length that it is not set up for production.
beforeEach(() => {
  for (const level of ['warn', 'info'] as const) {
    jest.spyOn(console, level).mockImplementation(() => undefined);
  }
});

afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
  jest.restoreAllMocks();
});

/**
 * Starts one.
 *
 * @param host what it is called: `localhost` is another site than 127.0.0.1 to a browser
 */
export async function startPeopleIssuer(
  people: Directory,
  host: '127.0.0.1' | 'localhost' = '127.0.0.1',
): Promise<PeopleIssuer> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'k0', use: 'sig', alg: 'ES256' };
  let provided: RequestListener = () => undefined;
  let forgery: Forgery | undefined;
  const server = createServer((req, res) => {
    if (forgery !== undefined && req.url === '/token') alter(res, forgery, privateKey);
    provided(req, res);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://${host}:${String((server.address() as AddressInfo).port)}`;
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  endings.push(stop);
  const allow = (redirectUri: string): void => {
    const callback = new Provider(url, configuration({ people, redirectUri, jwk })).callback();
    provided = (req, res) => void callback(req, res);
  };
  allow('https://nowhere.example/callback');
  return {
    url,
    stop,
    allow,
    forge: (wanted) => {
      forgery = wanted;
    },
  };
}

/** Puts another ID token into the answer. */
function alter(res: ServerResponse, { claims = {}, key }: Forgery, own: CryptoKey): void {
  const end = res.end.bind(res);
  const sign = async (body: string): Promise<void> => {
    const tokens = JSON.parse(body) as { id_token: string };
    const payload = { ...decodeJwt(tokens.id_token), ...claims };
    const forged = new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k0' });
    const text = JSON.stringify({ ...tokens, id_token: await forged.sign(key ?? own) });
    res.setHeader('content-length', Buffer.byteLength(text));
    end(text);
  };
  res.end = ((body: unknown) => {
    void sign(String(body));
    return res;
  }) as typeof res.end;
}

interface Terms {
  readonly people: Directory;
  readonly redirectUri: string;
  readonly jwk: object;
}

function configuration({ people, redirectUri, jwk }: Terms): object {
  return {
    jwks: { keys: [jwk] },
    cookies: { keys: ['cookies-of-the-tests'] },
    clients: [
      {
        client_id: 'safeai',
        client_secret: CLIENT_SECRET,
        redirect_uris: [redirectUri],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    // Told by the user info endpoint alone, as the standard has it.
    claims: { openid: ['sub', 'roles', 'tenants'], profile: ['name'], email: ['email'] },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people[id] }),
    }),
    features: { devInteractions: { enabled: true } },
  };
}
