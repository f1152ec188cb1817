import { Type } from '@sinclair/typebox';
import { BUDGET_EXAMPLE, BudgetSchema } from '../schema/budget.ts';
import { StringOrNull } from '../schema/json.ts';
import { Identifier, NoQuery, Query } from '../schema/request.ts';
import { Time } from '../schema/time.ts';
import { defineRoute } from './route.ts';

const sums = (type: 'number' | 'integer') => {
  const byName = (description: string) =>
    Type.Unsafe<Readonly<Record<string, number>>>({
      ...{ type: 'object', description },
      additionalProperties: { type, minimum: 0 },
    });
  return {
    by_model: byName('By model, the highest first.'),
    by_tenant: byName('By tenant.'),
    by_user: byName('By user, without calls that no user is known of.'),
    by_agent: byName('By agent, without calls that no agent is known of.'),
  };
};

export const CostSummarySchema = Type.Object(
  {
    total_cost: Type.Number({ description: 'What was spent, in the currency.' }),
    ...sums('number'),
    period: Type.String({ description: 'What the sums are of, such as `last_30d`.' }),
    currency: Type.String({ description: 'ISO 4217.' }),
    calls: Type.Integer({ minimum: 0, description: 'Calls to providers, unpriced ones included.' }),
    micros: Type.Object(
      { total_cost: Type.Integer({ minimum: 0 }), ...sums('integer') },
      {
        description:
          'The same sums in millionths of the currency, as integers: these add up exactly.',
        additionalProperties: false,
      },
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
      period: 'last_30d',
      currency: 'USD',
      calls: 4021,
      micros: {
        total_cost: 12_345_678,
        by_model: { 'gpt-4o-mini': 12_300_000, 'claude-haiku-4-5': 45_678 },
        by_tenant: { default: 12_345_678 },
        by_user: { 'security-admin': 12_345_678 },
        by_agent: { 'billing-bot': 12_345_678 },
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
