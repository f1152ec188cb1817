import { EMBEDDED_CALL, withUnrecorded } from '../configuration/embedded.ts';
import type { ConfigOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readContent } from '../input/content.ts';
import { printable } from '../output/printable.ts';
import { readCases, type PolicyCase } from '../policy-cases/read-cases.ts';

/** Options of `safeai policy test`. */
export interface PolicyTestOptions extends ConfigOptions {
  /** Least share of the rules of the file, in percent, that must decide a case. */
  readonly minCoverage?: string;
  readonly json?: true;
}

const LARGEST_FILE = { setting: 'a file of cases', bytes: 16 * 1024 * 1024 };

/** Asks policy about cases and compares; 1 when one is decided otherwise, or too few rules decide one. */
export async function policyTest(
  files: readonly string[],
  options: PolicyTestOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const least = percentOf(options.minCoverage);
  const cases: PolicyCase[] = [];
  for (const file of files) {
    const { text, name } = await readContent({ text: undefined, file }, 'test', LARGEST_FILE, host);
    cases.push(...readCases(name, text));
  }
  return withUnrecorded(options, host, async ({ runtime }) => {
    const deciding = new Set<string>();
    const results = [];
    for (const { name, place, request, expected } of cases) {
      const { decision } = await runtime.boundary.explain(request, EMBEDDED_CALL);
      const { action, policyName } = decision;
      if (policyName !== null) deciding.add(policyName);
      const isNamed = expected.policyName === undefined || expected.policyName === policyName;
      results.push({
        ...{ name, place, passed: action === expected.action && isNamed },
        expected: named(expected.action, expected.policyName),
        decided: named(action, policyName),
      });
    }
    const own = runtime.policies().rules.filter(({ origin }) => origin !== 'shipped');
    const untested = own.map(({ name }) => name).filter((name) => !deciding.has(name));
    const failed = results.filter(({ passed }) => !passed);
    const coverage = own.length === 0 ? 100 : (100 * (own.length - untested.length)) / own.length;
    const isCovered = coverage >= least;
    if (options.json === true) {
      await output.json({
        ok: failed.length === 0 && isCovered,
        cases: results,
        coverage: { rules: own.length, percent: Math.floor(coverage), untested },
      });
    } else {
      for (const { place, name, expected, decided } of failed) {
        await output.line(
          `${place}: ${printable(name)}: expected ${describe(expected)}, decided ${describe(decided)}`,
        );
      }
      if (!isCovered) {
        await output.line(`coverage ${String(Math.floor(coverage))} % is under ${String(least)} %`);
      }
      await output.note(
        `${String(results.length - failed.length)} of ${String(results.length)} cases passed; ${String(own.length - untested.length)} of ${String(own.length)} rules of the file decide one`,
      );
      if (untested.length > 0)
        await output.note(`no case for: ${untested.map(printable).join(', ')}`);
    }
    return failed.length === 0 && isCovered ? EXIT.ok : EXIT.refused;
  });
}

function named(action: string, policyName: string | null | undefined) {
  return { action, ...(policyName === undefined ? {} : { policy_name: policyName }) };
}

function describe({ action, policy_name: name }: ReturnType<typeof named>): string {
  if (name === undefined) return action;
  return `${action} by ${name === null ? 'the default action' : printable(name)}`;
}

function percentOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const percent = Number(text);
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new UsageError('--min-coverage must be a number from 0 to 100');
}
