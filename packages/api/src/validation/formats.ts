import type { FormatDefinition } from 'ajv';

/** A text that must have a certain form, and how an error says so. */
interface TextForm {
  readonly validate: (text: string) => boolean;
  /** Goes on from `must be …`. */
  readonly expected: string;
}

/**
 * ISO 8601 with an offset; seconds may be left out. A blank stands for the plus of an offset, as which it arrives
 * in a query that was not encoded.
 */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[-+ ]\d\d(?::?\d\d)?)$/i;

/** As in the configuration: `10s`, `30m`, `2h`, `7d`, `1w`. */
const LENGTH = /^[1-9][0-9]{0,8}[smhdw]$/;

const FORMS: Readonly<Record<string, TextForm>> = {
  'date-time': {
    validate: (text) => !Number.isNaN(millisecondsOfTime(text)),
    expected: 'a time with its offset, such as 2026-01-31T09:00:00Z',
  },
  'time-span': {
    validate: (text) => LENGTH.test(text),
    expected: 'a whole number followed by s, m, h, d or w, such as 30m',
  },
};

/** The forms that are checked beside those of the standard, for ajv. */
export const FORMATS: readonly (readonly [name: string, FormatDefinition<string>])[] =
  Object.entries(FORMS).map(([name, { validate }]) => [name, { type: 'string', validate }]);

/** What a text of a form must be, in words; nothing for a form of the standard. */
export function expectedForm(format: string): string | undefined {
  return FORMS[format]?.expected;
}

/** Milliseconds since the epoch of a time in ISO 8601 with an offset; NaN for any other text. */
export function millisecondsOfTime(text: string): number {
  if (!TIME.test(text)) return NaN;
  const [, moment = '', sign = '', hours = '', minutes = '00'] =
    /^(.*?)(?:Z|([-+ ])(\d\d):?(\d\d)?)$/i.exec(text) ?? [];
  const offset = hours === '' ? 'Z' : `${sign === '-' ? '-' : '+'}${hours}:${minutes}`;
  const local = moment.toUpperCase().replace(',', '.');
  return isDay(local.slice(0, 10)) ? Date.parse(local + offset) : NaN;
}

/** Date.parse takes the 31st of February for one in March. */
function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
}
