/** Nothing here has a meaning of its own to systemd. */
const PLAIN = /^[\w./:=,@+-]+$/;

/**
 * A word of a systemd setting: quoted where needed, specifiers (`%`) written out. Control characters are not
 * expected in it.
 *
 * Source: systemd.syntax(7), "Quoting"; systemd.unit(5), "Specifiers".
 */
export function systemdWord(word: string): string {
  if (PLAIN.test(word)) return word;
  const escaped = word.replace(/["\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${escaped}"`;
}

/** An argument of a command: `$` names a variable there, but not in the command's own path (systemd.service(5)). */
export function systemdArgument(word: string): string {
  return systemdWord(word).replaceAll('$', '$$$$');
}
