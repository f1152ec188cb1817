import { SafeAIError, type Principal } from '@safeai/core';
import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyResult } from 'jose';
import { principalOfClaims } from './claims.ts';
import { IssuerKeys } from './issuer-keys.ts';
import type { OidcSettings } from './oidc-settings.ts';

/** Signatures that only the issuer's private key can make. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** How far the issuer's clock may be from ours, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** What the header of a token for us may call it (RFC 7519, RFC 9068): not one for a logout, an event, a proof. */
const TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/** What the tokens of an issuer need beside its settings. */
export interface BearerTokensOptions {
  /** Told why the issuer's keys could not be had. */
  readonly onFailure: (reason: string) => void;
  /** Milliseconds of a clock that never goes back, for the age of the keys. */
  readonly monotonic?: () => number;
  /** Milliseconds since the epoch, for the time of a token. */
  readonly now?: () => number;
}

/** The tokens of one issuer. */
export class BearerTokens {
  readonly #settings: OidcSettings;
  readonly #keys: IssuerKeys;
  readonly #now: () => number;

  constructor(settings: OidcSettings, options: BearerTokensOptions) {
    const { onFailure, monotonic = () => performance.now(), now = Date.now } = options;
    this.#settings = settings;
    this.#keys = new IssuerKeys({ issuer: settings.issuer, monotonic, onFailure });
    this.#now = now;
  }

  /**
   * Who the bearer of a token is; undefined for one of somebody else's, which is not ours to judge.
   *
   * Checked are the signature, the issuer, the audience, the time, and that it is a token to ask with. The cost is one
   * signature; now and then the issuer is asked for its keys.
   *
   * @throws SafeAIError (rejects) `unauthenticated` with what does not hold; `forbidden` where the claims give no
   *   principal; `issuer_unavailable`
   */
  find(token: string): Promise<Principal> | undefined {
    return isOf(this.#settings.issuer, token) ? this.#check(token) : undefined;
  }

  async #check(token: string): Promise<Principal> {
    const settings = this.#settings;
    const { issuer, clientId, audience = clientId } = settings;
    let verified: JWTVerifyResult;
    try {
      verified = await jwtVerify(token, this.#keys.find, {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        requiredClaims: ['exp'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(this.#now()),
      });
    } catch (error) {
      if (SafeAIError.isInstance(error)) throw error;
      throw refused(reasonOf(error));
    }
    checkPurpose(verified, settings);
    return principalOfClaims(verified.payload, settings);
  }
}

/** Whether a token says that it is an issuer's: a claim that is proved later. */
function isOf(issuer: string, token: string): boolean {
  try {
    return decodeJwt(token).iss === issuer;
  } catch {
    return false;
  }
}

/**
 * Refuses what the issuer signed for something else than asking us.
 *
 * @throws SafeAIError `unauthenticated`
 */
function checkPurpose(
  { protectedHeader, payload }: JWTVerifyResult,
  { clientId, audience = clientId }: OidcSettings,
): void {
  // What was signed may be of any type, whatever jose's types say.
  const { typ = 'JWT' } = protectedHeader as Readonly<Record<string, unknown>>;
  const type = typeof typ === 'string' ? typ.toLowerCase() : '';
  if (!TYPES.has(type) || payload.events !== undefined) {
    throw refused('is of a type that is not for requests');
  }
  if (payload.cnf !== undefined) {
    throw refused('is bound to a key of its holder, which is not checked here');
  }
  if (type.endsWith('at+jwt') || !isIdToken(payload)) return;
  const { azp } = payload;
  if (audience !== clientId || (azp !== undefined && azp !== clientId)) {
    throw refused('is an ID token, and auth.oidc.audience asks for access tokens');
  }
}

/** By the marks of OpenID Connect Core, section 2, and by what issuers write of themselves. */
function isIdToken({ nonce, at_hash: atHash, c_hash: cHash, ...others }: JWTPayload): boolean {
  if (others.token_use === 'access' || others.typ === 'Bearer') return false;
  const hasMark = [nonce, atHash, cHash].some((claim) => claim !== undefined);
  return hasMark || others.token_use === 'id' || others.typ === 'ID';
}

/** Said only of tokens whose signature holds, but for the last. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'is for another audience (auth.oidc.audience)';
    return 'is not valid yet, or says not until when it is';
  }
  return 'is not valid';
}

function refused(why: string): SafeAIError {
  return new SafeAIError('unauthenticated', `The token of the request ${why}.`);
}
