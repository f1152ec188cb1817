import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';

/** What the issuer knows its client by. */
export const CLIENT_SECRET = 'client-secret-of-the-bed';

/**
 * A real OpenID Connect provider with sign-in pages, on a port of this machine. Its host is `localhost`: to a browser
 * another site than that of the server.
 *
 * @param people claims by user
 * @returns `url`, `stop()`, and `allow(address)`: registers the only address that browsers are sent back to
 */
export async function startIssuer(people) {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'k0', use: 'sig', alg: 'ES256' };
  const Provider = await quietly(async () => (await import('oidc-provider')).Provider);
  let answer = (_, res) => res.writeHead(503).end();
  const server = createServer((req, res) => answer(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${server.address().port}`;
  return {
    url,
    allow: (address) =>
      quietly(() => {
        answer = new Provider(url, configuration(people, jwk, address)).callback();
      }),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The provider says at length that it is not set up for production. */
async function quietly(act) {
  const { warn, info } = console;
  console.warn = console.info = () => undefined;
  try {
    return await act();
  } finally {
    Object.assign(console, { warn, info });
  }
}

function configuration(people, jwk, address) {
  return {
    jwks: { keys: [jwk] },
    cookies: { keys: ['cookies-of-the-bed'] },
    clients: [
      {
        client_id: 'safeai',
        client_secret: CLIENT_SECRET,
        redirect_uris: [address],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    claims: { openid: ['sub', 'roles', 'tenants'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    features: { devInteractions: { enabled: true } },
  };
}
