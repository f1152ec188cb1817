/** What calls of language models cost. Any export added here becomes public API: named exports only. */

// Prices
export {
  PriceBook,
  priceBook,
  type ModelQuery,
  type PricedModel,
  type RateParts,
  type TokenKind,
} from './prices/price-book.ts';
export type { Decimal, LongContextRates, ModelPrice, PriceList, Rates } from './prices/price.ts';
export { SHIPPED_PRICES } from './prices/shipped.ts';

// Cost of a call
export { MAX_CALL_TOKENS, tokensOf } from './usage.ts';
export { costOf, decimalOf, tokensIn, type Cost, type CostPart, type Unpriced } from './cost-of.ts';
export { estimate, type Estimate, type EstimateRequest } from './estimate.ts';
export { MICROS, microsOfAmount } from './money.ts';

// Budgets
export { Budgets, type BudgetsOptions } from './budgets/budgets.ts';
export type {
  BudgetAdmission,
  BudgetCheck,
  BudgetedCall,
  BudgetLease,
  BudgetRefusal,
  BudgetWarning,
  CallEnd,
  CheckableCall,
  SettledCall,
} from './budgets/budgeted-call.ts';
export type { BudgetPer, BudgetRule, OtherwiseAction } from './budgets/budget-rule.ts';
export type { BudgetState } from './budgets/charge.ts';
export { Windows, type BudgetPeriod, type Window } from './budgets/window.ts';

// Summary
export type { Forecast } from './forecast.ts';
export { MAX_DAY_MODELS, type DaySpend } from './spend-by-day.ts';
export {
  costSummary,
  MAX_SUMMARY_DAYS,
  type CostSummary,
  type SummaryParts,
  type SummaryRequest,
  type UnpricedModel,
} from './summary.ts';

/** The version of @safeai/cost. */
export const VERSION = '0.1.0';
