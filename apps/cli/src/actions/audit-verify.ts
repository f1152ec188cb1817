import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { reportLines } from '../output/audit-report.ts';

/** Options of `safeai audit verify`. */
export interface AuditVerifyOptions extends StateOptions {
  readonly json?: true;
}

/** Checks the whole log; 1 when something is wrong with it. */
export async function auditVerify(
  options: AuditVerifyOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: report } = await withRoutes(options, host, (routes) => routes.call('audit_verify'));
  if (options.json === true) await output.json(report);
  else for (const line of reportLines(report, output.colours)) await output.line(line);
  return report.ok ? EXIT.ok : EXIT.refused;
}
