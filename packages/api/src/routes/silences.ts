import { Type } from '@sinclair/typebox';
import { SilenceSchema } from '../schema/alerts.ts';
import { Identifier, NoQuery, RequestBody } from '../schema/request.ts';
import { TimeSpan } from '../schema/time.ts';
import { defineRoute } from './route.ts';

/** Longest reason of a silence. */
const MAX_REASON = 500;

const SILENCE_ID = 'si-5d41402abc4b2a76b9719d91';

const SILENCE = {
  id: SILENCE_ID,
  tenant_id: 'default',
  rule: 'default-blocked',
  event: null,
  agent_id: 'load-test',
  reason: 'load test until noon',
  set_by: 'security-admin',
  created_at: '2026-01-01T00:00:00.000Z',
  until: '2026-01-01T02:00:00.000Z',
};

export const SilenceBody = RequestBody('AlertSilenceRequest', {
  tenant_id: Type.Optional(
    Identifier("One of the caller's tenants; if absent, every tenant that the caller may name."),
  ),
  rule: Type.Optional(Identifier('Alert rules: a name, or a glob. All if absent.')),
  event: Type.Optional(Identifier('Events: a name, or a glob. All if absent.')),
  agent_id: Type.Optional(Identifier('Agents: an id, or a glob. All if absent.')),
  duration: TimeSpan('How long: 30 days at most.'),
  reason: Type.String({
    minLength: 1,
    maxLength: MAX_REASON,
    description: 'Why. Kept and shown; what is detected in it is taken out.',
  }),
});

const common = { tags: ['alerts'], hot: false };

export const silencesRoute = defineRoute({
  ...common,
  id: 'alerts_silences',
  method: 'GET',
  path: '/v1/alerts/silences',
  summary: 'What nobody is told about for a time',
  query: NoQuery,
  answer: {
    description: "Silences that hold now for the caller's tenants, the oldest first.",
    schema: Type.Array(SilenceSchema, { title: 'AlertSilences' }),
    example: [SILENCE],
  },
  errors: ['state_unavailable'],
});

export const silenceSetRoute = defineRoute({
  ...common,
  id: 'alerts_silence',
  method: 'POST',
  path: '/v1/alerts/silences',
  summary: 'Tell nobody about some alerts for a time',
  query: NoQuery,
  body: {
    schema: SilenceBody,
    required: true,
    example: {
      ...{ tenant_id: 'default', rule: 'default-blocked', agent_id: 'load-test' },
      ...{ duration: '2h', reason: 'load test until noon' },
    },
  },
  answer: {
    description: 'The silence. What still goes on when it ends is told then.',
    schema: SilenceSchema,
    example: SILENCE,
  },
  errors: ['state_unavailable'],
});

export const silenceEndRoute = defineRoute({
  ...common,
  id: 'alerts_unsilence',
  method: 'DELETE',
  path: '/v1/alerts/silences/{id}',
  params: Type.Object({
    id: Type.String({
      pattern: '^si-[0-9a-f]{24}$',
      description: 'The `id` of a silence.',
      examples: [SILENCE_ID],
    }),
  }),
  summary: 'End a silence',
  query: NoQuery,
  answer: {
    description: 'The silence that was ended.',
    schema: SilenceSchema,
    example: SILENCE,
  },
  errors: ['state_unavailable'],
});
