import type { SetupLanguage } from '@safeai/core';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { confirm } from '../input/confirm.ts';
import { printable } from '../output/printable.ts';
import { adviceOf, tellAdvice } from '../output/setup-advice.ts';
import { planJson, tellPlan } from '../output/setup-plan.ts';
import { type Applied, applyPlan } from '../setup/apply.ts';
import { chosenSetups, configFlag } from '../setup/chosen.ts';
import { configOf, gatewayUrlOf, projectOf } from '../setup/circumstances.ts';
import { makePlan, type Part, type PlanItem } from '../setup/plan.ts';
import { readTraits } from '../setup/project-traits.ts';
import type { SetupOptions } from '../setup/setup-options.ts';
import { listSetups } from './setup-list.ts';

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
  if (options.list === true) return listSetups(options, project, traits, context);
  const frameworks = await chosenSetups(name, options, project, traits, host);
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

function left(options: SetupOptions): ReadonlySet<Part> {
  const parts: [Part, boolean][] = [
    ['config', options.config !== false],
    ['code', options.code],
    ['env', options.env],
    ['gitignore', options.gitignore],
  ];
  return new Set(parts.filter(([, isMeant]) => !isMeant).map(([part]) => part));
}
