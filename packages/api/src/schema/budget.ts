import { Type, type Static } from '@sinclair/typebox';
import { NumberOrNull, StringOrNull } from './json.ts';
import { StringEnum } from './string-enum.ts';

const amounts = (type: 'number' | 'integer') => ({
  limit: NumberOrNull('How much may be spent; null where money is not limited.', type),
  spent: NumberOrNull('By calls that have ended.', type),
  reserved: NumberOrNull('Set aside for calls that are under way.', type),
  remaining: NumberOrNull(
    'What may still be set aside, 0 or more; null where money is not limited.',
    type,
  ),
});

/** How a budget stands, in one of its accounts. */
export const BudgetSchema = Type.Object(
  {
    name: Type.String({ description: 'As in `budgets`.' }),
    tenant_id: StringOrNull('Whose account it is; null where it is for all tenants.'),
    user: StringOrNull('Null where users are not told apart.'),
    agent_id: StringOrNull('Null where agents are not told apart.'),
    key_id: StringOrNull('Null where API keys are not told apart.'),
    model: StringOrNull('Null where models are not told apart.'),
    period: StringEnum(['hour', 'day', 'week', 'month', 'total'] as const),
    time_zone: Type.String({ description: 'Of the period.' }),
    action: StringEnum(['block', 'warn'] as const),
    shared: Type.Boolean({
      description:
        'Whether it is shared with others whose spending the caller may not see: what is spent, reserved and remaining is null then.',
    }),
    currency: Type.String({ description: 'ISO 4217.' }),
    ...amounts('number'),
    limit_tokens: NumberOrNull('Null where tokens are not limited.', 'integer'),
    spent_tokens: NumberOrNull('Input and output of calls that have ended.', 'integer'),
    reserved_tokens: NumberOrNull('Set aside for calls that are under way.', 'integer'),
    remaining_tokens: NumberOrNull('0 or more; null where tokens are not limited.', 'integer'),
    micros: Type.Object(amounts('integer'), {
      description: 'The amounts in millionths of the currency, as integers.',
      additionalProperties: false,
    }),
    warn_at_percent: Type.Optional(
      Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 100 }), {
        description: 'Shares of the limits at which it warns, the lowest first.',
      }),
    ),
    resets_at: StringOrNull('When it starts afresh; null: never.'),
  },
  { title: 'Budget', additionalProperties: false },
);

/** A budget as answers show it. */
export type WireBudget = Static<typeof BudgetSchema>;

/** A budget in examples. */
export const BUDGET_EXAMPLE: WireBudget = {
  name: 'team',
  tenant_id: 'default',
  user: null,
  agent_id: null,
  key_id: null,
  model: null,
  period: 'month',
  time_zone: 'UTC',
  action: 'block',
  shared: false,
  currency: 'USD',
  limit: 100,
  spent: 12.345678,
  reserved: 0.010234,
  remaining: 87.644088,
  limit_tokens: null,
  spent_tokens: 25_301_118,
  reserved_tokens: 16_702,
  remaining_tokens: null,
  micros: { limit: 100_000_000, spent: 12_345_678, reserved: 10_234, remaining: 87_644_088 },
  warn_at_percent: [80],
  resets_at: '2026-12-01T00:00:00.000Z',
};
