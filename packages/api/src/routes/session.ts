import { Type } from '@sinclair/typebox';
import { ObjectOrNull } from '../schema/json.ts';
import { Identifier, NoQuery, Query, RequestBody } from '../schema/request.ts';
import { defineRoute } from './route.ts';

/** Longest address that sign-in returns to, in UTF-16 code units. */
export const MAX_RETURN_TO_LENGTH = 1024;

export const SignInBody = RequestBody('SignInRequest', {
  user_id: Type.Optional(
    Identifier('A configured user, on trusted loopback; elsewhere the credential says who it is.'),
  ),
});

export const SessionSchema = Type.Object(
  {
    user: Type.String(),
    roles: Type.Array(Type.String()),
    tenants: Type.Array(Type.String(), { description: 'Those that may be named; `*` for all.' }),
    tenant: Type.String({ description: 'The one of requests that name none.' }),
    roles_checked: Type.Boolean({
      description:
        'False where `dashboard.rbac_enabled` is off and counts: no route is refused for the roles then. What itself needs a role (to decide, to stop, to make keys) does still.',
    }),
    tenant_header: Type.String({
      description: 'The header that narrows a request to one of the tenants.',
    }),
    csrf_token: Type.String({
      description: 'For the header `x-csrf-token` of each request that is no GET.',
    }),
    expires_at: Type.String({ format: 'date-time', description: 'It ends sooner unused.' }),
  },
  { title: 'Session', additionalProperties: false },
);

export const SignInOptionsSchema = Type.Object(
  {
    dashboard: Type.Boolean({ description: 'Whether the dashboard is on (`dashboard.enabled`).' }),
    users: Type.Array(
      Type.Object(
        {
          user_id: Type.String(),
          role: Type.String(),
          tenants: Type.Array(Type.String()),
        },
        { title: 'SignInUser', additionalProperties: false },
      ),
      {
        description:
          'Users of `dashboard.users` that this caller can sign in as by naming one; on trusted loopback alone.',
      },
    ),
    api_key: Type.Literal(true, { description: 'An API key of a person signs its holder in.' }),
    oidc: Type.Boolean({ description: 'Whether `/v1/session/oidc` leads to an issuer.' }),
    as: ObjectOrNull(
      {
        user: Type.String(),
        roles: Type.Array(Type.String()),
        tenants: Type.Array(Type.String(), {
          description: 'Those that may be named; `*` for all.',
        }),
      },
      {
        description:
          'Whom the request is of already, by the user header where that is believed: signing in needs no more. Null: nobody.',
      },
    ),
  },
  { title: 'SignInOptions', additionalProperties: false },
);

const EXAMPLE = {
  user: 'security-approver',
  roles: ['approver'],
  tenants: ['default'],
  tenant: 'default',
  roles_checked: true,
  tenant_header: 'x-safeai-tenant',
  csrf_token: 'w3Jm0yqvT6cY0s6o7nq1v0H2l5kQeZ8rXxkq4m9b1aE',
  expires_at: '2026-01-01T08:00:00.000Z',
};

const COOKIE = { 'set-cookie': 'The cookie `safeai_session`.' };

export const signInRoute = defineRoute({
  id: 'session_open',
  method: 'POST',
  path: '/v1/session',
  summary: 'Sign in: exchange a credential for a session',
  tags: ['session'],
  hot: false,
  signsIn: true,
  query: NoQuery,
  body: { schema: SignInBody, required: false, example: { user_id: 'security-approver' } },
  answer: {
    description: 'A new session; one that was sent has ended.',
    schema: SessionSchema,
    example: EXAMPLE,
    shownOnce: true,
    headers: COOKIE,
  },
  errors: [],
});

export const sessionRoute = defineRoute({
  id: 'session',
  method: 'GET',
  path: '/v1/session',
  summary: 'Who is signed in',
  tags: ['session'],
  hot: false,
  query: NoQuery,
  answer: { description: 'The session of the cookie.', schema: SessionSchema, example: EXAMPLE },
  errors: ['state_unavailable'],
});

export const sessionOptionsRoute = defineRoute({
  id: 'session_options',
  method: 'GET',
  path: '/v1/session/options',
  summary: 'How this caller can sign in',
  tags: ['session'],
  hot: false,
  signsIn: true,
  query: NoQuery,
  answer: {
    description: 'What a sign-in page offers. A stranger is told of no user.',
    schema: SignInOptionsSchema,
    example: {
      dashboard: true,
      users: [{ user_id: 'security-approver', role: 'approver', tenants: ['default'] }],
      api_key: true,
      oidc: false,
      as: null,
    },
  },
  errors: [],
});

export const signOutRoute = defineRoute({
  id: 'session_close',
  method: 'DELETE',
  path: '/v1/session',
  summary: 'Sign out',
  tags: ['session'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'The session has ended, where there was one.',
    schema: Type.Object({ ok: Type.Literal(true) }, { additionalProperties: false }),
    example: { ok: true },
    headers: COOKIE,
  },
  errors: ['forbidden'],
});

export const oidcSignInRoute = defineRoute({
  id: 'session_oidc',
  method: 'GET',
  path: '/v1/session/oidc',
  summary: 'Sign in with the OpenID Connect issuer',
  tags: ['session'],
  hot: false,
  query: Query({
    return_to: Type.Optional(
      Type.String({
        maxLength: MAX_RETURN_TO_LENGTH,
        description: 'A path of this server to come back to; `/dashboard` if absent.',
      }),
    ),
  }),
  answer: {
    status: 302,
    description: 'The way to the issuer.',
    mediaType: 'text/plain; charset=utf-8',
    headers: { location: 'The sign-in page of the issuer.' },
  },
  errors: ['not_found', 'issuer_unavailable'],
});

export const oidcCallbackRoute = defineRoute({
  id: 'session_oidc_callback',
  method: 'GET',
  path: '/v1/session/oidc/callback',
  summary: 'Where the issuer sends the browser back to',
  tags: ['session'],
  hot: false,
  // An issuer may send more than the standard says.
  query: Type.Object({
    code: Type.Optional(Type.String({ description: 'Exchanged for the tokens of the user.' })),
    state: Type.Optional(Type.String({ description: 'As it was sent to the issuer.' })),
    iss: Type.Optional(Type.String({ description: 'The issuer.' })),
    error: Type.Optional(Type.String({ description: 'Why there is no code.' })),
  }),
  answer: {
    status: 303,
    description: 'Signed in, and back to where it began.',
    mediaType: 'text/plain; charset=utf-8',
    headers: { location: 'A path of this server.', ...COOKIE },
  },
  errors: ['unauthenticated', 'forbidden', 'not_found', 'issuer_unavailable'],
});
