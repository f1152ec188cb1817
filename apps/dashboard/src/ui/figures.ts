import { madeWhenUsed } from './made-when-used.ts';

const wholeFormat = madeWhenUsed(() => new Intl.NumberFormat('en'));
const shortFormat = madeWhenUsed(
  () => new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }),
);
const percentFormat = madeWhenUsed(
  () => new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }),
);

/** A figure that is none is not shown as one. @throws TypeError */
function figure(value: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError('A figure is expected, and there is none.');
}

/** A count: `12,345`. */
export function countWords(count: number): string {
  return wholeFormat().format(figure(count));
}

/** A count where there is little room: `12.3K`. */
export function shortCount(count: number): string {
  return shortFormat().format(figure(count));
}

/** A part of a whole: `3.4%`; `0%` of nothing. */
export function shareWords(part: number, whole: number): string {
  return percentFormat().format(whole === 0 ? 0 : figure(part) / figure(whole));
}

/** An amount of money. @param currency ISO 4217 */
export function moneyWords(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    // Calls cost parts of a cent.
    maximumFractionDigits: Math.abs(amount) < 1 ? 6 : 2,
    minimumFractionDigits: 2,
  });
  return format.format(figure(amount));
}
