import type { Environment } from './environment.ts';
import type { Input } from './invocation.ts';
import { decodedVariable } from './origin.ts';
import { joinSources } from './source.ts';
import type { Command } from './syntax/syntax.ts';

/** Files that a script writes are remembered up to this many. */
const MAX_FILES = 256;

/** `cmd > file`: what a command writes to a file, in case the file is run later. */
export function rememberWrites(command: Command, output: Input, environment: Environment): void {
  for (const { operator, target } of command.redirects) {
    if (operator.startsWith('>') && !operator.endsWith('&'))
      rememberFile(target.value, output, operator === '>>', environment);
  }
}

/** A file now holds this. */
export function rememberFile(
  path: string,
  content: Input,
  appended: boolean,
  { downloads, files }: Pick<Environment, 'downloads' | 'files'>,
): void {
  const name = plainPath(path);
  mark(downloads, name, content.fetched, appended);
  mark(downloads, decodedVariable(name), content.decoded, appended);
  const before = appended ? files.get(name) : undefined;
  const texts = before === undefined ? content.texts : [before, ...content.texts];
  if (texts.length === 0) files.delete(name);
  else if (files.size < MAX_FILES || files.has(name)) files.set(name, joinSources(texts, '\n'));
}

function mark(set: Set<string>, key: string, on: boolean, keep: boolean): void {
  if (on) set.add(key);
  else if (!keep && set.size > 0) set.delete(key);
}

/** A path without a leading `./`, by which a file is known to the script that wrote it. */
export function plainPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}

/** A file that git runs by itself, whenever it is at this step. */
const GIT_HOOK = /(?:^|\/)(?:\.git\/hooks|\.husky|\.githooks)\/[a-z][a-z-]{2,40}$/;

export function isGitHook(path: string): boolean {
  return GIT_HOOK.test(path);
}
