import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';
import { agentIdOf, gatewayUrlOf, isLoopbackUrl } from './circumstances.ts';
import { MCP_HOSTS, mcpSetup } from './frameworks/mcp.ts';
import { frameworkOf, type Offered, offered, shipped } from './offered.ts';
import type { PlannedFramework } from './plan.ts';
import { hasTraces, type ProjectTraits } from './project-traits.ts';
import type { SetupOptions } from './setup-options.ts';

/** What is set up: what is named, or what the project shows. @throws UsageError where that does not settle it */
export async function chosenSetups(
  name: string | undefined,
  options: SetupOptions,
  project: string,
  traits: ProjectTraits,
  host: CliHost,
): Promise<readonly PlannedFramework[]> {
  if (name === 'mcp') return [mcpFramework(options, host)];
  if (options.host !== undefined) throw new UsageError('--host goes with: safeai setup mcp');
  const at = { ...host, cwd: project };
  if (name !== undefined) {
    return [planned(await frameworkOf(name, configFlag(options), at), options)];
  }
  if (options.uninstall === true) throw new UsageError('name what is to be uninstalled');
  const found: Offered[] = [];
  for (const each of await allOffered(options, at)) {
    const { detect } = each.setup;
    if (detect !== undefined && (await hasTraces(project, traits, detect))) found.push(each);
  }
  const names = found.map(({ setup: { id } }) => id);
  if (found.length === 0) {
    throw new UsageError('this project shows no framework that can be set up', {
      hint: 'Name one: safeai setup langchain. safeai setup --list tells which there are.',
    });
  }
  if (found.length > 1 && options.yes !== true) {
    throw new UsageError(`this project uses ${names.join(', ')}`, {
      hint: `Name one: safeai setup ${names[0] ?? ''}. --yes sets up all of them.`,
    });
  }
  return found.map((each) => planned(each.setup, options));
}

function planned(
  framework: PlannedFramework['setup'],
  { agentId }: SetupOptions,
): PlannedFramework {
  return { setup: framework, agentId: agentIdOf(agentId, framework.id) };
}

/** @throws UsageError without a host */
function mcpFramework(options: SetupOptions, host: CliHost): PlannedFramework {
  if (options.host === undefined) {
    throw new UsageError('where is the MCP server to be registered?', {
      hint: `safeai setup mcp --host ${MCP_HOSTS.join('|')}`,
    });
  }
  const { platform } = host.machine;
  const hasKey = options.key ?? !isLoopbackUrl(gatewayUrlOf(options.gatewayUrl));
  const agentId = agentIdOf(options.agentId, 'mcp');
  const agent = options.agentId === undefined ? {} : { agent: agentId };
  const place = { platform, home: host.machine.home, env: host.env, hasKey, ...agent };
  return { ...mcpSetup(options.host, place), agentId };
}

/** All frameworks that can be set up; SafeAI's own where the configuration cannot be read, which is told. */
export async function allOffered(
  options: SetupOptions,
  host: CliHost,
): Promise<readonly Offered[]> {
  try {
    return await offered(configFlag(options), host);
  } catch {
    host.stderr.write('safeai: the configuration cannot be read: plugins are left out\n');
    return shipped();
  }
}

/** The configuration that is named. */
export function configFlag({ config }: SetupOptions): string | undefined {
  return config === false ? undefined : config;
}
