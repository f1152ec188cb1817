/** Dates of birth as identifiers hold them. */

const two = (value) => String(value).padStart(2, '0');

/** A person's birth: day, month, four- and two-digit year. */
export function birth(random, from = 1950, to = 1999) {
  const year = random.int(from, to);
  return {
    year: String(year),
    yy: two(year % 100),
    mm: two(random.int(1, 12)),
    dd: two(random.int(1, 28)),
  };
}
