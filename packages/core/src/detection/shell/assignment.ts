import type { Argument } from './argument.ts';
import type { Environment } from './environment.ts';
import { decodedVariable, fetchedVariable, originOf } from './origin.ts';
import type { Word } from './syntax/syntax.ts';

/** No shell takes a name that begins with a digit, but a command behind one is looked at all the same. */
const ASSIGNMENT = /^([A-Za-z0-9_]{1,64})\+?=/;

/** The variable that a word assigns, if it is an assignment. */
export function assignmentOf(word: Word): string | undefined {
  return word.value.includes('=') ? ASSIGNMENT.exec(word.value)?.[1] : undefined;
}

/** Remembers what a variable holds; a folder that `mktemp` makes is a temporary one. */
export function assign(environment: Environment, name: string, value: Argument): void {
  const { variables, downloads } = environment;
  const [made] = value.expansions;
  const equals = value.text.indexOf('=');
  const before = value.text.charAt(equals - 1) === '+' ? (variables.get(name) ?? '') : '';
  if (value.known) variables.set(name, (before + value.text.slice(equals + 1)).slice(0, 4096));
  else if (made?.script?.commands[0]?.words[0]?.value === 'mktemp')
    variables.set(name, '/tmp/made');
  else variables.delete(name);
  const { fetched, decoded } = originOf(value.expansions, downloads);
  mark(downloads, fetchedVariable(name), fetched);
  mark(downloads, decodedVariable(name), decoded);
}

function mark(set: Set<string>, key: string, on: boolean): void {
  if (on) set.add(key);
  else if (set.size > 0) set.delete(key);
}
