import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { alignColumns } from '../output/columns.ts';
import { budgetRow, costLines } from '../output/cost.ts';

/** Options of `safeai budget`. */
export interface BudgetOptions extends StateOptions {
  readonly json?: true;
}

/** Options of `safeai cost summary`. */
export interface CostSummaryOptions extends BudgetOptions {
  readonly period: string;
}

/** Prints what was spent. */
export async function costSummary(
  options: CostSummaryOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { period } = options;
  const { body: summary } = await withRoutes(options, host, (routes) =>
    routes.call('cost_summary', { query: { period } }),
  );
  if (options.json === true) await output.json(summary);
  else {
    for (const line of costLines(summary)) await output.line(line);
    if (summary.unpriced.length > 0) {
      await output.note('what has no price is not in the sums; give it one in prices.models');
    }
  }
  return EXIT.ok;
}

/** Prints how budgets stand. */
export async function listBudgets(
  options: BudgetOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: budgets } = await withRoutes(options, host, (routes) => routes.call('budgets'));
  if (options.json === true) await output.json({ budgets });
  else {
    for (const line of alignColumns(budgets.map(budgetRow))) await output.line(line);
    if (budgets.length === 0) await output.note('no budget has anything spent or reserved');
  }
  return EXIT.ok;
}
