import { format, type Logform } from 'winston';

/** Takes what must not be logged out of a text. */
export type Redact = (text: string) => string;

/** Longest text of a log field, in UTF-16 code units. */
const MAX_LENGTH = 2_000;

/** A format that passes every text of a line through a redactor and cuts it to a bounded length. */
export function redacting(redact: Redact = (text) => text): Logform.Format {
  const clean = (text: string): string => {
    const safe = redact(text);
    return safe.length > MAX_LENGTH ? `${safe.slice(0, MAX_LENGTH)}…` : safe;
  };
  return format((info) => {
    const line: Logform.TransformableInfo = { ...info };
    for (const [name, value] of Object.entries(line)) line[name] = cleanValue(value, clean);
    return line;
  })();
}

function cleanValue(value: unknown, clean: Redact): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, clean));
  return value;
}
