import { Type } from '@sinclair/typebox';
import { NumberOrNull, StringOrNull } from '../schema/json.ts';
import { NoQuery } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { defineRoute } from './route.ts';

const Reason = StringOrNull(
  'A code: `unreachable`, `untrusted`, `timeout`, `rate_limited`, `unavailable`, `sealed`, `unauthenticated`, `denied`, `missing`, `deleted`, `no_key`, `malformed`, `misconfigured` or `failed`; null where nothing is wrong.',
);
const Message = StringOrNull('What is wrong and what to do; null where nothing is wrong.');

export const SecretBackendSchema = Type.Object(
  {
    backend: Type.String(),
    default: Type.Boolean({ description: 'Whether `secret://default` means it.' }),
    state: StringEnum(['ok', 'stale', 'failed', 'unused'], {
      description:
        '`stale`: last values are used on, or its login will end. `failed`: a value cannot be had. `unused`: nothing was asked of it.',
    }),
    references: Type.Integer({ minimum: 0 }),
    reason: Reason,
    message: Message,
  },
  { title: 'SecretBackend', additionalProperties: false },
);

export const SecretSchema = Type.Object(
  {
    reference: Type.String({ description: 'As it is written. Never a value.' }),
    backend: Type.String(),
    state: StringEnum(['ok', 'stale', 'lost', 'unread'], {
      description: '`stale`: its last value is used on. `lost`: there is no value to use.',
    }),
    reason: Reason,
    message: Message,
    version: StringOrNull('What its backend calls the version in use.'),
    age_seconds: NumberOrNull('How long ago it was read.'),
    searched: Type.Boolean({
      description:
        'Whether detectors look for it: a value of fewer than 8 characters would be found by chance.',
    }),
  },
  { title: 'Secret', additionalProperties: false },
);

export const SecretsAnswer = Type.Object(
  { backends: Type.Array(SecretBackendSchema), secrets: Type.Array(SecretSchema) },
  {
    title: 'SecretsAnswer',
    additionalProperties: false,
    description: 'Empty lists for who may not see all tenants.',
  },
);

const EXAMPLE = {
  backends: [
    {
      backend: 'vault',
      default: true,
      state: 'ok' as const,
      references: 1,
      reason: null,
      message: null,
    },
  ],
  secrets: [
    {
      reference: 'secret://vault/secret/data/safeai#openai',
      backend: 'vault',
      state: 'ok' as const,
      reason: null,
      message: null,
      version: '3',
      age_seconds: 12.5,
      searched: true,
    },
  ],
};

export const secretsRoute = defineRoute({
  id: 'secrets',
  method: 'GET',
  path: '/v1/secrets',
  summary: 'How the secrets of the configuration stand',
  tags: ['secrets'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'Names and states, as they are known. No backend is asked.',
    schema: SecretsAnswer,
    example: EXAMPLE,
  },
  errors: [],
});

export const secretsCheckRoute = defineRoute({
  id: 'secrets_check',
  method: 'POST',
  path: '/v1/secrets/check',
  summary: 'Read all secrets again',
  tags: ['secrets'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'Names and states after every backend was asked. Another value is used at once.',
    schema: SecretsAnswer,
    example: EXAMPLE,
  },
  errors: ['shutting_down'],
});
