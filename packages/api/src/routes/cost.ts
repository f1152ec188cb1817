import { Type } from '@sinclair/typebox';
import { BUDGET_EXAMPLE, BudgetSchema } from '../schema/budget.ts';
import { ObjectOrNull, StringOrNull } from '../schema/json.ts';
import { Identifier, NoQuery, Query } from '../schema/request.ts';
import { Time } from '../schema/time.ts';
import { defineRoute } from './route.ts';

type Amount = 'number' | 'integer';

const byName = (type: Amount, description: string) =>
  Type.Unsafe<Readonly<Record<string, number>>>({
    ...{ type: 'object', description },
    additionalProperties: { type, minimum: 0 },
  });

const sums = (type: Amount) => ({
  by_model: byName(type, 'By model, the highest first.'),
  by_tenant: byName(type, 'By tenant.'),
  by_user: byName(type, 'By user, without calls that no user is known of.'),
  by_agent: byName(type, 'By agent, without calls that no agent is known of.'),
});

const amount = (type: Amount, description: string) =>
  Type.Unsafe<number>({ type, minimum: 0, description });

const day = (type: Amount) => ({
  day: Type.String({ format: 'date', description: 'Such as `2026-11-01`, in UTC.' }),
  total_cost: amount(type, 'Spent on that day.'),
  by_model: byName(
    type,
    'The highest first. The dearest 20 models of the period have their names; the others are `(other)`.',
  ),
});

const forecast = (type: Amount) => ({
  spent: amount(type, 'In this month so far.'),
  projected: amount(type, 'When it ends, if the days to come are like the last ones.'),
  low: amount(type, '`projected` less one standard error, and never less than `spent`.'),
  high: amount(type, '`projected` and one standard error.'),
});

const BY_DAY = 'Each day of the period, the oldest first; those without calls too.';
const FORECAST = 'Of the current month in UTC. Null with less than two full days to go by.';
const CLOSED = { additionalProperties: false };

export const CostSummarySchema = Type.Object(
  {
    total_cost: Type.Number({ description: 'What was spent, in the currency.' }),
    ...sums('number'),
    period: Type.String({ description: 'What the sums are of, such as `last_30d`.' }),
    currency: Type.String({ description: 'ISO 4217.' }),
    calls: Type.Integer({ minimum: 0, description: 'Calls to providers, unpriced ones included.' }),
    micros: Type.Object(
      {
        total_cost: Type.Integer({ minimum: 0 }),
        ...sums('integer'),
        by_day: Type.Array(Type.Object(day('integer'), CLOSED), { description: BY_DAY }),
        forecast: ObjectOrNull(forecast('integer'), { description: FORECAST }),
      },
      {
        description:
          'The same sums in millionths of the currency, as integers: these add up exactly.',
        additionalProperties: false,
      },
    ),
    by_day: Type.Array(
      Type.Object(
        { ...day('number'), calls: Type.Integer({ minimum: 0 }) },
        { title: 'CostDay', ...CLOSED },
      ),
      { description: BY_DAY },
    ),
    forecast: ObjectOrNull(
      {
        period: Type.String({ description: 'The month, such as `2026-11`.' }),
        ...forecast('number'),
        days_left: Type.Integer({ minimum: 1, description: 'Today among them.' }),
        basis_days: Type.Integer({ minimum: 2, description: 'Full days that it goes by.' }),
      },
      { title: 'CostForecast', description: FORECAST },
    ),
    budgets: Type.Array(BudgetSchema),
    unpriced: Type.Array(
      Type.Object(
        {
          model: Type.String(),
          calls: Type.Integer({ minimum: 1, description: 'That are not priced, or not wholly.' }),
          input_tokens: Type.Integer({ minimum: 0, description: 'Of all calls of the model.' }),
          output_tokens: Type.Integer({ minimum: 0, description: 'Of all calls of the model.' }),
        },
        { title: 'UnpricedModel', additionalProperties: false },
      ),
      { description: 'Models with calls whose cost is not, or not wholly, in the sums.' },
    ),
    as_of: Time('When the answer was made.'),
  },
  { title: 'CostSummary', additionalProperties: false },
);

