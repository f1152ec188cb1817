import { SafeAIError } from '@safeai/core';
import type { Runtime } from '@safeai/runtime';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ClientAuth,
  type CustomFetch,
} from 'openid-client';
import { bounded } from '../oidc/fetch-json.ts';
import type { OidcSettings } from '../oidc/oidc-settings.ts';

/** How long each answer of the issuer may take. */
const TIMEOUT_SECONDS = 5;

/** How long what the issuer says of itself is believed, in milliseconds. */
const FRESH_MS = 60 * 60_000;

/** How long a failure keeps others from asking too, in milliseconds. */
const COOLDOWN_MS = 2000;

/** The text of a secret setting; undefined where it cannot be read. */
export type SecretOf = Runtime['secretOf'];

interface Asked {
  readonly settings: OidcSettings;
  /** The client's, which may be rotated. */
  readonly secret: string | undefined;
  readonly answer: Promise<Configuration>;
  /** Of the clock that never goes back. */
  until: number;
}

/** This server as a client of the configured issuer. The issuer is asked what it is at first use, and once an hour. */
export class IssuerClient {
  readonly #secretOf: SecretOf;
  readonly #now: () => number;
  #asked: Asked | undefined;

  /**
   * @param secretOf the text of a secret setting
   * @param now milliseconds of a clock that never goes back
   */
  constructor(secretOf: SecretOf, now: () => number = () => performance.now()) {
    this.#secretOf = secretOf;
    this.#now = now;
  }

  /** @throws SafeAIError `issuer_unavailable` */
  async configuration(settings: OidcSettings): Promise<Configuration> {
    const now = this.#now();
    const { clientSecret } = settings;
    const secret = clientSecret === undefined ? undefined : this.#secretOf(clientSecret);
    const known = this.#asked;
    if (known?.settings === settings && known.secret === secret && now < known.until) {
      return await known.answer;
    }
    const asked = {
      settings,
      secret,
      answer: discovered(settings, secret),
      until: now + FRESH_MS,
    };
    asked.answer.catch(() => {
      asked.until = this.#now() + COOLDOWN_MS;
    });
    this.#asked = asked;
    return await asked.answer;
  }
}

async function discovered(
  settings: OidcSettings,
  secret: string | undefined,
): Promise<Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  const isPlain = issuer.startsWith('http:');
  if (clientSecret !== undefined && secret === undefined) {
    throw new SafeAIError(
      'issuer_unavailable',
      'The secret of auth.oidc.client_secret cannot be read, so nobody can sign in there.',
    );
  }
  try {
    const found = await discovery(new URL(issuer), clientId, {}, None(), {
      // The operator named an issuer without TLS: on this machine, or at their own risk.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it is not used unseen
      execute: isPlain ? [allowInsecureRequests] : [],
      timeout: TIMEOUT_SECONDS,
      [customFetch]: boundedFetch,
    });
    const metadata = found.serverMetadata();
    if (metadata.issuer !== issuer) throw new Error('It says to be another issuer.');
    const client = new Configuration(
      metadata,
      clientId,
      {},
      authentication(secret, metadata.token_endpoint_auth_methods_supported),
    );
    client.timeout = TIMEOUT_SECONDS;
    client[customFetch] = boundedFetch;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
    if (isPlain) allowInsecureRequests(client);
    enableNonRepudiationChecks(client);
    return client;
  } catch (cause) {
    throw new SafeAIError(
      'issuer_unavailable',
      'The issuer of auth.oidc.issuer does not answer as one does. Try again later.',
      { cause },
    );
  }
}

/** By header where the issuer takes that (OpenID Connect Core, section 9: the default), else in the body. */
function authentication(
  secret: string | undefined,
  methods: readonly string[] = ['client_secret_basic'],
): ClientAuth {
  if (secret === undefined) return None();
  return methods.includes('client_secret_basic')
    ? ClientSecretBasic(secret)
    : ClientSecretPost(secret);
}

/** Answers of bounded size; the client follows no redirects by itself. */
const boundedFetch: CustomFetch = async (url, options) => {
  const response = await fetch(url, options as RequestInit);
  const { status, headers } = response;
  return new Response(status === 204 || status === 304 ? null : await bounded(response), {
    status,
    headers,
  });
};
