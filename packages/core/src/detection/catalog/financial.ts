import type { DetectorRule } from '../rule.ts';
import { ACCOUNT_RULES } from './financial/accounts.ts';
import { CARD_RULES } from './financial/cards.ts';
import { WALLET_ADDRESS_RULES } from './financial/wallets.ts';

/** Every rule that finds cards, accounts and wallets. */
export const FINANCIAL_RULES: readonly DetectorRule[] = [
  ...CARD_RULES,
  ...ACCOUNT_RULES,
  ...WALLET_ADDRESS_RULES,
];
