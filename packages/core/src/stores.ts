/**
 * What threads that keep files need of the core. The rest of it, its catalog of detectors above all, takes some 30 MB
 * in each thread that loads it.
 */
export {
  accountKey,
  amountOf,
  commitTo,
  dayOf,
  EMPTY_ACCOUNT,
  fitsAccount,
  releaseFrom,
  reserveOn,
} from './budgets/account.ts';
export {
  MAX_BUDGET_ACCOUNTS,
  MAX_BUDGET_AMOUNT,
  MAX_SPEND_SUMS,
  OTHER_MODELS,
  SPEND_KEEP_MS,
} from './budgets/ledger.ts';
export { AUDIT_CSV_HEADER, auditCsvRow } from './audit/audit-csv.ts';
export { csvRow } from './csv.ts';
export { AUDIT_FACETS } from './audit/audit-tally.ts';
export { InvalidRequestError, SafeAIError } from './errors.ts';
export { tagCovers, tagWithParents } from './tags.ts';
export { coversTenants, inScope } from './tenant-scope.ts';
