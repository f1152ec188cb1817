import { SafeAIError } from '@safeai/core';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import type { Claims } from '../oidc/claims.ts';
import type { OidcSettings } from '../oidc/oidc-settings.ts';
import { cookieIn, cookieText, sessionCookie } from '../session-cookie.ts';
import { cameSecurely, type Visit } from '../visit.ts';
import { failed, failureOf } from './failure.ts';
import type { IssuerClient } from './issuer-client.ts';
import { PENDING_SECONDS, PendingSignIns, type Pending } from './pending.ts';

/** Where the issuer sends browsers back to. */
const CALLBACK = '/v1/session/oidc/callback';

/** The cookie of a sign-in that is under way. */
const PENDING_COOKIE = 'safeai_sign_in';

/** What the code flow works with. */
export interface CodeFlowOptions {
  /** `auth.oidc` as it is now. */
  readonly settings: () => OidcSettings | undefined;
  readonly issuer: IssuerClient;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A sign-in that went well. */
export interface SignedInAtIssuer {
  /** Of the ID token and of the issuer's answer about the user. */
  readonly claims: Claims;
  /** A path of this server. */
  readonly returnTo: string;
  /** The cookie of the session that the new one takes the place of. */
  readonly session: string | undefined;
}

/**
 * Sign-in at the issuer (OpenID Connect Core, section 3.1; RFC 9700): authorization code, PKCE, state and nonce. The ID
 * token's signature is checked too.
 */
export class CodeFlow {
  readonly #options: CodeFlowOptions;
  readonly #pending: PendingSignIns;

  constructor(options: CodeFlowOptions) {
    this.#options = options;
    this.#pending = new PendingSignIns(options.now ?? Date.now);
  }

  /**
   * Sends a browser to the issuer.
   *
   * @param returnTo a path of this server
   * @throws SafeAIError `not_found` where no issuer is configured; `issuer_unavailable`
   */
  async begin(visit: Visit, returnTo: string): Promise<{ location: string; cookie: string }> {
    const settings = this.#settings();
    const client = await this.#options.issuer.configuration(settings);
    const pending: Pending = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      issuer: settings.issuer,
      redirectUri: baseOf(visit) + CALLBACK,
      returnTo,
      session: sessionCookie(visit.headers),
    };
    const { href } = buildAuthorizationUrl(client, {
      redirect_uri: pending.redirectUri,
      scope: withOpenId(settings.scopes).join(' '),
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    const cookie = pendingCookie(visit, await this.#pending.seal(pending), PENDING_SECONDS);
    return { location: href, cookie };
  }

  /**
   * Who comes back from the issuer.
   *
   * @throws SafeAIError `unauthenticated` for a callback that this browser did not begin, is over or was here already,
   *   and for a sign-in that the issuer refuses or that cannot be believed; `not_found`, `issuer_unavailable`
   */
  async finish(visit: Visit): Promise<SignedInAtIssuer> {
    const settings = this.#settings();
    const state = new URLSearchParams(visit.search).get('state');
    const cookie = cookieIn(visit.headers, PENDING_COOKIE) ?? '';
    const pending = await this.#pending.take(cookie, state);
    if (pending?.issuer !== settings.issuer) {
      throw failed('was not begun in this browser, or is over. Begin again');
    }
    const client = await this.#options.issuer.configuration(settings);
    try {
      const claims = await claimsFor(client, pending, visit.search);
      const { returnTo, session } = pending;
      return { claims, returnTo: pathOf(baseOf(visit)) + returnTo, session };
    } catch (error) {
      throw failureOf(error);
    }
  }

  #settings(): OidcSettings {
    const settings = this.#options.settings();
    if (settings !== undefined) return settings;
    throw new SafeAIError(
      'not_found',
      'There is no issuer to sign in with (auth.oidc). POST /v1/session takes an API key.',
    );
  }
}

/** Takes the cookie of a sign-in back that is over. */
export function withoutPending(visit: Visit): string {
  return pendingCookie(visit, '', 0);
}

/** Sent along when the issuer sends the browser back, which is another site. */
function pendingCookie(visit: Visit, value: string, maxAgeSeconds: number): string {
  const secure = cameSecurely(visit);
  return cookieText(PENDING_COOKIE, value, { path: '/', sameSite: 'Lax', secure, maxAgeSeconds });
}

async function claimsFor(
  client: Configuration,
  { redirectUri, state, nonce, verifier }: Pending,
  search: string,
): Promise<Claims> {
  const tokens = await authorizationCodeGrant(client, new URL(`${redirectUri}?${search}`), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('There is no ID token.');
  // Many issuers tell profile and groups there alone; what the signed token says counts first.
  if (client.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...(await fetchUserInfo(client, tokens.access_token, claims.sub)), ...claims };
}

/** Where browsers reach the server, without a slash at the end: `server.public_url`, else the host that they ask. */
function baseOf({ headers, settings, secure }: Visit): string {
  const { publicUrl } = settings;
  if (publicUrl !== undefined) return publicUrl.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return `${secure ? 'https' : 'http'}://${headers.host ?? 'localhost'}`;
}

function pathOf(base: string): string {
  return new URL(base).pathname.replace(/\/$/, '');
}

function withOpenId(scopes: readonly string[]): readonly string[] {
  return scopes.includes('openid') ? scopes : ['openid', ...scopes];
}
