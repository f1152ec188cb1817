/** Millionths of the currency as an amount of it, for people and JSON: the number that prints as that decimal. */
export function amountOfMicros(micros: number): number {
  return Number(`${micros}e-6`);
}

/** Millionths of the currency as a decimal with all of its six digits: `0.000308`. */
export function decimalOfMicros(micros: number): string {
  const digits = String(micros).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
