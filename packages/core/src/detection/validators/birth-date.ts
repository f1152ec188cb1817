/** Whether a day exists: month 1 to 12, day 1 to the month's last. Without a century a leap day is let through. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year < 100 ? year % 4 === 0 : new Date(Date.UTC(year, 2, 0)).getUTCDate() === 29;
  const last = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= last;
}

/** Whether six digits, year month day, are a day. */
export function isYymmdd(digits: string): boolean {
  return isDay(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4, 6)));
}

/** Whether six digits, day month year, are a day. */
export function isDdmmyy(digits: string): boolean {
  return isDay(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)), Number(digits.slice(0, 2)));
}
