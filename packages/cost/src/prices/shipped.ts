import { ANTHROPIC_PRICES } from './anthropic.ts';
import { DEEPSEEK_PRICES } from './deepseek.ts';
import { GOOGLE_PRICES } from './google.ts';
import { MISTRAL_PRICES } from './mistral.ts';
import { OPENAI_PRICES } from './openai.ts';
import type { PriceList } from './price.ts';

/**
 * The shipped prices, for calls at the vendors' standard tier, in US dollars. They are entered by hand: whoever relies on
 * them checks them against `source`. Where a price depends on the
 * hour or on an offer for a time, it is the highest, so that a budget is never overspent. A model that is not here is
 * unpriced until it gets a price of its own. `local` is for models that one runs oneself: they cost nothing, where
 * the upstream itself says that it is `local`.
 */
export const SHIPPED_PRICES: PriceList = {
  version: '2026-11-22',
  currency: 'USD',
  models: [
    ...OPENAI_PRICES,
    ...ANTHROPIC_PRICES,
    ...GOOGLE_PRICES,
    ...MISTRAL_PRICES,
    ...DEEPSEEK_PRICES,
    { model: '*', provider: 'local', input: 0, output: 0 },
  ],
};
