import { parseDuration } from '@safeai/config';
import { SafeAIError, type Principal } from '@safeai/core';
import type { Runtime } from '@safeai/runtime';
import { edgeSettings } from '../../settings/settings.ts';
import { principalOfClaims, type Claims } from '../oidc/claims.ts';
import { Sessions } from '../sessions.ts';
import { CodeFlow } from './code-flow.ts';
import { IssuerClient } from './issuer-client.ts';

/** How people sign in, and who is. */
export interface SignIn {
  readonly sessions: Sessions;
  readonly codeFlow: CodeFlow;
}

/** Sign-in of a server, by the configuration that is in force at each request. */
export function signInOf(runtime: Runtime): SignIn {
  const oidc = () => runtime.config.auth.oidc;
  return {
    sessions: new Sessions({
      sources: {
        user: (userId) => edgeSettings(runtime.config).users.get(userId),
        loopbackTenants: () => edgeSettings(runtime.config).local.tenants,
        keyHolder: (keyId) => runtime.boundary.apiKeys.holderOf(keyId),
        ofClaims: (claims) => byClaims(claims, runtime),
      },
      ttlMs: () => parseDuration(runtime.config.auth.sessionTtl),
    }),
    codeFlow: new CodeFlow({
      settings: oidc,
      issuer: new IssuerClient((value) => runtime.secretOf(value)),
    }),
  };
}

function byClaims(claims: Claims, { config }: Runtime): Principal {
  const { oidc } = config.auth;
  if (oidc === undefined || claims.iss !== oidc.issuer) {
    throw new SafeAIError('forbidden', 'The issuer is no longer that of auth.oidc.');
  }
  return principalOfClaims(claims, oidc);
}
