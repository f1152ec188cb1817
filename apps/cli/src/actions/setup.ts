import type { SetupLanguage } from '@safeai/core';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { CliHost } from '../host.ts';
import { confirm } from '../input/confirm.ts';
import { alignColumns } from '../output/columns.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { planJson, tellPlan } from '../output/setup-plan.ts';
import { type Applied, applyPlan } from '../setup/apply.ts';
import {
  agentIdOf,
  configOf,
  gatewayUrlOf,
  isLoopbackUrl,
  projectOf,
} from '../setup/circumstances.ts';
import { fill } from '../setup/fill.ts';
import { MCP_HOSTS, type McpHost, mcpSetup } from '../setup/frameworks/mcp.ts';
import { frameworkOf, type Offered, offered, shipped } from '../setup/offered.ts';
import { makePlan, type Part, type PlanItem, type PlannedFramework } from '../setup/plan.ts';
import {
  hasTraces,
  installLines,
  type ProjectTraits,
  readTraits,
} from '../setup/project-traits.ts';

/** Options of `safeai setup`. */
export interface SetupOptions {
  readonly list?: true;
  readonly path?: string;
  /** False for `--no-config`. */
  readonly config?: string | false;
  readonly code: boolean;
  readonly env: boolean;
  readonly gitignore: boolean;
  readonly agentId?: string;
  readonly gatewayUrl?: string;
  readonly lang?: 'py' | 'js' | 'ts';
  readonly host?: McpHost;
  readonly key?: true;
  readonly dryRun?: true;
  readonly diff?: true;
  readonly check?: true;
  readonly force?: true;
  readonly uninstall?: true;
  readonly yes?: true;
  readonly json?: true;
}

/**
 * Puts SafeAI into a project: works out what has to be done, shows it and does it. With a conflict nothing is written.
 *
 * @throws UsageError; ConfigError of a configuration whose plugins are asked for
 */
export async function setup(
  name: string | undefined,
  options: SetupOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { host, output } = context;
  const project = await projectOf(options.path, host);
  const traits = await readTraits(project);
  if (options.list === true) return list(options, project, traits, context);
  const frameworks = await chosen(name, options, project, traits, host);
  const gatewayUrl = gatewayUrlOf(options.gatewayUrl);
  const items = await makePlan({
    frameworks,
    project,
    config: await configOf(configFlag(options), project, host),
    gatewayUrl,
    languages: options.lang === undefined ? traits.languages : [LANGUAGES[options.lang]],
    isRemoval: options.uninstall === true,
    isForced: options.force === true,
    without: left(options),
  });
  const applied = await carryOut(items, options, context);
  const told = frameworks.map((each) => adviceOf(each, gatewayUrl, traits));
  const isShown = options.json !== true && options.uninstall !== true && !hasConflict(items);
  if (options.json === true) {
    await output.json({
      frameworks: frameworks.map(({ setup: { id } }) => id),
      path: project,
      applied: applied !== undefined,
      up_to_date: !items.some(isDue),
      items: planJson(items, options.diff === true || options.dryRun === true),
      backups: applied?.backups ?? [],
      install: told.flatMap(({ install }) => install),
      next_steps: told.flatMap(({ steps }) => steps),
      verify: told.flatMap(({ verify }) => verify),
    });
  } else if (isShown && options.check !== true) {
    await tellAdvice(told, output);
  }
  if (hasConflict(items)) return EXIT.pending;
  return options.check === true && items.some(isDue) ? EXIT.pending : EXIT.ok;
}

const LANGUAGES = { py: 'python', js: 'javascript', ts: 'typescript' } as const satisfies Record<
  string,
  SetupLanguage
>;

/** Shows the plan and does it, where that is asked for; undefined where nothing was written. */
async function carryOut(
  items: readonly PlanItem[],
  options: SetupOptions,
  { host, output }: CommandContext,
): Promise<Applied | undefined> {
  const isQuiet = options.json === true;
  const due = items.filter(isDue);
  const isDetailed = options.diff === true || options.dryRun === true;
  if (!isQuiet) await tellPlan(items, isDetailed, output);
  if (hasConflict(items)) {
    if (!isQuiet) await output.note(CONFLICT);
    return undefined;
  }
  if (due.length === 0) {
    if (!isQuiet) await output.line('Nothing to do.');
    return undefined;
  }
  if (options.check === true || options.dryRun === true) {
    if (!isQuiet) await output.note('Nothing was written.');
    return undefined;
  }
  // Elsewhere it goes on: it takes nothing away that it did not write.
  if (host.stdin.isTTY === true && host.stderr.isTTY === true) {
    const what = `This writes ${due.length} ${due.length === 1 ? 'file' : 'files'}.`;
    await confirm({ what, expected: 'yes', yes: options.yes === true }, host);
  }
  const applied = await applyPlan(due);
  for (const backup of applied.backups) {
    if (!isQuiet) await output.line(`What was there is in ${printable(backup)}.`);
  }
  return applied;
}

const CONFLICT =
  'Nothing was written: somebody changed what would be replaced. --force replaces it, and keeps a copy as .bak.';

function isDue({ action }: PlanItem): boolean {
  return action === 'create' || action === 'update' || action === 'delete' || action === 'conflict';
}

function hasConflict(items: readonly PlanItem[]): boolean {
  return items.some(({ action }) => action === 'conflict');
}

/** What is set up: what is named, or what the project shows. @throws UsageError where that does not settle it */
async function chosen(
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

/** All frameworks; SafeAI's own where the configuration cannot be read, which is told. */
async function allOffered(options: SetupOptions, host: CliHost): Promise<readonly Offered[]> {
  try {
    return await offered(configFlag(options), host);
  } catch {
    host.stderr.write('safeai: the configuration cannot be read: plugins are left out\n');
    return shipped();
  }
}

function configFlag({ config }: SetupOptions): string | undefined {
  return config === false ? undefined : config;
}

function left(options: SetupOptions): ReadonlySet<Part> {
  const parts: [Part, boolean][] = [
    ['config', options.config !== false],
    ['code', options.code],
    ['env', options.env],
    ['gitignore', options.gitignore],
  ];
  return new Set(parts.filter(([, isMeant]) => !isMeant).map(([part]) => part));
}

/** What is left to do by hand. */
interface Advice {
  readonly install: readonly string[];
  readonly steps: readonly string[];
  readonly verify: readonly string[];
}

function adviceOf(
  { setup: framework, agentId }: PlannedFramework,
  gatewayUrl: string,
  traits: ProjectTraits,
): Advice {
  const { nextSteps = [], verify, ...filled } = fill(framework, { agentId, gatewayUrl });
  return {
    install: installLines(filled.needs ?? {}, filled.detect ?? {}, traits),
    steps: nextSteps,
    verify: verify === undefined ? [] : [verify],
  };
}

async function tellAdvice(told: readonly Advice[], output: Output): Promise<void> {
  const lines = (title: string, list: readonly string[]): string[] =>
    list.length === 0 ? [] : [title, ...[...new Set(list)].map((line) => `  ${printable(line)}`)];
  const all = [
    ...lines(
      'Install:',
      told.flatMap(({ install }) => install),
    ),
    ...lines(
      'Next:',
      told.flatMap(({ steps }) => steps),
    ),
    ...lines(
      'Check that it works:',
      told.flatMap(({ verify }) => verify),
    ),
  ];
  for (const line of all) await output.note(line);
}

async function list(
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
