import { expect, test } from '@jest/globals';
import { amountOfMicros, decimalOfMicros } from '@safeai/core';
import fc from 'fast-check';
import { microsOf, microsOfAmount, priceParts } from './money.ts';

test('a price is read as the decimal that it prints as', () => {
  expect(priceParts(0.15)).toBe(150_000_000n);
  expect(priceParts('0.075')).toBe(75_000_000n);
  expect(priceParts(0)).toBe(0n);
  expect(priceParts(1e-9)).toBe(1n);
  expect(priceParts('1.500000000000')).toBe(1_500_000_000n);
  expect(priceParts(1e21)).toBe(10n ** 30n);
});

test('what is no price, or is finer than a billionth, is refused', () => {
  for (const price of [-1, NaN, Infinity, '1,5', '', ' 1', '0x1', 1e-10, '0.0000000001', 1e300]) {
    expect(() => priceParts(price)).toThrow(expect.objectContaining({ code: 'invalid_config' }));
  }
});

test('a decimal is kept to its last digit', () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(999_999_999), (whole, fraction) => {
      const digits = String(fraction).padStart(9, '0');
      expect(priceParts(`${String(whole)}.${digits}`)).toBe(BigInt(`${String(whole)}${digits}`));
    }),
  );
});

test('money is rounded up to the millionth, and never past what a number holds', () => {
  expect([microsOf(0n), microsOf(1n), microsOf(10n ** 9n), microsOf(10n ** 9n + 1n)]).toEqual([
    ...[0, 1, 1, 2],
  ]);
  expect(microsOf(10n ** 40n)).toBe(Number.MAX_SAFE_INTEGER);
});

test('an amount and its millionths are the same decimal', () => {
  expect([microsOfAmount(19.99), microsOfAmount(0.1), microsOfAmount(0)]).toEqual([
    ...[19_990_000, 100_000, 0],
  ]);
  expect(microsOfAmount(1e-7)).toBe(0);
  for (const amount of [-1, NaN, Infinity, 1e10]) {
    expect(() => microsOfAmount(amount)).toThrow(/no amount/);
  }
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000_000_000 }), (micros) => {
      expect(microsOfAmount(amountOfMicros(micros))).toBe(micros);
      expect(decimalOfMicros(micros)).toMatch(/^\d+\.\d{6}$/);
      expect(microsOfAmount(Number(decimalOfMicros(micros)))).toBe(micros);
    }),
  );
});
