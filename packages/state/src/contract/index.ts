/**
 * What every implementation of the core's stores must hold, as tests for any framework with Jest's faces:
 *
 * ```ts
 * stateContract({ describe, test, expect }, { make: (clock) => myStores(clock) });
 * ```
 */
import { apiKeysContract } from './api-keys.ts';
import { approvalChangesContract } from './approval-changes.ts';
import { approvalQueriesContract } from './approval-queries.ts';
import { budgetLeasesContract } from './budget-leases.ts';
import { budgetSumsContract } from './budget-sums.ts';
import { capabilitiesContract } from './capabilities.ts';
import { lastingContract } from './lasting.ts';
import { limitsContract } from './limits.ts';
import { lockdownsContract } from './lockdowns.ts';
import { memoryContract } from './memory.ts';
import { operationsContract } from './operations.ts';
import { outboxMessagesContract } from './outbox-messages.ts';
import { outboxContract } from './outbox.ts';
import { pseudonymsContract } from './pseudonyms.ts';
import type { StoreFactory, TestRunner } from './runner.ts';
import { sessionsContract } from './sessions.ts';

export {
  alertOf,
  apiKeyOf,
  approvalOf,
  capabilityOf,
  chargeOf,
  entryOf,
  lockdownOf,
  MADE_AT,
  messageOf,
  operationOf,
  reservationOf,
  silenceOf,
  spendOf,
} from './examples.ts';
export {
  ODD_NAMES,
  testClock,
  type Matchers,
  type StoreFactory,
  type TestClock,
  type TestRunner,
} from './runner.ts';

/** Declares the tests of every store. */
export function stateContract(runner: TestRunner, factory: StoreFactory): void {
  approvalChangesContract(runner, factory);
  approvalQueriesContract(runner, factory);
  operationsContract(runner, factory);
  capabilitiesContract(runner, factory);
  apiKeysContract(runner, factory);
  lockdownsContract(runner, factory);
  budgetLeasesContract(runner, factory);
  budgetSumsContract(runner, factory);
  outboxContract(runner, factory);
  outboxMessagesContract(runner, factory);
  memoryContract(runner, factory);
  sessionsContract(runner, factory);
  pseudonymsContract(runner, factory);
  limitsContract(runner, factory);
  lastingContract(runner, factory);
}
