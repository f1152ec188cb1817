import type { FrameworkSetup } from '@safeai/core';
import { withUnrecorded } from '../configuration/embedded.ts';
import { closestWord } from '../errors/did-you-mean.ts';
import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';
import { shippedFrameworks } from './frameworks/index.ts';

/** A framework that can be set up, and where it comes from. */
export interface Offered {
  readonly setup: FrameworkSetup;
  /** `shipped`, or `plugin:` and the name of a plugin. */
  readonly origin: string;
}

/** Other names of frameworks. VS Code reads Copilot's hooks. */
const ALIASES: Readonly<Record<string, string>> = { vscode: 'copilot' };

/** SafeAI's own frameworks. */
export function shipped(): readonly Offered[] {
  return shippedFrameworks().map((setup) => ({ setup, origin: 'shipped' }));
}

/** SafeAI's own frameworks and those of the configuration's plugins. @throws ConfigError */
export async function offered(
  config: string | undefined,
  host: CliHost,
): Promise<readonly Offered[]> {
  const ofPlugins = await withUnrecorded(
    config === undefined ? {} : { config },
    host,
    ({ runtime }) => Promise.resolve(runtime.frameworks()),
  );
  return [...shipped(), ...ofPlugins];
}

/**
 * The framework of a name. The configuration is read only for a name that SafeAI itself does not have: a broken one
 * keeps nobody from setting up what it has nothing to do with.
 *
 * @throws UsageError that tells which there are; ConfigError
 */
export async function frameworkOf(
  name: string,
  config: string | undefined,
  host: CliHost,
): Promise<FrameworkSetup> {
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  const own = shippedFrameworks().find(({ id }) => id === known);
  if (own !== undefined) return own;
  const all = await offered(config, host);
  const found = all.find(({ setup }) => setup.id === name);
  if (found !== undefined) return found.setup;
  const names = [...all.map(({ setup }) => setup.id), 'mcp'];
  const meant = closestWord(name, names);
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new UsageError(`there is no framework of that name.${guess}`, {
    hint: `There are ${names.join(', ')}. A plugin can add more.`,
  });
}
