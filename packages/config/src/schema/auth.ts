import { block, choice, duration, flag, list, map, object, secret, text } from './builders.ts';
import { USER_ROLES } from './dashboard.ts';
import { tenantOrAll } from './tenant.ts';

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
    user_claim: text({
      description:
        'Claim that names the user; one that users cannot change. A dot leads into a claim that is a map.',
      default: 'sub',
    }),
    roles_claim: text({
      description: 'Claim that lists the roles, such as `realm_access.roles`.',
      default: 'roles',
    }),
    tenants_claim: text({ description: 'Claim that lists the tenants.', default: 'tenants' }),
    default_tenants: list(tenantOrAll, {
      description: 'Tenants of tokens without that claim. With none such tokens are refused.',
      default: [],
    }),
    allow_all_tenants: flag({
      description: 'Whether `*` in a token stands for all tenants. Otherwise it stands for none.',
      default: false,
    }),
    agents_claim: text({
      description:
        'Claim that lists the agents that a token is for. With it, tokens of the role `agent` must have the claim; without it, tokens are for any agent.',
    }),
    role_map: map(choice([...USER_ROLES, 'agent'], { description: 'Role.' }), {
      description:
        "Roles by the issuer's names for them. Other names give none. Without a map the names are SafeAI's own.",
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
  loopback_tenants: list(tenantOrAll, {
    description: 'Tenants that a trusted loopback caller may name.',
    default: ['*'],
  }),
  trusted_proxies: list(
    text({
      description: 'IP address or range.',
      format: 'cidr',
      pattern: '^[^/]+(/0*[1-9]\\d*)?$',
      expected: 'an IP address, or a range such as 10.0.0.0/8 that is not everybody',
    }),
    {
      description:
        'Peers whose user, tenant and forwarding headers are believed: reverse proxies that sign their callers in.',
      default: [],
    },
  ),
  oidc,
  session_ttl: duration({
    description:
      'How long a dashboard session lasts at most. Unused it ends after a quarter of that.',
    default: '8h',
  }),
});
