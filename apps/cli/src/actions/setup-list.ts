import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { alignColumns } from '../output/columns.ts';
import { printable } from '../output/printable.ts';
import { allOffered } from '../setup/chosen.ts';
import { MCP_HOSTS } from '../setup/frameworks/mcp.ts';
import { hasTraces, type ProjectTraits } from '../setup/project-traits.ts';
import type { SetupOptions } from '../setup/setup-options.ts';

/** `safeai setup --list`: what can be set up, and what of it the project uses. */
export async function listSetups(
  options: SetupOptions,
  project: string,
  traits: ProjectTraits,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const all = await allOffered(options, { ...host, cwd: project });
  const rows = await Promise.all(
    all.map(async ({ setup: { id, title, description, languages, detect }, origin }) => {
      const detected = detect !== undefined && (await hasTraces(project, traits, detect));
      return { id, title, description, languages, origin, detected };
    }),
  );
  rows.push({
    id: 'mcp',
    title: 'MCP server',
    description: `The SafeAI MCP server in a host: --host ${MCP_HOSTS.join('|')}.`,
    languages: [],
    origin: 'shipped',
    detected: false,
  });
  if (options.json === true) {
    await output.json({ frameworks: rows });
    return EXIT.ok;
  }
  const lines = alignColumns(
    rows.map(({ id, title, description, origin, detected }) => [
      detected ? '*' : '',
      id,
      printable(title),
      printable(description),
      origin === 'shipped' ? '' : printable(origin),
    ]),
  );
  for (const line of lines) await output.line(line);
  if (rows.some(({ detected }) => detected)) await output.note('* this project uses it');
  return EXIT.ok;
}
