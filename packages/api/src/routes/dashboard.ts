import { Type } from '@sinclair/typebox';
import { SEVERITIES } from '../schema/alerts.ts';
import { NumberOrNull, ObjectOrNull, StringOrNull } from '../schema/json.ts';
import { Identifier, NoQuery, Query } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { Time } from '../schema/time.ts';
import { defineRoute } from './route.ts';

/** How far an overview looks back. */
export const OVERVIEW_SPANS = ['1h', '24h', '7d', '30d'] as const;

/** Most approval requests, and most alerts, that an overview counts. */
export const MOST_COUNTED = 1000;

const Count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description === undefined ? {} : { description }) });

const BY_ACTION = {
  allow: Count(),
  flag: Count(),
  redact: Count(),
  pending_approval: Count(),
  block: Count(),
};

const BY_BOUNDARY = { input: Count(), action: Count(), output: Count(), memory: Count() };

/** Of a part of the page. */
const UNKNOWN = { description: 'Null: cannot be known now.' };

export const DashboardOverviewSchema = Type.Object(
  {
    as_of: Time('When its decisions were counted, or the answer was made where they could not be.'),
    since: Time('The first moment that counts: a whole number of steps.'),
    step_seconds: Type.Integer({ minimum: 1, description: 'How long each step of `series` is.' }),
    history: Type.Boolean({
      description:
        'False where no history is kept, or it cannot be read now: the counts of decisions are 0 and `series` is empty then.',
    }),
    total: Count('Decisions on record.'),
    by_action: Type.Object(BY_ACTION, { additionalProperties: false }),
    by_boundary: Type.Object(BY_BOUNDARY, { additionalProperties: false }),
    series: Type.Array(
      Type.Object(
        { ts: Time('When the step begins, in UTC.'), total: Count(), ...BY_ACTION },
        { title: 'OverviewStep', additionalProperties: false },
      ),
      { description: 'Oldest first, steps without decisions included.' },
    ),
    approvals: ObjectOrNull(
      {
        pending: Count(`Requests that wait; at most ${String(MOST_COUNTED)} are counted.`),
        next_expires_at: StringOrNull('When the first of them expires; null where none waits.'),
      },
      UNKNOWN,
    ),
    alerts: ObjectOrNull(
      {
        open: Count(`Alerts that go on; at most ${String(MOST_COUNTED)} are counted.`),
        worst: Type.Unsafe<(typeof SEVERITIES)[number] | null>({
          ...{ type: ['string', 'null'], enum: [...SEVERITIES, null] },
          description: 'The highest severity among them; null where none goes on.',
        }),
      },
      UNKNOWN,
    ),
    stops: NumberOrNull(
      "Emergency stops that concern the caller's tenants. Null: cannot be known now.",
      'integer',
    ),
  },
  { title: 'DashboardOverview', additionalProperties: false },
);

const STEP = { total: 9, allow: 6, flag: 0, redact: 1, pending_approval: 0, block: 2 };

export const dashboardOverviewRoute = defineRoute({
  id: 'dashboard_overview',
  method: 'GET',
  path: '/v1/dashboard/overview',
  summary: 'Decisions in numbers, and what waits for somebody',
  tags: ['dashboard'],
  hot: false,
  query: Query({
    last: Type.Optional(
      StringEnum(OVERVIEW_SPANS, {
        default: '24h',
        description: 'How far it looks back, in steps of 1 m, 30 m, 3 h or 12 h.',
      }),
    ),
    tenant_id: Type.Optional(Identifier("One of the caller's tenants; all of them if absent.")),
  }),
  answer: {
    description: "Of the caller's tenants, in counts alone.",
    schema: DashboardOverviewSchema,
    example: {
      as_of: '2026-11-22T12:00:30.000Z',
      since: '2026-11-22T11:01:00.000Z',
      step_seconds: 60,
      history: true,
      total: 9,
      by_action: { allow: 6, flag: 0, redact: 1, pending_approval: 0, block: 2 },
      by_boundary: { input: 5, action: 3, output: 1, memory: 0 },
      series: [{ ts: '2026-11-22T12:00:00.000Z', ...STEP }],
      approvals: { pending: 1, next_expires_at: '2026-11-22T12:25:00.000Z' },
      alerts: { open: 1, worst: 'error' as const },
      stops: 0,
    },
  },
  errors: [],
});

export const DashboardUserSchema = Type.Object(
  {
    user_id: Type.String(),
    role: Type.String(),
    tenants: Type.Array(Type.String(), { description: 'Those that may be named; `*` for all.' }),
  },
  { title: 'DashboardUser', additionalProperties: false },
);

export const dashboardUsersRoute = defineRoute({
  id: 'dashboard_users',
  method: 'GET',
  path: '/v1/dashboard/users',
  summary: 'The configured users',
  tags: ['dashboard'],
  hot: false,
  query: NoQuery,
  answer: {
    description:
      'As `dashboard.users` has them; who may not name every tenant sees those with no other tenants than their own.',
    schema: Type.Array(DashboardUserSchema, { title: 'DashboardUsers' }),
    example: [{ user_id: 'security-approver', role: 'approver', tenants: ['default'] }],
  },
  errors: [],
});
