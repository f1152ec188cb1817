import { fromSecrets } from '@safeai/api';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { alignColumns } from '../output/columns.ts';
import { printable } from '../output/printable.ts';
import { backendRow, secretRow, secretsExitCode, type SecretsAnswer } from '../output/secrets.ts';

/** Options of `safeai secrets check`. */
export interface SecretsCheckOptions extends StateOptions {
  readonly json?: true;
}

/**
 * Reads all secrets, by the server that runs or in this process, and prints how they stand. 2 where one cannot be had, 4
 * where a backend cannot be reached.
 *
 * @throws ConfigError
 */
export async function secretsCheck(
  options: SecretsCheckOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const answer = await withRoutes<SecretsAnswer>(
    options,
    host,
    async (routes) => (await routes.call('secrets_check')).body,
    async (loaded) => {
      const { checkSecrets } = await import('../configuration/check-secrets.ts');
      return fromSecrets(await checkSecrets(loaded), loaded.config.secrets.backend);
    },
  );
  const exitCode = secretsExitCode(answer);
  if (options.json === true) {
    await output.json({ ok: exitCode === 0, ...answer });
    return exitCode;
  }
  const { backends, secrets } = answer;
  await printRows(backends.map((backend) => [backendRow(backend), backend.message]));
  await printRows(secrets.map((secret) => [secretRow(secret), secret.message]));
  if (secrets.length === 0) await output.note('the configuration holds no secret:// reference');
  return exitCode;

  async function printRows(rows: readonly (readonly [string[], string | null])[]): Promise<void> {
    const lines = alignColumns(rows.map(([cells]) => cells.map(printable)));
    for (const [index, [, message]] of rows.entries()) {
      await output.line(lines[index] ?? '');
      if (message !== null) await output.line(`  ${printable(message)}`);
    }
  }
}
