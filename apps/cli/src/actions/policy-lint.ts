import { withUnrecorded } from '../configuration/embedded.ts';
import type { ConfigOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findingLine, type LocatedFinding, locateFindings } from '../output/policy-findings.ts';

/** Options of `safeai policy lint`. */
export interface PolicyLintOptions extends ConfigOptions {
  readonly failOn: 'warning' | 'info' | 'never';
  readonly json?: true;
}

/** Prints what looks like a mistake in the rules; 1 when a finding is as grave as `--fail-on`. */
export async function policyLint(
  options: PolicyLintOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  return withUnrecorded(options, host, async ({ runtime, loaded }) => {
    const { rules, revision, lint } = runtime.policies();
    const findings = locateFindings(lint, loaded);
    const isClean = !findings.some(({ severity }) => isGrave(severity, options.failOn));
    if (options.json === true) {
      await output.json({ ok: isClean, policy_revision: revision, rules: rules.length, findings });
    } else {
      for (const finding of findings) await output.line(findingLine(finding, output.colours));
      await output.note(`${rules.length} rules, ${findings.length} findings`);
    }
    return isClean ? EXIT.ok : EXIT.refused;
  });
}

function isGrave(
  severity: LocatedFinding['severity'],
  failOn: PolicyLintOptions['failOn'],
): boolean {
  return failOn === 'info' || severity === failOn;
}
