import { MAX_CAPABILITY_GLOBS } from '@safeai/core';
import { Type } from '@sinclair/typebox';
import { StringOrNull } from '../schema/json.ts';
import { Identifier, NoQuery, Query, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { TimeSpan } from '../schema/time.ts';
import { defineRoute } from './route.ts';

/** Most grants of a list. */
const MAX_CAPABILITIES_LISTED = 1000;

const ACTIONS = ['invoke', 'resolve'] as const;
const EXAMPLE_ID = 'cap-5d41402abc4b2a76b9719d91';

function globs(description: string) {
  return Type.Array(Identifier('A name, or a glob.'), {
    maxItems: MAX_CAPABILITY_GLOBS,
    description,
  });
}

const TOOLS = 'Tools to invoke: full names, or globs.';
const SECRETS = 'Secrets to resolve: globs over `backend/path#key`.';

export const GrantBody = RequestBody('CapabilityRequest', {
  agent_id: Identifier('The only agent that may use it.'),
  tenant_id: Type.Optional(Identifier("One of the caller's tenants.")),
  session_id: Type.Optional(Identifier('The only session, if it is bound to one.')),
  tools: Type.Optional(globs(TOOLS)),
  secrets: Type.Optional(globs(SECRETS)),
  actions: Type.Optional(
    Type.Array(StringEnum(ACTIONS), {
      maxItems: ACTIONS.length,
      description: 'What the lists are for, if absent.',
    }),
  ),
  ttl: Type.Optional(TimeSpan('How long it lasts: an hour if absent, 30 days at most.')),
});

const CAPABILITY_FIELDS = {
  id: Type.String({ description: '`cap-` and 24 hex digits.' }),
  tenant_id: Type.String(),
  agent_id: Type.String({ description: 'The only agent that may use it.' }),
  session_id: StringOrNull('The only session; null where it is bound to none.'),
  tools: Type.Array(Type.String(), { description: TOOLS }),
  secrets: Type.Array(Type.String(), { description: SECRETS }),
  actions: Type.Array(StringEnum(ACTIONS)),
  issuer: Type.String({ description: 'Who granted it.' }),
  created_at: Type.String({ format: 'date-time' }),
  expires_at: Type.String({ format: 'date-time' }),
  revoked_at: StringOrNull('When it was revoked; null where it was not.'),
};

export const CapabilitySchema = Type.Object(CAPABILITY_FIELDS, {
  title: 'Capability',
  additionalProperties: false,
});

export const GrantAnswer = Type.Object(
  {
    ...CAPABILITY_FIELDS,
    token: Type.String({ description: 'Shown here and nowhere else: `sfcap_…`.' }),
  },
  { title: 'CapabilityGranted', additionalProperties: false },
);

const EXAMPLE = {
  id: EXAMPLE_ID,
  tenant_id: 'default',
  agent_id: 'billing-bot',
  session_id: null,
  tools: ['refund_*'],
  secrets: [],
  actions: ['invoke'],
  issuer: 'security-admin',
  created_at: '2026-01-01T00:00:00.000Z',
  expires_at: '2026-01-01T01:00:00.000Z',
  revoked_at: null,
};

export const grantRoute = defineRoute({
  id: 'capability_grant',
  method: 'POST',
  path: '/v1/capabilities',
  summary: 'Grant tools or secrets to one agent for a time',
  tags: ['capabilities'],
  hot: false,
  query: NoQuery,
  body: {
    schema: GrantBody,
    required: true,
    example: { agent_id: 'billing-bot', tools: ['refund_*'], ttl: '1h' },
  },
  answer: {
    description: 'The grant and its token.',
    shownOnce: true,
    schema: GrantAnswer,
    example: {
      ...EXAMPLE,
      token: 'sfcap_5d41402abc4b2a76b9719d91_…',
    },
  },
  errors: ['state_unavailable'],
});

export const capabilitiesRoute = defineRoute({
  id: 'capabilities',
  method: 'GET',
  path: '/v1/capabilities',
  summary: 'Grants, newest first',
  tags: ['capabilities'],
  hot: false,
  query: Query({
    tenant_id: Type.Optional(Identifier("One of the caller's tenants; all of them if absent.")),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_CAPABILITIES_LISTED,
        default: 100,
        description: 'Most grants of the answer.',
      }),
    ),
  }),
  answer: {
    description: 'Expired and revoked ones are among them.',
    schema: Type.Array(CapabilitySchema, { title: 'Capabilities' }),
    example: [EXAMPLE],
  },
  errors: ['state_unavailable'],
});

export const revokeRoute = defineRoute({
  id: 'capability_revoke',
  method: 'DELETE',
  path: '/v1/capabilities/{id}',
  params: Type.Object({
    id: Type.String({
      pattern: '^cap-[0-9a-f]{24}$',
      description: 'The `id` of a grant.',
      examples: [EXAMPLE_ID],
    }),
  }),
  summary: 'Revoke a grant',
  tags: ['capabilities'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'The grant; its token serves no more.',
    schema: CapabilitySchema,
    example: { ...EXAMPLE, revoked_at: '2026-01-01T00:20:00.000Z' },
  },
  errors: ['state_unavailable'],
});
