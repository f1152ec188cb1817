import { showConfig } from '@safeai/config';
import { type ConfigOptions, loadConfiguration } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { toYaml } from '../output/yaml.ts';

/** Options of `safeai config show`. */
export interface ConfigShowOptions extends ConfigOptions {
  readonly json?: true;
}

/** Prints the configuration in force as the file would write it, secrets masked. */
export async function configShow(
  options: ConfigShowOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const loaded = await loadConfiguration(options, host);
  const shown = showConfig(loaded.config);
  if (options.json === true) {
    const { file = null, env = null, files } = loaded;
    await output.json({ file, env, files, config: shown });
    return EXIT.ok;
  }
  await output.note(
    loaded.file === undefined ? 'no safeai.yaml: the defaults' : `from ${loaded.files.join(', ')}`,
  );
  await output.raw(toYaml(shown));
  return EXIT.ok;
}
