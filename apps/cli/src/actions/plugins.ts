import type { AnswerOf } from '@safeai/api';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { alignColumns } from '../output/columns.ts';
import { printable } from '../output/printable.ts';

/** Options of `safeai plugins list`. */
export interface ListPluginsOptions extends StateOptions {
  readonly json?: true;
}

/** Prints the plugins of the configuration, and what is wrong with the refused ones. */
export async function listPlugins(
  options: ListPluginsOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body } = await withRoutes({ ...options, tellsPlugins: true }, host, (routes) =>
    routes.call('plugins', {}),
  );
  if (options.json === true) {
    await output.json(body);
    return EXIT.ok;
  }
  const lines = alignColumns(body.plugins.map(pluginRow));
  for (const [index, { problems }] of body.plugins.entries()) {
    await output.line(lines[index] ?? '');
    for (const problem of problems) await output.line(`  ${printable(problem)}`);
  }
  if (body.plugins.length === 0) await output.note('the configuration names no plugin');
  return EXIT.ok;
}

type Plugin = AnswerOf<'plugins'>['plugins'][number];

function pluginRow({ name, version, source, state, ...lists }: Plugin): string[] {
  const { detectors, templates, frameworks } = lists;
  const what = [name, version].filter((part) => part !== null).map(printable);
  const counted = [count(detectors, 'detector'), count(templates, 'template')];
  if (frameworks.length > 0) counted.push(count(frameworks, 'framework'));
  const adds = state === 'refused' ? '' : counted.join(', ');
  return [state, what.join(' '), printable(source), adds];
}

function count(list: readonly string[], what: string): string {
  return `${list.length} ${what}${list.length === 1 ? '' : 's'}`;
}
