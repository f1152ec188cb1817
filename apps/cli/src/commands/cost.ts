import type { Command } from 'commander';
import type { BudgetOptions, CostSummaryOptions } from '../actions/cost.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions } from './shared-options.ts';

/** `safeai cost summary`. */
export function addCost(program: Command, context: CommandContext): void {
  const cost = program.command('cost').description('see what calls to providers have cost');
  const summary = cost
    .command('summary')
    .description('sum up what was spent, by model, tenant, user and agent')
    .option('--period <period>', 'today, month, or last_<days>d', 'last_30d')
    .action(async (options: CostSummaryOptions) => {
      const { costSummary } = await import('../actions/cost.ts');
      context.exitCode = await costSummary(options, context);
    });
  addJsonOption(addStateOptions(summary));
}

/** `safeai budget`. */
export function addBudget(program: Command, context: CommandContext): void {
  const budget = program
    .command('budget')
    .description('see how budgets stand')
    .action(async (options: BudgetOptions) => {
      const { listBudgets } = await import('../actions/cost.ts');
      context.exitCode = await listBudgets(options, context);
    });
  addJsonOption(addStateOptions(budget));
}
