import type { Environment } from './environment.ts';
import type { Reporter } from './reporter.ts';
import type { Script } from './syntax/syntax.ts';

/** A function, or batch file, whose body pipes itself into itself. */
export function findSelfPiping(
  script: Script,
  locate: (index: number) => number,
  environment: Environment,
  reporter: Reporter,
): void {
  for (let index = 1; index < script.commands.length; index++) {
    const before = script.commands[index - 1];
    if (before?.piped !== true) continue;
    const command = script.commands[index];
    const name = command?.words[0]?.value;
    if (command === undefined || name === undefined || before.words[0]?.value !== name) continue;
    if (!script.functions.has(name) && !/^%~?[fn]?0$/.test(name)) continue;
    const span = {
      start: locate(before.start),
      end: locate(Math.max(command.end - 1, command.start)) + 1,
    };
    reporter.report('shell-fork-bomb', 0.95, span, environment);
  }
}
