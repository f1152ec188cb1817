import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** Options of `safeai audit verify`. */
export interface AuditVerifyOptions extends StateOptions {
  readonly json?: true;
}

interface Report {
  readonly ok: boolean;
  readonly records: number;
  readonly segments: number;
  readonly checkpoints: number;
  readonly problems: readonly {
    readonly code: string;
    readonly file: string;
    readonly line?: number;
    readonly message: string;
  }[];
}

/** Checks the whole log; 1 when something is wrong with it. */
export async function auditVerify(
  options: AuditVerifyOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body } = await withRoutes(options, host, (routes) => routes.call('audit_verify'));
  const report = body as Report;
  if (options.json === true) await output.json(report);
  else {
    for (const { code, file, line, message } of report.problems) {
      const place = line === undefined ? file : `${file}:${String(line)}`;
      await output.line(`${place}: ${output.colours.red(code)}: ${message}`);
    }
    const { records, segments, checkpoints } = report;
    const what = `${String(records)} lines in ${String(segments)} files, ${String(checkpoints)} checkpoints`;
    const verdict = report.ok
      ? output.colours.green('the log is whole')
      : output.colours.red(`${String(report.problems.length)} problems`);
    await output.line(`${verdict}: ${what}`);
  }
  return report.ok ? EXIT.ok : EXIT.refused;
}
