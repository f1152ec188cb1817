/** A day, or a minute and more of it, with an offset or in the viewer's zone. */
const MOMENT =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[-+]\d\d:?\d\d)?)?$/i;

/**
 * A moment as somebody writes it: a day, a minute, with or without an offset. Without one it is meant in the viewer's
 * zone. Milliseconds since the epoch; null for any other text.
 */
export function momentOf(text: string): number | null {
  const [, day = '', clock = '00:00', offset = ''] = MOMENT.exec(text.trim()) ?? [];
  if (day === '' || !isDay(day)) return null;
  const zone = /^[-+]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const moment = Date.parse(`${day}T${clock}${zone.toUpperCase()}`);
  return Number.isNaN(moment) ? null : moment;
}

/** Date.parse takes the 31st of February for one in March. */
function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
}

/** A moment in the viewer's zone as an input of the type `datetime-local` has it. @param moment ms since the epoch */
export function localInput(moment: number): string {
  const at = new Date(moment);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [
    at.getFullYear().toString().padStart(4, '0'),
    two(at.getMonth() + 1),
    two(at.getDate()),
  ];
  return `${day.join('-')}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
