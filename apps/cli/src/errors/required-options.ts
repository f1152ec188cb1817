import type { Command, Option } from 'commander';

/**
 * Asks for required options when all others are known: of `--roles agent`, the misspelt flag is told, and not that
 * `--role` is missing.
 */
export function requiringLast(program: Command): Command {
  const required = new Map<Command, readonly Option[]>();
  for (const command of withSubcommands(program)) {
    const options = command.options.filter(({ mandatory }) => mandatory);
    for (const option of options) option.makeOptionMandatory(false);
    required.set(command, options);
  }
  return program.hook('preAction', (_, command) => {
    const isMissing = (option: Option) =>
      command.getOptionValue(option.attributeName()) === undefined;
    const missing = required.get(command)?.find(isMissing);
    if (missing !== undefined) {
      command.error(`error: required option '${missing.flags}' not specified`);
    }
  });
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
