import { Type } from '@sinclair/typebox';
import { NoQuery } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { defineRoute } from './route.ts';

const StatusSchema = Type.Object(
  { status: StringEnum(['ok']) },
  { title: 'HealthStatus', additionalProperties: false },
);

const STATES = ['ok', 'warning', 'failing'] as const;

const HealthSchema = Type.Object(
  {
    status: StringEnum(STATES, { description: 'That of the part that is worst off.' }),
    version: Type.Optional(Type.String()),
    uptime_seconds: Type.Optional(Type.Number({ minimum: 0 })),
    mode: Type.Optional(StringEnum(['sidecar', 'gateway'])),
    checks: Type.Optional(
      Type.Object(
        {
          audit: StringEnum(STATES),
          state: StringEnum(STATES),
          secrets: StringEnum(STATES, {
            description:
              '`warning`: last values of secrets are used on, or a login of a backend will end. `failing`: one that the configuration names has no value.',
          }),
          alerts: Type.Optional(
            StringEnum(STATES, {
              description:
                'Where there are alert channels. `warning`: one of them fails; nothing else does.',
            }),
          ),
          upstream: Type.Optional(
            StringEnum(STATES, {
              description:
                'In gateway mode: `warning` where some providers rest after failures, `failing` where all do or none is configured. None is called to find out.',
            }),
          ),
        },
        {
          additionalProperties: false,
          description:
            '`warning`: it works, but needs a look. `failing`: what needs it is refused.',
        },
      ),
    ),
    reasons: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'What is the matter with each part that is not well.',
      }),
    ),
  },
  {
    title: 'Health',
    additionalProperties: false,
    description: 'Callers without credentials see the status alone.',
  },
);

export const healthRoute = defineRoute({
  id: 'health',
  method: 'GET',
  path: '/v1/health',
  summary: 'Whether SafeAI works, and what it is',
  tags: ['health'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'How it is. 200 also where a part fails; see `/v1/health/ready`.',
    schema: HealthSchema,
    example: {
      status: 'ok',
      version: '0.1.0',
      uptime_seconds: 12.5,
      mode: 'sidecar',
      checks: { audit: 'ok', state: 'ok', secrets: 'ok' },
    },
  },
  errors: [],
});

export const liveRoute = defineRoute({
  id: 'health_live',
  method: 'GET',
  path: '/v1/health/live',
  summary: 'Whether the process runs',
  tags: ['health'],
  hot: false,
  query: NoQuery,
  answer: { description: 'It runs.', schema: StatusSchema, example: { status: 'ok' } },
  errors: [],
});

export const readyRoute = defineRoute({
  id: 'health_ready',
  method: 'GET',
  path: '/v1/health/ready',
  summary: 'Whether requests may be sent here',
  tags: ['health'],
  hot: false,
  query: NoQuery,
  answer: { description: 'They may.', schema: StatusSchema, example: { status: 'ok' } },
  errors: ['shutting_down', 'audit_unavailable', 'state_unavailable', 'secret_unavailable'],
});
