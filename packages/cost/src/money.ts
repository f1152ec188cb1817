import { SafeAIError } from '@safeai/core';

/** Prices are kept in so many parts of the currency for a million tokens. */
const PRICE_DIGITS = 9;

/** A millionth of the currency, in the parts that prices are kept in, times a million tokens. */
const PARTS_OF_MICRO = 10n ** BigInt(PRICE_DIGITS);

/** Amounts of money are counted in millionths of the currency. */
export const MICROS = 1_000_000;

const DECIMAL = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/**
 * A price for a million tokens as whole billionths of the currency: what one token costs, in billionths of a
 * millionth. Exact: `0.15` is 150 000 000.
 *
 * @throws SafeAIError `invalid_config` for what is no price, or has more than nine digits after the point
 */
export function priceParts(price: number | string): bigint {
  const match = DECIMAL.exec(String(price));
  const [, whole = '', fraction = '', exponent = '0'] = match ?? [];
  const zeros = PRICE_DIGITS + Number(exponent) - fraction.length;
  const digits = BigInt(`0${whole}${fraction}`);
  const isExact = zeros >= 0 || digits % 10n ** BigInt(-zeros) === 0n;
  if (match === null || zeros > 30 || !isExact) {
    throw new SafeAIError(
      'invalid_config',
      `${price} is no price: give an amount for a million tokens, 0 or more, with at most nine digits after the point.`,
    );
  }
  return zeros >= 0 ? digits * 10n ** BigInt(zeros) : digits / 10n ** BigInt(-zeros);
}

/** Millionths of the currency, rounded up. @param parts tokens times {@link priceParts} */
export function microsOf(parts: bigint): number {
  const micros = (parts + PARTS_OF_MICRO - 1n) / PARTS_OF_MICRO;
  return Number(micros < MAX_MICROS ? micros : MAX_MICROS);
}

const MAX_MICROS = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * An amount of the currency, such as a limit, in millionths of it. What is finer is rounded down.
 *
 * @throws SafeAIError `invalid_config` for what is no amount
 */
export function microsOfAmount(amount: number): number {
  // A number under a millionth prints with an exponent of its own.
  const micros = amount >= 0 && amount < 1 / MICROS ? 0 : Math.floor(Number(`${amount}e6`));
  if (Number.isSafeInteger(micros) && micros >= 0) return micros;
  throw new SafeAIError('invalid_config', `${amount} is no amount of money: give 0 or more.`);
}
