import { type Command, Option } from 'commander';
import type { AuditExportOptions } from '../actions/audit-export.ts';
import type { AuditQueryOptions, AuditTailOptions } from '../actions/audit-query.ts';
import type { AuditVerifyOptions } from '../actions/audit-verify.ts';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions } from './shared-options.ts';

/** `safeai audit tail|query|verify|receipt|export`. */
export function addAudit(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('read, check and export the audit log');
  const tail = audit
    .command('tail')
    .description('print the newest records, oldest of them first')
    .option('-n, --limit <number>', 'so many (1 to 1000)', '10')
    .option('-f, --follow', 'go on with records as they are written')
    .action(async (options: AuditTailOptions) => {
      const { auditTail } = await import('../actions/audit-query.ts');
      context.exitCode = await auditTail(options, context);
    });
  const query = audit
    .command('query')
    .description('print records, newest first')
    .option('--limit <number>', 'at most so many (1 to 1000)', '50')
    .option('--cursor <cursor>', 'go on where a page ended')
    .action(async (options: AuditQueryOptions) => {
      const { auditQuery } = await import('../actions/audit-query.ts');
      context.exitCode = await auditQuery(options, context);
    });
  const verify = audit
    .command('verify')
    .description('check every line of the log; 1 when something is wrong')
    .addHelpText('after', OFFLINE)
    .action(async (options: AuditVerifyOptions) => {
      const { auditVerify } = await import('../actions/audit-verify.ts');
      context.exitCode = await auditVerify(options, context);
    });
  const receipt = audit
    .command('receipt')
    .description('print the signed receipt of a decision')
    .argument('<decision_id>', 'the decision')
    .action(async (decisionId: string, options: StateOptions & { json?: true }) => {
      const { auditReceipt } = await import('../actions/audit-receipt.ts');
      context.exitCode = await auditReceipt(decisionId, options, context);
    });
  const exported = audit
    .command('export')
    .description('print records, newest first, for other tools')
    .addOption(
      new Option('--format <format>', 'form of the records')
        .choices(['ndjson', 'csv', 'ocsf'])
        .default('ndjson'),
    )
    .action(async (options: AuditExportOptions) => {
      const { auditExport } = await import('../actions/audit-export.ts');
      context.exitCode = await auditExport(options, context);
    });
  for (const command of [tail, query, exported]) addFilterOptions(command);
  for (const command of [tail, query, verify, receipt, exported]) addStateOptions(command);
  for (const command of [tail, query, verify, receipt]) addJsonOption(command);
}

const OFFLINE = `
Where no SafeAI is installed, one file checks a log or a receipt, with nothing but Node.js:
dist/verify/safeai-verify.js of @safeai/audit (packages/audit/dist/verify/safeai-verify.js).
  node safeai-verify.js --key audit.json --jwks safeai-keys.json FOLDER
  node safeai-verify.js --receipt FILE --jwks safeai-keys.json`;

function addFilterOptions(command: Command): void {
  command
    .option('--since <time>', 'not before, in ISO 8601')
    .option('--until <time>', 'before')
    .option('--last <duration>', 'not older than: 30m, 7d')
    .option('--event <event>', 'an event, or a family: scan.blocked, scan.*')
    .option('--action <action>', 'allow, flag, redact, pending_approval or block')
    .option('--boundary <boundary>', 'input, action, output or memory')
    .option('--tenant <id>', 'of a tenant')
    .option('--agent <id>', 'of an agent')
    .option('--session <id>', 'of a session')
    .option('--tool <name>', 'about a tool')
    .option('--policy <name>', 'decided by a rule')
    .option('--tag <tag>', 'with a tag or a child of it')
    .option('--decision <id>', 'one decision')
    .option('--approval <id>', 'about an approval request')
    .option('--without <fields>', 'that have none: agent,tool,session,policy,tag,approval')
    .option(
      '--would-have <action>',
      'that shadow rules would have decided otherwise: an action, or any',
    )
    .option('--shadow <name>', 'of those, decided by this shadow rule');
}