export const costSummaryRoute = defineRoute({
  id: 'cost_summary',
  method: 'GET',
  path: '/v1/dashboard/cost/summary',
  summary: 'What calls to providers have cost',
  tags: ['cost'],
  hot: false,
  query: Query({
    period: Type.Optional(
      Type.String({
        description:
          '`today`, `month`, or `last_<days>d` up to `last_400d`, days in UTC and today among them. `last_30d` if absent.',
      }),
    ),
  }),
  answer: {
    description: "Of the caller's tenants.",
    schema: CostSummarySchema,
    example: {
      total_cost: 12.345678,
      by_model: { 'gpt-4o-mini': 12.3, 'claude-haiku-4-5': 0.045678 },
      by_tenant: { default: 12.345678 },
      by_user: { 'security-admin': 12.345678 },
      by_agent: { 'billing-bot': 12.345678 },
      period: 'last_2d',
      currency: 'USD',
      calls: 4021,
      micros: {
        total_cost: 12_345_678,
        by_model: { 'gpt-4o-mini': 12_300_000, 'claude-haiku-4-5': 45_678 },
        by_tenant: { default: 12_345_678 },
        by_user: { 'security-admin': 12_345_678 },
        by_agent: { 'billing-bot': 12_345_678 },
        by_day: [
          {
            day: '2026-11-21',
            total_cost: 8_345_678,
            by_model: { 'gpt-4o-mini': 8_300_000, 'claude-haiku-4-5': 45_678 },
          },
          { day: '2026-11-22', total_cost: 4_000_000, by_model: { 'gpt-4o-mini': 4_000_000 } },
        ],
        forecast: {
          spent: 154_345_678,
          projected: 222_345_678,
          low: 218_200_000,
          high: 226_491_356,
        },
      },
      by_day: [
        {
          day: '2026-11-21',
          total_cost: 8.345678,
          calls: 2718,
          by_model: { 'gpt-4o-mini': 8.3, 'claude-haiku-4-5': 0.045678 },
        },
        { day: '2026-11-22', total_cost: 4, calls: 1303, by_model: { 'gpt-4o-mini': 4 } },
      ],
      forecast: {
        period: '2026-11',
        spent: 154.345678,
        projected: 222.345678,
        low: 218.2,
        high: 226.491356,
        days_left: 9,
        basis_days: 7,
      },
      budgets: [BUDGET_EXAMPLE],
      unpriced: [{ model: 'house-model', calls: 3, input_tokens: 900, output_tokens: 120 }],
      as_of: '2026-11-22T12:00:00.000Z',
    },
  },
  errors: ['state_unavailable'],
});

export const budgetsRoute = defineRoute({
  id: 'budgets',
  method: 'GET',
  path: '/v1/budgets',
  summary: 'How budgets stand',
  tags: ['cost'],
  hot: false,
  query: NoQuery,
  answer: {
    description:
      "In their current periods, by account, at most 1000; those of the caller's tenants. An agent sees its own.",
    schema: Type.Array(BudgetSchema, { title: 'Budgets' }),
    example: [BUDGET_EXAMPLE],
  },
  errors: ['state_unavailable'],
});

export const budgetsCheckRoute = defineRoute({
  id: 'budgets_check',
  method: 'GET',
  path: '/v1/budgets/check',
  summary: 'What a call may still cost',
  tags: ['cost'],
  hot: false,
  query: Query({
    tenant_id: Type.Optional(Identifier("One of the caller's tenants.")),
    user: Type.Optional(Identifier('For admins and billing; everybody else asks for themselves.')),
    agent_id: Type.Optional(Identifier('The agent that would call.')),
    key_id: Type.Optional(
      Identifier('Id of the API key that it would come with. For admins and billing.'),
    ),
    model: Type.Optional(Identifier('Without it, budgets of single models are left out.')),
  }),
  answer: {
    description: 'The budgets that such a call falls under.',
    schema: Type.Object(
      {
        allowed: Type.Boolean({ description: 'Whether all of them have anything left.' }),
        reason: Type.Unsafe<'exceeded' | 'unpriced' | null>({
          ...{ type: ['string', 'null'], enum: ['exceeded', 'unpriced', null] },
          description:
            '`exceeded`: nothing is left of one; `unpriced`: the model has no price, and one limits money.',
        }),
        tenant_id: Type.String(),
        user: Type.String(),
        agent_id: StringOrNull('Null where no agent is named.'),
        key_id: StringOrNull('Null where no API key is.'),
        model: StringOrNull('Null where no model is named.'),
        budgets: Type.Array(BudgetSchema),
        as_of: Time('When the answer was made.'),
      },
      { title: 'BudgetCheck', additionalProperties: false },
    ),
    example: {
      allowed: true,
      reason: null,
      tenant_id: 'default',
      user: 'security-admin',
      agent_id: null,
      key_id: null,
      model: 'gpt-4o-mini',
      budgets: [BUDGET_EXAMPLE],
      as_of: '2026-11-22T12:00:00.000Z',
    },
  },
  errors: ['state_unavailable'],
});
