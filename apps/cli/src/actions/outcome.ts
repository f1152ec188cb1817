import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printable } from '../output/printable.ts';

/** Options of `safeai actions outcome`. */
export interface OutcomeOptions extends StateOptions {
  readonly note?: string;
  readonly json?: true;
}

/** Puts on record how an action ended. */
export async function reportOutcome(
  decisionId: string,
  outcome: string,
  options: OutcomeOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: answer } = await withRoutes(options, host, (routes) =>
    routes.call('action_outcome', {
      params: { decision_id: decisionId },
      body: { outcome, ...(options.note === undefined ? {} : { detail: options.note }) },
    }),
  );
  if (options.json === true) await output.json(answer);
  else {
    const { operation_id: operation, result } = answer;
    const about = operation === null ? '' : ` (operation ${printable(operation)})`;
    const before = result === 'same' ? ', as it was on record already' : '';
    await output.line(`${answer.decision_id} ${answer.outcome}${about}${before}`);
  }
  return EXIT.ok;
}
