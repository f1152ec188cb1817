/** What a million tokens cost, as a decimal in the currency of the book. */
export type Decimal = number | string;

/** Prices for a million tokens. */
export interface Rates {
  readonly input: Decimal;
  readonly output: Decimal;
  /** Read from a cache. As `input` if absent. */
  readonly cachedInput?: Decimal;
  /** Written to a cache for minutes. As `input` if absent. */
  readonly cacheWrite?: Decimal;
  /** Written to a cache for an hour. As `cacheWrite` if absent. */
  readonly cacheWriteHour?: Decimal;
  /** As `input` if absent. */
  readonly audioInput?: Decimal;
  /** As `cachedInput` if absent. */
  readonly cachedAudioInput?: Decimal;
  /** As `output` if absent. */
  readonly reasoning?: Decimal;
  /** As `output` if absent. */
  readonly audioOutput?: Decimal;
}

/** Prices of calls whose whole input is longer than so many tokens; all tokens of such a call have them. */
export interface LongContextRates extends Rates {
  readonly above: number;
}

/** What a model costs. */
export interface ModelPrice extends Rates {
  /** Name, or a glob: `*` stands for any run of characters. Case does not count. */
  readonly model: string;
  /** Who sells it: `openai`, `anthropic`, … Any if absent. */
  readonly provider?: string;
  /** Further names of it. */
  readonly aliases?: readonly string[];
  readonly longContext?: LongContextRates;
  /** The page where its vendor publishes it. Not that the figure was compared with it. */
  readonly source?: string;
  /** The day that the figure was entered for, such as `2026-09-23`. */
  readonly asOf?: string;
  /** What the price leaves out. */
  readonly note?: string;
}

/** A list of prices. */
export interface PriceList {
  /** Names the list, such as its date. */
  readonly version: string;
  /** Three letters (ISO 4217). */
  readonly currency: string;
  /** An earlier one goes before a later one. */
  readonly models: readonly ModelPrice[];
}
