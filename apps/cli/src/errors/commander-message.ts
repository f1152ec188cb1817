/** Options and commands look like this; anything else may be a pasted secret and is not repeated. */
const PLAIN_NAME = /^-{0,2}[a-z][a-z0-9-]{0,39}$/i;

/**
 * The message of a commander error, on one line and in our words:
 * `unknown command 'scna'. Did you mean scan?`
 */
export function commanderMessage(message: string): string {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const suggestion = /\(Did you mean (.+)\?\)/.exec(rest.join(' '))?.[1];
  const shown = hideOddNames(first).replace(/\.$/, '');
  return suggestion === undefined ? `${shown}.` : `${shown}. Did you mean ${suggestion}?`;
}

function hideOddNames(text: string): string {
  return text.replace(
    /^(unknown (?:option|command)) '(.*)'$/s,
    (whole, what: string, name: string) => (PLAIN_NAME.test(name) ? whole : what),
  );
}
