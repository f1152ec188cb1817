import type { Argument } from './argument.ts';
import { sourceFrom, type Source } from './source.ts';
import { plainPath } from './written-files.ts';

/** Variables of the environment whose value some program runs as a command. */
const RUN_VARIABLES =
  /^(?:PAGER|GIT_PAGER|MANPAGER|EDITOR|VISUAL|GIT_EDITOR|GIT_SEQUENCE_EDITOR|GIT_SSH|GIT_SSH_COMMAND|GIT_EXTERNAL_DIFF|GIT_ASKPASS|SSH_ASKPASS|PROMPT_COMMAND|LESSOPEN|BROWSER|RSYNC_RSH)$/;

/** Variables that name a file which every shell runs before anything else. */
const STARTUP_FILES = /^(?:BASH_ENV|ENV)$/;

/**
 * What a variable has some program run: its value, or the file that it names where the script wrote that.
 *
 * @param assignment `NAME=value`
 */
export function runBy(
  name: string,
  assignment: Argument,
  files: ReadonlyMap<string, Source>,
): Source | undefined {
  const value = sourceFrom(assignment, assignment.text.indexOf('=') + 1);
  if (RUN_VARIABLES.test(name)) return value;
  if (!STARTUP_FILES.test(name)) return undefined;
  return assignment.expansions[0]?.process === true ? value : files.get(plainPath(value.text));
}
