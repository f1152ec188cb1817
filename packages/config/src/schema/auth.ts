import { TENANT_PATTERN } from '@safeai/core';
import { block, choice, duration, list, map, object, secret, text } from './builders.ts';
import { TENANT_FORM } from './policies.ts';
import { USER_ROLES } from './dashboard.ts';

const oidc = object(
  {
    issuer: text({ description: 'Address of the issuer.', required: true, format: 'http-url' }),
    client_id: text({ description: 'Client id.', required: true }),
    client_secret: secret({ description: 'Client secret, where the client has one.' }),
    audience: text({ description: 'Audience of access tokens. The client id if absent.' }),
    scopes: list(text({ description: 'Scope.' }), {
      description: 'Scopes that sign-in asks for.',
      default: ['openid', 'profile', 'email'],
    }),
    user_claim: text({ description: 'Claim that names the user.', default: 'sub' }),
    roles_claim: text({ description: 'Claim that lists the roles.', default: 'roles' }),
    tenants_claim: text({ description: 'Claim that lists the tenants.', default: 'tenants' }),
    role_map: map(choice(USER_ROLES, { description: 'Role.' }), {
      description: "Roles by the issuer's names for them.",
      default: {},
    }),
  },
  { description: 'Sign-in and tokens of an OpenID Connect issuer.' },
);

/** `auth`: who is trusted, and how others prove who they are. */
export const auth = block('Who is trusted, and how others prove who they are.', {
  loopback: choice(['trusted', 'credential'], {
    description:
      'Whether callers on this machine need a credential. `credential` where `server.public_url`, `auth.trusted_proxies` or `state.backend: redis` is set, else `trusted`, if absent.',
  }),
  loopback_tenants: list(
    text({
      description: 'Tenant id, or `*` for all.',
      pattern: `${TENANT_PATTERN}|^\\*$`,
      expected: `*, or ${TENANT_FORM}`,
    }),
    {
      description: 'Tenants that a trusted loopback caller may name.',
      default: ['*'],
    },
  ),
  trusted_proxies: list(text({ description: 'IP address or range.', format: 'cidr' }), {
    description: 'Peers whose forwarding and user headers are believed.',
    default: [],
  }),
  oidc,
  session_ttl: duration({ description: 'How long a dashboard session lasts.', default: '8h' }),
});
