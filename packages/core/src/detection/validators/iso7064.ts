/** ISO 7064 MOD 11,10 over a digit string that ends in its check digit. */
export function mod11And10Holds(digits: string): boolean {
  let product = 10;
  for (let index = 0; index < digits.length - 1; index++) {
    const sum = (Number(digits[index]) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return digits.length > 1 && (11 - product) % 10 === Number(digits.at(-1));
}

/** ISO 7064 MOD 11-2 over a digit string that ends in its check character, `X` for ten. */
export function mod11And2Holds(text: string): boolean {
  let sum = 0;
  for (const character of text) sum = (sum * 2 + (character === 'X' ? 10 : Number(character))) % 11;
  return /^[0-9]+[0-9X]$/.test(text) && sum === 1;
}
