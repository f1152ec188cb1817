import { MAX_LOCKDOWN_REASON_LENGTH } from '@safeai/core';
import { Type } from '@sinclair/typebox';
import { StringOrNull } from '../schema/json.ts';
import { Identifier, NoQuery, RequestBody } from '../schema/request.ts';
import { defineRoute } from './route.ts';

const EXAMPLE_ID = 'ld-5d41402abc4b2a76b9719d91';

export const LockdownBody = RequestBody('LockdownRequest', {
  tenant_id: Type.Optional(
    Identifier("One of the caller's tenants; if absent, every tenant that the caller may name."),
  ),
  agent_id: Type.Optional(Identifier('The agent to stop; every one if absent.')),
  tool: Type.Optional(
    Identifier('The tool to stop: its name, or a glob; not tools alone if absent.'),
  ),
  reason: Type.String({
    minLength: 1,
    maxLength: MAX_LOCKDOWN_REASON_LENGTH,
    description: 'Why: for those who are stopped, and for the audit log.',
  }),
});

export const LockdownSchema = Type.Object(
  {
    id: Type.String({
      description: '`ld-` and 24 hex digits; `config-` and a number for one of the configuration.',
    }),
    tenant_id: StringOrNull('The tenant; null: every one.'),
    agent_id: StringOrNull('The agent; null: every one.'),
    tool: StringOrNull('The tool or glob; null: not tools alone.'),
    reason: Type.String(),
    set_by: StringOrNull('Who set it; null for one of the configuration.'),
    by_operator: Type.Boolean({
      description:
        'Set by who may name every tenant, or in the configuration: nobody else lifts it.',
    }),
    created_at: StringOrNull('When it was set; null for one of the configuration.'),
  },
  { title: 'Lockdown', additionalProperties: false },
);

const EXAMPLE = {
  id: EXAMPLE_ID,
  tenant_id: 'default',
  agent_id: 'billing-bot',
  tool: null,
  reason: 'refunds go wrong',
  set_by: 'security-admin',
  by_operator: true,
  created_at: '2026-01-01T00:00:00.000Z',
};

export const lockdownSetRoute = defineRoute({
  id: 'lockdown_set',
  method: 'POST',
  path: '/v1/lockdown',
  summary: 'Stop a tenant, an agent, a tool, or everything',
  tags: ['lockdown'],
  hot: false,
  query: NoQuery,
  body: {
    schema: LockdownBody,
    required: true,
    example: { tenant_id: 'default', agent_id: 'billing-bot', reason: 'refunds go wrong' },
  },
  answer: {
    description: 'The lockdown: from now on, until it is lifted.',
    schema: LockdownSchema,
    example: EXAMPLE,
  },
  errors: ['state_unavailable'],
});

export const lockdownsRoute = defineRoute({
  id: 'lockdowns',
  method: 'GET',
  path: '/v1/lockdown',
  summary: 'What is stopped',
  tags: ['lockdown'],
  hot: false,
  query: NoQuery,
  answer: {
    description:
      "What stops the caller's tenants: by the configuration, then by people, the oldest first.",
    schema: Type.Array(LockdownSchema, { title: 'Lockdowns' }),
    example: [EXAMPLE],
  },
  errors: ['state_unavailable'],
});

export const lockdownLiftRoute = defineRoute({
  id: 'lockdown_lift',
  method: 'DELETE',
  path: '/v1/lockdown/{id}',
  params: Type.Object({
    id: Type.String({
      pattern: '^(?:ld-[0-9a-f]{24}|config-[1-9][0-9]{0,5})$',
      description: 'The `id` of a lockdown.',
      examples: [EXAMPLE_ID],
    }),
  }),
  summary: 'Lift a lockdown',
  tags: ['lockdown'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'The lockdown that was lifted.',
    schema: LockdownSchema,
    example: EXAMPLE,
  },
  errors: ['state_unavailable', 'conflict'],
});
