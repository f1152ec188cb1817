import { type Command, Option } from 'commander';
import type { DecideOptions, ListApprovalsOptions } from '../actions/approvals.ts';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption } from './shared-options.ts';

/** `safeai approvals list|show|approve|deny|cancel`. */
export function addApprovals(program: Command, context: CommandContext): void {
  const approvals = program
    .command('approvals')
    .description('see what waits for a person, and decide it');
  const list = approvals
    .command('list')
    .description('list requests for approval, newest first')
    .addOption(
      new Option('--status <status>', 'only those of a status, or all')
        .choices(['pending', 'approved', 'denied', 'expired', 'consumed', 'cancelled', 'all'])
        .default('pending'),
    )
    .option('--tenant <id>', 'only those of a tenant')
    .option('--agent <id>', 'only those of an agent')
    .option('--tool <name>', 'only those for a tool')
    .option('--limit <number>', 'at most so many (1 to 1000)', '50')
    .action(async (options: ListApprovalsOptions) => {
      const { listApprovals } = await import('../actions/approvals.ts');
      context.exitCode = await listApprovals(options, context);
    });
  const show = approvals
    .command('show')
    .description('show one request, with its parameters redacted')
    .argument('<id>', 'the approval_request_id')
    .action(async (id: string, options: StateOptions & { json?: true }) => {
      const { showApproval } = await import('../actions/approvals.ts');
      context.exitCode = await showApproval(id, options, context);
    });
  addJsonOption(addStateOptions(list));
  addJsonOption(addStateOptions(show));
  addDecision(approvals, context, 'approve', 'approve a request');
  addDecision(approvals, context, 'deny', 'deny a request; one denial is final');
  addDecision(approvals, context, 'cancel', 'withdraw a request');
}

function addDecision(
  approvals: Command,
  context: CommandContext,
  verdict: 'approve' | 'deny' | 'cancel',
  description: string,
): void {
  const command = approvals
    .command(verdict)
    .description(description)
    .argument('<id>', 'the approval_request_id')
    .option('--as <user>', 'the configured user who decides (default: SAFEAI_APPROVER)');
  addYesOption(command);
  if (verdict !== 'cancel') command.option('--note <text>', 'why; recorded');
  command.action(async (id: string, options: DecideOptions) => {
    const { decideApproval } = await import('../actions/approvals.ts');
    context.exitCode = await decideApproval(verdict, id, options, context);
  });
  addJsonOption(addStateOptions(command));
}
