import { ConfigError } from '@safeai/config';
import type { ErrorDetail } from '@safeai/core';
import { tlsDetails } from '../checks/tls.ts';
import { type Embedded, withUnrecorded } from '../configuration/embedded.ts';
import type { ConfigOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { detailLine } from '../errors/detail-line.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { pluginProblems } from '../output/plugin-problems.ts';
import { findingLine, locateFindings } from '../output/policy-findings.ts';

/** Options of `safeai validate`. */
export interface ValidateOptions extends ConfigOptions {
  readonly json?: true;
}

/** Loads and compiles everything, plugins and what TLS ends with too, and prints all problems at once; 2 when there are some. */
export async function validate(
  options: ValidateOptions,
  context: CommandContext,
): Promise<ExitCode> {
  try {
    return await withUnrecorded(
      { ...options, tellsPlugins: true },
      context.host,
      async (embedded) => {
        const { loaded, runtime } = embedded;
        const problems = [
          ...pluginProblems(runtime.plugins(), loaded),
          ...(await tlsDetails(loaded)),
        ];
        if (problems.length > 0) {
          await tellProblems(problems, options, context);
          return EXIT.usage;
        }
        await tellValid(embedded, options, context);
        return EXIT.ok;
      },
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    await tellProblems(error.details, options, context);
    return EXIT.usage;
  }
}

async function tellValid(
  { loaded, runtime }: Embedded,
  options: ValidateOptions,
  { output }: CommandContext,
): Promise<void> {
  const { rules, revision, lint } = runtime.policies();
  const findings = locateFindings(lint, loaded);
  const { file = null, env = null, files, warnings } = loaded;
  if (options.json === true) {
    const policy = { rules: rules.length, revision };
    await output.json({ valid: true, file, env, files, policy, problems: [], warnings, findings });
    return;
  }
  for (const warning of warnings) await output.line(warning);
  for (const finding of findings) await output.line(findingLine(finding, output.colours));
  const what = file ?? 'no safeai.yaml here or in a folder above; the defaults';
  const policy = `${rules.length} rules, policy revision ${revision.slice(0, 12)}`;
  await output.line(`${output.colours.green('valid')}: ${what} (${policy})`);
}

async function tellProblems(
  problems: readonly ErrorDetail[],
  options: ValidateOptions,
  { output }: CommandContext,
): Promise<void> {
  if (options.json === true) {
    await output.json({ valid: false, problems, warnings: [], findings: [] });
    return;
  }
  for (const problem of problems) await output.line(detailLine(problem));
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  await output.note(`${output.noteColours.red('invalid')}: ${count}`);
}
