import { format, type Logform } from 'winston';

/** Takes what must not be logged out of a text. */
export type Redact = (text: string) => string;

/** Longest text of a log field, in UTF-16 code units. */
const MAX_LENGTH = 2_000;

const WITHHELD = '[withheld: not redacted]';

/** Fields that nobody else has a say in. An address to listen on is no finding. */
const OWN_WORDS = new Set([
  ...['level', 'message', 'timestamp'],
  ...['url', 'mode', 'loopback', 'config', 'policy_revision', 'signal', 'method', 'path'],
]);

/** A format that passes the texts of a line's fields through a redactor and cuts them to a bounded length. */
export function redacting(redact: Redact): Logform.Format {
  const clean = (text: string): string => {
    const safe = attempt(redact, text);
    return safe.length > MAX_LENGTH ? `${safe.slice(0, MAX_LENGTH)}…` : safe;
  };
  return format((info) => {
    const line: Logform.TransformableInfo = { ...info };
    for (const [name, value] of Object.entries(info)) {
      if (!OWN_WORDS.has(name)) line[name] = cleanValue(value, clean);
    }
    return line;
  })();
}

/** A redactor that fails lets nothing through, and stops neither the log nor who writes to it. */
function attempt(redact: Redact, text: string): string {
  try {
    return redact(text);
  } catch {
    return WITHHELD;
  }
}

function cleanValue(value: unknown, clean: Redact): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, clean));
  return value;
}
