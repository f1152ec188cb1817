/** Shorter texts are not worth a look before they are written. */
const LONG = 128;

/** What JSON writes otherwise than as itself: quotes, backslashes, control characters, surrogates. */
const ESCAPED = /[^\x20\x21\x23-\x5b\x5d-\ud7ff\ue000-\uffff]/;

/**
 * Writes an answer as JSON, as `JSON.stringify` does. An answer's long texts are its own members (the text that
 * was scanned, the output that may be shown); those without anything to escape are written as they are, which
 * takes less than half the time.
 */
export function stringifyAnswer(answer: object): string {
  if (Array.isArray(answer)) return JSON.stringify(answer);
  let json = '';
  for (const [name, value] of Object.entries(answer) as [string, unknown][]) {
    if (value === undefined) continue;
    const written = typeof value === 'string' ? quoted(value) : JSON.stringify(value);
    json += `${json === '' ? '' : ','}"${name}":${written}`;
  }
  return `{${json}}`;
}

function quoted(text: string): string {
  return text.length < LONG || ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}
