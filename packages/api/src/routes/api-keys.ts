import { MAX_API_KEY_NAMES, MAX_API_KEY_USER_LENGTH, ROLES } from '@safeai/core';
import { Type } from '@sinclair/typebox';
import { StringOrNull } from '../schema/json.ts';
import { Identifier, NoQuery, Query, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { TimeSpan } from '../schema/time.ts';
import { defineRoute } from './route.ts';

/** Most keys of a list. */
const MAX_KEYS_LISTED = 1000;

const EXAMPLE_ID = 'key-4f1k2m9q0zab';

const TENANTS = 'The tenants that its holder may name; `*` for all.';
const AGENTS = 'The only agents that its holder speaks for';

function names(description: string) {
  return Type.Array(Identifier('A name.'), {
    minItems: 1,
    maxItems: MAX_API_KEY_NAMES,
    description,
  });
}

export const ApiKeyBody = RequestBody('ApiKeyRequest', {
  roles: Type.Array(StringEnum(ROLES), {
    minItems: 1,
    maxItems: ROLES.length,
    description: 'What its holder may do.',
  }),
  tenant_id: Type.Optional(
    Identifier(
      "One of the caller's tenants. The caller's own if this and `tenant_ids` are absent.",
    ),
  ),
  tenant_ids: Type.Optional(names(`${TENANTS} In place of \`tenant_id\`.`)),
  agent_ids: Type.Optional(names(`${AGENTS}; for the roles agent and admin. Any if absent.`)),
  user_id: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: MAX_API_KEY_USER_LENGTH,
      description: 'Who its holder is. The id of the key if absent.',
    }),
  ),
  expires_in: Type.Optional(
    TimeSpan('How long it serves: ten years at most. Until it is revoked if absent.'),
  ),
});

const API_KEY_FIELDS = {
  id: Type.String({ description: '`key-` and 12 of `0-9a-z`. No secret.' }),
  tenant_ids: Type.Array(Type.String(), { description: TENANTS }),
  roles: Type.Array(StringEnum(ROLES)),
  agent_ids: Type.Unsafe<string[] | null>({
    type: ['array', 'null'],
    items: { type: 'string' },
    description: `${AGENTS}; null: any.`,
  }),
  user_id: Type.String({ description: 'Who its holder is.' }),
  issuer: Type.String({ description: 'Who made it.' }),
  created_at: Type.String({ format: 'date-time' }),
  expires_at: StringOrNull('When it ends; null: when it is revoked.'),
  revoked_at: StringOrNull('When it was revoked; null where it was not.'),
};

export const ApiKeySchema = Type.Object(API_KEY_FIELDS, {
  title: 'ApiKey',
  additionalProperties: false,
});

export const CreatedKeyAnswer = Type.Object(
  {
    ...API_KEY_FIELDS,
    key: Type.String({ description: 'Shown here and nowhere else: `sfai_…`.' }),
  },
  { title: 'ApiKeyCreated', additionalProperties: false },
);

const EXAMPLE = {
  id: EXAMPLE_ID,
  tenant_ids: ['acme'],
  roles: ['agent'],
  agent_ids: ['billing-bot'],
  user_id: EXAMPLE_ID,
  issuer: 'security-admin',
  created_at: '2026-01-01T00:00:00.000Z',
  expires_at: '2026-01-31T00:00:00.000Z',
  revoked_at: null,
};

export const createKeyRoute = defineRoute({
  id: 'key_create',
  method: 'POST',
  path: '/v1/keys',
  summary: 'Make an API key',
  tags: ['keys'],
  hot: false,
  query: NoQuery,
  body: {
    schema: ApiKeyBody,
    required: true,
    example: {
      tenant_id: 'acme',
      roles: ['agent'],
      agent_ids: ['billing-bot'],
      expires_in: '30d',
    },
  },
  answer: {
    description:
      'The key. An `idempotency_key` makes no second one: a repeat is answered with 409.',
    schema: CreatedKeyAnswer,
    example: { ...EXAMPLE, key: 'sfai_4f1k2m9q0zab_…' },
    shownOnce: true,
  },
  errors: ['state_unavailable'],
});

export const apiKeysRoute = defineRoute({
  id: 'keys',
  method: 'GET',
  path: '/v1/keys',
  summary: 'API keys, newest first',
  tags: ['keys'],
  hot: false,
  query: Query({
    tenant_id: Type.Optional(
      Identifier(
        "One of the caller's tenants: keys of it alone. All that are the caller's if absent.",
      ),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_KEYS_LISTED,
        default: 100,
        description: 'Most keys of the answer.',
      }),
    ),
  }),
  answer: {
    description: 'Those of which the caller may name all tenants; expired and revoked ones too.',
    schema: Type.Array(ApiKeySchema, { title: 'ApiKeys' }),
    example: [EXAMPLE],
  },
  errors: ['state_unavailable'],
});

export const revokeKeyRoute = defineRoute({
  id: 'key_revoke',
  method: 'DELETE',
  path: '/v1/keys/{id}',
  params: Type.Object({
    id: Type.String({
      pattern: '^key-[0-9a-z]{12}$',
      description: 'The `id` of a key.',
      examples: [EXAMPLE_ID],
    }),
  }),
  summary: 'Revoke an API key',
  tags: ['keys'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'The key; it serves no more.',
    schema: ApiKeySchema,
    example: { ...EXAMPLE, revoked_at: '2026-01-02T00:00:00.000Z' },
  },
  errors: ['state_unavailable'],
});
