import type { AnswerOf } from '@safeai/api';
import { decimalOfMicros } from '@safeai/core';
import { alignColumns } from './columns.ts';
import { printable } from './printable.ts';

type Summary = AnswerOf<'cost_summary'>;
type Budget = AnswerOf<'budgets'>[number];

/** A summary of what was spent, line by line. */
export function costLines(summary: Summary): string[] {
  const { micros, calls, period, currency, unpriced } = summary;
  const money = (amount: number): string => `${decimalOfMicros(amount)} ${currency}`;
  const rows = [
    ['total', '', money(micros.total_cost), `${String(calls)} calls, ${period}`],
    ...forecastRow(summary, money),
    ...(['model', 'tenant', 'user', 'agent'] as const).flatMap((what) =>
      Object.entries(micros[`by_${what}`]).map(([name, amount]) => [
        ...[what, printable(name), money(amount)],
      ]),
    ),
    ...unpriced.map(({ model, calls: some, input_tokens: input, output_tokens: output }) => [
      ...['model', printable(model), 'no price'],
      `${String(some)} calls, ${String(input)} tokens in and ${String(output)} out`,
    ]),
  ];
  return alignColumns(rows);
}

/** What the current month is likely to come to; no row where there is too little to go by. */
function forecastRow(
  { forecast, micros }: Summary,
  money: (amount: number) => string,
): readonly string[][] {
  if (forecast === null || micros.forecast === null) return [];
  const { spent, projected, low, high } = micros.forecast;
  const range = `${decimalOfMicros(low)} to ${money(high)}`;
  return [
    ['month', forecast.period, money(projected), `forecast, ${range}; ${money(spent)} so far`],
  ];
}

/** A budget in a list: its name, whose account it is, what is spent and reserved of how much, and until when. */
export function budgetRow(budget: Budget): readonly string[] {
  const { micros, currency, resets_at: resetsAt } = budget;
  const money = (amount: number): string => `${decimalOfMicros(amount)} ${currency}`;
  const tokens = (amount: number): string => `${String(amount)} tokens`;
  const { limit_tokens: limit, spent_tokens: spent, reserved_tokens: reserved } = budget;
  const inTokens = { limit, spent, reserved };
  return [
    printable(budget.name),
    accountOf(budget),
    [...standing(micros, money), ...standing(inTokens, tokens)].join('; '),
    budget.action === 'warn' ? 'warns only' : '',
    resetsAt === null ? 'never resets' : `resets ${resetsAt}`,
  ];
}

function accountOf(budget: Budget): string {
  const named = (['tenant_id', 'user', 'agent_id', 'key_id', 'model'] as const).flatMap((field) => {
    const name = budget[field];
    return name === null ? [] : [`${field.replace('_id', '')} ${printable(name)}`];
  });
  return named.join(', ');
}

interface Amounts {
  readonly limit: number | null;
  readonly spent: number | null;
  readonly reserved: number | null;
}

/** `0.001000 of 0.500000 USD spent, 0.000100 USD reserved`; nothing for what is not limited. */
function standing(
  { limit, spent, reserved }: Amounts,
  write: (amount: number) => string,
): readonly string[] {
  if (limit === null) return [];
  if (spent === null || reserved === null) return [`limit ${write(limit)}`];
  const held = reserved === 0 ? '' : `, ${write(reserved)} reserved`;
  return [`${write(spent)} of ${write(limit)} spent${held}`];
}
