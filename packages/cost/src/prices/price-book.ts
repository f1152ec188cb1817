import { compileGlob, type Glob } from '@safeai/core';
import { priceParts } from '../money.ts';
import { canonicalNames, providerOf } from './model-name.ts';
import type { ModelPrice, PriceList, Rates } from './price.ts';
import { SHIPPED_PRICES } from './shipped.ts';

/** Kinds of tokens, each with a price of its own. */
export type TokenKind = keyof Rates;

/** Prices in billionths of the currency for a million tokens. */
export type RateParts = Readonly<Record<TokenKind, bigint>>;

/** What a model costs, ready to be multiplied. */
export interface PricedModel {
  /** One name for all names of the model. */
  readonly name: string;
  readonly price: ModelPrice;
  readonly rates: RateParts;
  readonly longContext: { readonly above: number; readonly rates: RateParts } | null;
}

/** Which model a call names, and who sells it: the upstream's provider, where it is known. */
export interface ModelQuery {
  readonly model: string;
  readonly provider?: string | null;
}

interface Entry {
  /** Its place in the list. */
  readonly place: number;
  readonly provider: string | undefined;
  readonly matches: Glob;
  readonly priced: PricedModel;
}

/** Most names that are remembered with their price. */
const MAX_FOUND = 1000;

/**
 * What models cost. Plain names are found in constant time, globs one after another. Prices of one's own go before
 * the shipped ones.
 */
export class PriceBook {
  readonly version: string;
  readonly currency: string;
  /** By lower-case name. */
  readonly #byName = new Map<string, Entry[]>();
  readonly #globs: Entry[] = [];
  /** What was found lately: a call asks for its model several times. */
  readonly #found = new Map<string, PricedModel>();
  #count = 0;

  /** @throws SafeAIError `invalid_config` for what is no price */
  constructor(list: PriceList) {
    this.version = list.version;
    this.currency = list.currency;
    for (const price of list.models) this.#add(price);
  }

  /** How many prices there are. */
  get size(): number {
    return this.#count;
  }

  /**
   * The price of a model; undefined for one that the book does not know, which is not a free one. A provider that is
   * given must be the price's, if that names one; without it, a prefix such as `openai/` names it. A name with a date
   * behind it (`gpt-4o-mini-2024-07-18`) that is not there has the price of the name without it.
   */
  find({ model, provider = null }: ModelQuery): PricedModel | undefined {
    const query = `${provider ?? ''}\n${model}`;
    const known = this.#found.get(query);
    if (known !== undefined) return known;
    for (const name of canonicalNames(model, provider)) {
      const found = this.#lookUp(name.model, name.provider);
      if (found === undefined) continue;
      if (this.#found.size >= MAX_FOUND) this.#found.clear();
      this.#found.set(query, found);
      return found;
    }
    return undefined;
  }

  #lookUp(model: string, provider: string | null): PricedModel | undefined {
    const fits = (entry: Entry): boolean =>
      entry.provider === undefined ||
      entry.provider === provider ||
      (provider === null && !NEEDS_PROVIDER.has(entry.provider));
    const named = this.#byName.get(model)?.find(fits);
    const glob = this.#globs.find((entry) => fits(entry) && entry.matches(model));
    if (named === undefined || glob === undefined) return (named ?? glob)?.priced;
    return (glob.place < named.place ? glob : named).priced;
  }

  #add(price: ModelPrice): void {
    const { longContext } = price;
    const priced: PricedModel = {
      name: price.model.toLowerCase(),
      price,
      rates: ratesOf(price),
      longContext:
        longContext === undefined
          ? null
          : { above: longContext.above, rates: ratesOf(longContext) },
    };
    this.#count++;
    for (const name of [price.model, ...(price.aliases ?? [])]) {
      this.#addName(
        name.toLowerCase(),
        price.provider === undefined ? undefined : providerOf(price.provider),
        priced,
      );
    }
  }

  #addName(name: string, provider: string | undefined, priced: PricedModel): void {
    const entry = { place: this.#count, provider, matches: compileGlob(name), priced };
    if (name.includes('*')) {
      this.#globs.push(entry);
      return;
    }
    const known = this.#byName.get(name);
    if (known === undefined) this.#byName.set(name, [entry]);
    else known.push(entry);
  }
}

/** Whose prices hold only where the upstream itself is said to be theirs: a caller's word must not make a call free. */
const NEEDS_PROVIDER: ReadonlySet<string> = new Set(['local']);

function ratesOf(rates: Rates): RateParts {
  const input = priceParts(rates.input);
  const output = priceParts(rates.output);
  const or = (price: Rates[TokenKind], otherwise: bigint): bigint =>
    price === undefined ? otherwise : priceParts(price);
  const cachedInput = or(rates.cachedInput, input);
  const cacheWrite = or(rates.cacheWrite, input);
  return {
    input,
    output,
    cachedInput,
    cacheWrite,
    cacheWriteHour: or(rates.cacheWriteHour, cacheWrite),
    audioInput: or(rates.audioInput, input),
    cachedAudioInput: or(rates.cachedAudioInput, cachedInput),
    reasoning: or(rates.reasoning, output),
    audioOutput: or(rates.audioOutput, output),
  };
}

/**
 * The shipped prices, after prices of one's own. Shipped ones are in US dollars: in another currency there are only
 * those that are given.
 *
 * @throws SafeAIError `invalid_config` for what is no price
 */
export function priceBook(
  own: { readonly currency?: string; readonly models?: readonly ModelPrice[] } = {},
): PriceBook {
  const { currency = SHIPPED_PRICES.currency, models = [] } = own;
  const shipped = currency === SHIPPED_PRICES.currency ? SHIPPED_PRICES.models : [];
  return new PriceBook({
    version: SHIPPED_PRICES.version,
    currency,
    models: [...models, ...shipped],
  });
}
