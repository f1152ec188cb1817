import type { Principal } from '@safeai/core';
import type { Runtime } from '@safeai/runtime';
import type { Logger } from 'winston';
import type { Credentials, SessionCaller } from './caller.ts';
import { BearerTokens } from './oidc/bearer-tokens.ts';

/** Where credentials are known. */
export interface CredentialSources {
  readonly runtime: Pick<Runtime, 'boundary' | 'config'>;
  readonly sessions: { find(cookie: string, isUse?: boolean): Promise<SessionCaller | null> };
  readonly log: Logger;
}

/** API keys of the state, tokens of the configured issuer, and sessions of this server. Follows a reload. */
export class KnownCredentials implements Credentials {
  readonly #sources: CredentialSources;
  #tokens: { readonly settings: string; readonly of: BearerTokens } | undefined;

  constructor(sources: CredentialSources) {
    this.#sources = sources;
  }

  ofKey(text: string): Promise<Principal | null> {
    return this.#sources.runtime.boundary.apiKeys.authenticate(text);
  }

  ofBearer(token: string): Promise<Principal> | undefined {
    return this.#bearerTokens()?.find(token);
  }

  ofSession(cookie: string, isUse: boolean): Promise<SessionCaller | null> {
    return this.#sources.sessions.find(cookie, isUse);
  }

  /** The issuer's keys outlive a reload that changes nothing of it. */
  #bearerTokens(): BearerTokens | undefined {
    const { runtime, log } = this.#sources;
    const { oidc } = runtime.config.auth;
    if (oidc === undefined) return undefined;
    const settings = JSON.stringify(oidc);
    if (this.#tokens?.settings !== settings) {
      const onFailure = (reason: string): void => {
        log.warn('the keys of the issuer could not be fetched', { issuer: oidc.issuer, reason });
      };
      this.#tokens = { settings, of: new BearerTokens(oidc, { onFailure }) };
    }
    return this.#tokens.of;
  }
}
