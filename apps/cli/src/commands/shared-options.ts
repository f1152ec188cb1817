import { type Command, Option } from 'commander';

/** Adds `--config` and `--env`, which every command has that reads a configuration. */
export function addConfigOptions(command: Command): Command {
  return command
    .option(
      '-c, --config <file>',
      'configuration file (default: SAFEAI_CONFIG, or the nearest safeai.yaml)',
    )
    .option('--env <name>', 'lay safeai.<name>.yaml over it (default: SAFEAI_ENV)');
}

/** Adds `--config`, `--env` and `--state-dir`, which every command has that reads or writes state. */
export function addStateOptions(command: Command): Command {
  return addConfigOptions(command).option(
    '--state-dir <folder>',
    'state folder (default: SAFEAI_STATE_DIR, state.dir, or .safeai beside the configuration)',
  );
}

/** Adds `--json`. */
export function addJsonOption(command: Command): Command {
  return command.option('--json', 'print JSON');
}

/** Adds `--yes`, which every command has that writes: a script need not know which of them asks. */
export function addYesOption(command: Command): Command {
  return command.option('-y, --yes', 'ask nothing');
}

/** Adds what a request may say of its circumstances. */
export function addRequestOptions(command: Command): Command {
  return command
    .option('--tenant <id>', 'tenant whose rules hold')
    .option('--agent <id>', 'agent that acts')
    .option('--session <id>', 'conversation that it belongs to')
    .option('--model <name>', 'model that it is for or from')
    .option('--tag <tag>', 'declare a data tag; may be repeated', collect);
}

/** Adds what commands share that judge a text. */
export function addJudgeOptions(command: Command): Command {
  return command
    .option('--explain', 'tell which rules were considered, and why')
    .option('--show-values', 'print what was found, not masked')
    .addOption(
      new Option('--fail-on <action>', 'mildest action that exits with 1')
        .choices(['block', 'redact', 'flag', 'never'])
        .default('block'),
    );
}

/** Gathers an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
