import { Type } from '@sinclair/typebox';
import { NoQuery } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { defineRoute } from './route.ts';

const StatusSchema = Type.Object(
  { status: StringEnum(['ok']) },
  { title: 'HealthStatus', additionalProperties: false },
);

const HealthSchema = Type.Object(
  {
    status: StringEnum(['ok']),
    version: Type.Optional(Type.String()),
    uptime_seconds: Type.Optional(Type.Number({ minimum: 0 })),
    mode: Type.Optional(StringEnum(['sidecar', 'gateway'])),
    checks: Type.Optional(
      Type.Record(Type.String(), StringEnum(['ok', 'degraded', 'failed']), {
        description: 'The parts that this server depends on, by name.',
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
    description: 'It works.',
    schema: HealthSchema,
    example: { status: 'ok', version: '0.1.0', uptime_seconds: 12.5, mode: 'sidecar', checks: {} },
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
  errors: ['shutting_down'],
});
