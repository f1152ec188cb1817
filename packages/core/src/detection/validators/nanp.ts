/** A number of the North American Numbering Plan: area and exchange from 200, neither ending in 11. */
export function isNanp(value: string): boolean {
  const digits = value
    .replace(/(?:ext|x|#).*$/i, '')
    .replace(/[^0-9]/g, '')
    .replace(/^1(?=[0-9]{10}$)/, '');
  return /^[2-9](?!11)[0-9]{2}[2-9](?!11)[0-9]{6}$/.test(digits);
}
