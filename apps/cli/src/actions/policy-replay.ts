import type { AnswerOf } from '@safeai/api';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readContent } from '../input/content.ts';
import { alignColumns } from '../output/columns.ts';
import { printable } from '../output/printable.ts';
import { noteWaiting } from '../output/waiting-records.ts';

/** Options of `safeai policy replay`. */
export interface PolicyReplayOptions extends StateOptions {
  readonly last?: string;
  readonly since?: string;
  readonly until?: string;
  readonly tenant?: string;
  readonly limit: string;
  readonly json?: true;
}

/** As much as a route takes. */
const LARGEST_DRAFT = { setting: 'a draft', bytes: 1024 * 1024 };

type Simulated = AnswerOf<'policies_simulate'>;
type Verdict = Simulated['changes'][number]['from'];

/** Tells what the rules of a file would have changed in what is on record. Succeeds whatever they change. */
export async function policyReplay(
  file: string,
  options: PolicyReplayOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { text: draft } = await readContent(
    { text: undefined, file },
    'replay',
    LARGEST_DRAFT,
    host,
  );
  const { last, since, until, tenant, limit } = options;
  const asked = { draft, last, since, until, tenant_id: tenant, limit: wholeNumber(limit) };
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return withRoutes(options, host, async (caller) => {
    const body = Object.fromEntries(given);
    const { body: answer } = await caller.call('policies_simulate', { body });
    if (options.json === true) {
      await output.json(answer);
      return EXIT.ok;
    }
    for (const line of linesOf(answer)) await output.line(line);
    for (const note of notesOf(answer)) await output.note(note);
    await noteWaiting(caller, output);
    return EXIT.ok;
  });
}

function linesOf({ changed, replayed, changes, examples }: Simulated): string[] {
  return [
    `${String(changed)} of ${String(replayed)} decisions would be others`,
    ...alignColumns(
      changes.map(({ from, to, count }) => [`  ${String(count)}`, verdict(from), '→', verdict(to)]),
    ),
    ...alignColumns(
      examples.map((each) => [
        each.decision_id,
        each.ts,
        printable(each.tool_name ?? each.event),
        printable(each.agent_id ?? ''),
        `${each.from.action} → ${each.to.action}`,
      ]),
    ),
  ];
}

/** What the figures leave out. */
function notesOf({ other_gates, not_replayable, unsure, complete, lint }: Simulated): string[] {
  return [
    ...(other_gates === 0
      ? []
      : [`${String(other_gates)} were decided by something else than policy`]),
    ...(not_replayable === 0
      ? []
      : [`${String(not_replayable)} hung on what no record holds, and say nothing`]),
    ...(unsure.length === 0
      ? []
      : [`rules that ask for what no record holds: ${unsure.map(printable).join(', ')}`]),
    ...(complete ? [] : ['there are more records: --limit takes up to 100000']),
    ...lint.map(({ severity, rule, message }) =>
      [severity, rule === null ? '' : printable(rule), message]
        .filter((part) => part !== '')
        .join(': '),
    ),
  ];
}

function verdict({ action, policy_name: name }: Verdict): string {
  return `${action} (${name === null ? 'default action' : printable(name)})`;
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UsageError('--limit must be a number from 1 to 100000');
}
