import type { Place } from './structured-walk.ts';

/** One argument of a command, and where it stands in the payload. */
export interface Argument {
  readonly text: string;
  readonly place: Place;
}

/** A command put together from arguments, as a shell would read it. */
export interface JoinedCommand {
  readonly text: string;
  /** By argument: its range in `text`, and whether it had to be quoted. */
  readonly parts: readonly {
    readonly start: number;
    readonly end: number;
    readonly quoted: boolean;
    readonly argument: Argument;
  }[];
}

const PLAIN_WORD = /^[\w@%+=:,./~-]+$/;

/** Joins arguments by blanks; one that a shell would split or expand is quoted. */
export function joinArguments(args: readonly Argument[]): JoinedCommand {
  let text = '';
  const parts = args.map((argument) => {
    const quoted = !PLAIN_WORD.test(argument.text);
    if (text !== '') text += ' ';
    const start = text.length;
    text += quoted ? `'${argument.text.replaceAll("'", "'\\''")}'` : argument.text;
    return { start, end: text.length, quoted, argument };
  });
  return { text, parts };
}

/** The scalars of a list, as arguments; nothing when it holds anything else or fewer than two. */
export function listArguments(items: readonly unknown[], place: Place): Argument[] | undefined {
  const args: Argument[] = [];
  items.forEach((item, index) => {
    if (typeof item !== 'string' && typeof item !== 'number') return;
    args.push({ text: String(item), place: { ...place, parent: place, step: index } });
  });
  return args.length === items.length ? args : undefined;
}

const PROGRAM_FIELDS = ['command', 'cmd', 'shell', 'exec', 'run'];
const ARGUMENT_FIELDS = ['args', 'argv', 'arguments'];

/**
 * The arguments of an object that has a program in one field and its arguments in another, as in
 * `{command: "rm", args: ["-rf", "/"]}`; nothing when it has not.
 */
export function programArguments(
  entries: Readonly<Record<string, unknown>>,
  place: Place,
): Argument[] | undefined {
  const program = field(entries, PROGRAM_FIELDS);
  const rest = field(entries, ARGUMENT_FIELDS);
  if (typeof program?.value !== 'string' || !Array.isArray(rest?.value)) return undefined;
  const args = listArguments(rest.value, { ...place, parent: place, step: rest.key });
  if (args === undefined) return undefined;
  return [{ text: program.value, place: { ...place, parent: place, step: program.key } }, ...args];
}

function field(
  entries: Readonly<Record<string, unknown>>,
  names: readonly string[],
): { readonly key: string; readonly value: unknown } | undefined {
  for (const key of Object.keys(entries)) {
    if (key.length <= 9 && names.includes(key.toLowerCase())) return { key, value: entries[key] };
  }
  return undefined;
}
