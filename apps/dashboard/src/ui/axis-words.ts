const DAY_MS = 86_400_000;

/** Where and how marks are read; those of the viewer if absent. */
interface Reader {
  readonly locale?: string;
  readonly timeZone?: string;
}

/**
 * The marks of an axis of time: days, or times of the day. What is larger (the year, the day) stands in a second line,
 * where it begins.
 *
 * @param moments ascending, in milliseconds since the epoch
 * @param stepMs from one to the next
 */
export function axisWords(
  moments: readonly number[],
  stepMs: number,
  { locale, timeZone }: Reader = {},
): readonly string[] {
  const format = (parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...parts, timeZone });
  const day = format({ day: 'numeric', month: 'short' });
  const [own, larger] =
    stepMs >= DAY_MS
      ? [day, format({ year: 'numeric' })]
      : [format({ timeStyle: stepMs < 60_000 ? 'medium' : 'short' }), day];
  let before = '';
  return moments.map((moment) => {
    const above = larger.format(moment);
    const isNew = above !== before;
    before = above;
    return isNew ? `${own.format(moment)}\n${above}` : own.format(moment);
  });
}
