import { parseDuration, type LoadedConfig } from '@safeai/config';
import {
  Budgets,
  type BudgetRule,
  type ModelPrice,
  priceBook,
  type PriceBook,
  type Rates,
} from '@safeai/cost';
import type { Ports } from '@safeai/core';

/** What calls cost and what may be spent under a configuration. */
export interface CostRules {
  readonly book: PriceBook;
  readonly budgets: Budgets;
  /** Output tokens that are reserved for a request that sets no limit of its own. */
  readonly reserveOutputTokens: number;
}

/** @throws SafeAIError `invalid_config` for prices and budgets that are none */
export function costFromConfig(
  { config }: LoadedConfig,
  { budgets: ledger, clock, ids }: Pick<Ports, 'budgets' | 'clock' | 'ids'>,
): CostRules {
  const { currency, models, reservationTtl, reserveOutputTokens } = config.prices;
  const book = priceBook({ currency, models: models.map(modelPrice) });
  const rules = config.budgets.map((budget): BudgetRule => budget);
  const leaseTtlMs = Math.max(parseDuration(reservationTtl), longestCallMs(config));
  const budgets = new Budgets({ rules, book, ledger, clock, ids, leaseTtlMs });
  return { book, budgets, reserveOutputTokens };
}

/** A call that is over has lost its reservation's protection: none is to end before it. */
function longestCallMs({ proxy }: Config): number {
  return (proxy.totalSeconds + proxy.guard.approvalWaitSeconds) * 1000 + MARGIN_MS;
}

/** For the guard, and to write the end down. */
const MARGIN_MS = 60_000;

type Config = LoadedConfig['config'];
type ConfiguredPrice = Config['prices']['models'][number];
type ConfiguredRates = Pick<ConfiguredPrice, Extract<keyof ConfiguredPrice, `${string}PerMillion`>>;

function modelPrice(given: ConfiguredPrice): ModelPrice {
  const { model, aliases, provider, longContext } = given;
  return {
    ...{ model, aliases },
    ...(provider === undefined ? {} : { provider }),
    ...ratesOf(given),
    ...(longContext === undefined
      ? {}
      : { longContext: { above: longContext.above, ...ratesOf(longContext) } }),
  };
}

/** Each price under its own name; those that are absent stay absent. */
const NAMES = {
  inputPerMillion: 'input',
  outputPerMillion: 'output',
  cachedInputPerMillion: 'cachedInput',
  cacheWritePerMillion: 'cacheWrite',
  cacheWriteHourPerMillion: 'cacheWriteHour',
  audioInputPerMillion: 'audioInput',
  cachedAudioInputPerMillion: 'cachedAudioInput',
  reasoningPerMillion: 'reasoning',
  audioOutputPerMillion: 'audioOutput',
} as const satisfies Record<keyof ConfiguredRates, keyof Rates>;

function ratesOf(given: ConfiguredRates): Rates {
  const rates = Object.entries(NAMES).flatMap(([from, to]) => {
    const price = given[from as keyof ConfiguredRates];
    return price === undefined ? [] : [[to, price] as const];
  });
  return Object.fromEntries(rates) as unknown as Rates;
}
