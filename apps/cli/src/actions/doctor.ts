import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type LoadedConfig } from '@safeai/config';
import { auditFolder, findStateFolder } from '@safeai/runtime';
import type { Check } from '../checks/check.ts';
import { checkDiskSpace } from '../checks/disk-space.ts';
import { checkHooks } from '../checks/hooks/check-hooks.ts';
import { checkFolders } from '../checks/folders.ts';
import { checkKeys } from '../checks/keys.ts';
import { checkNode } from '../checks/node-version.ts';
import { checkPlugins } from '../checks/plugins.ts';
import { checkPort } from '../checks/port.ts';
import { checkServer } from '../checks/server.ts';
import { checkTls } from '../checks/tls.ts';
import { checkCredentials, checkHosts, checkTrust } from '../checks/trust.ts';
import { withUnrecorded } from '../configuration/embedded.ts';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { serverSettings } from '../configuration/server-settings.ts';
import { statePlace } from '../configuration/state-place.ts';
import { withRoutes } from '../connection/connect.ts';
import { liveServer } from '../connection/server-file.ts';
import type { CommandContext } from '../context.ts';
import { detailLine } from '../errors/detail-line.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { CliHost } from '../host.ts';
import { checkLines } from '../output/checks.ts';
import { COUNTED_KEYS, liveKeys } from '../output/credentials.ts';

/** Options of `safeai doctor`. */
export interface DoctorOptions extends StateOptions {
  readonly json?: true;
  /** Only those of coding agents that call SafeAI. */
  readonly hooks?: true;
}

/** Runs every check that can be run and prints what they found; 1 when one failed. */
export async function doctor(
  given: DoctorOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const options: DoctorOptions = { ...given, tellsPlugins: true };
  const checks =
    options.hooks === true
      ? await checkHooks(host)
      : [checkNode(process.version), ...(await checkConfigured(options, host))];
  const isFine = checks.every((check) => check.status !== 'fail');
  if (options.json === true) await output.json({ ok: isFine, checks });
  else for (const line of checkLines(checks, output.colours)) await output.line(line);
  return isFine ? EXIT.ok : EXIT.refused;
}

/** The checks that need a configuration; where it is broken, that alone is told. */
async function checkConfigured(options: DoctorOptions, host: CliHost): Promise<Check[]> {
  try {
    return await withUnrecorded(options, host, async ({ loaded, runtime }) => {
      const settings = serverSettings({}, host.env, loaded.config);
      const state = await findStateFolder(statePlace(loaded, options, host));
      const audit = auditFolder(loaded, state);
      return [
        configurationCheck(loaded, runtime.policies().rules.length),
        checkPlugins(runtime.plugins()),
        ...(await checkTls(loaded)),
        await checkPort(settings, await liveServer(state)),
        await checkServer(state, host.env),
        ...(await checkFolders({ state, audit })),
        await checkKeys(state),
        await checkDiskSpace(audit, loaded.config.audit),
        checkTrust(loaded.config),
        await checkCredentials(loaded.config, settings, {
          options,
          countKeys: () => countKeys(state, options, host),
        }),
        checkHosts(loaded.config, settings),
      ];
    });
  } catch (error) {
    const problems = problemsOf(error);
    if (problems === undefined) throw error;
    const hint = 'safeai validate tells more.';
    return [{ name: 'configuration', status: 'fail', detail: problems.join('\n'), hint }];
  }
}

/** Asks the server, or the state itself where there is one: looking makes none. */
async function countKeys(
  stateFolder: string,
  options: StateOptions,
  host: CliHost,
): Promise<number | undefined> {
  const isNamed = (host.env.SAFEAI_URL ?? '') !== '';
  if (!isNamed && !existsSync(join(stateFolder, 'state.db'))) return 0;
  try {
    const { body: keys } = await withRoutes(options, host, (routes) =>
      routes.call('keys', { query: { limit: String(COUNTED_KEYS) } }),
    );
    const ends = keys.map((key) => ({ expiresAt: key.expires_at, revokedAt: key.revoked_at }));
    return liveKeys(ends, Date.now());
  } catch {
    return undefined;
  }
}

function configurationCheck({ file, warnings }: LoadedConfig, rules: number): Check {
  const name = 'configuration';
  const what = `${file ?? 'no safeai.yaml, so the defaults'}: ${rules} rules`;
  if (warnings.length === 0) return { name, status: 'ok', detail: what };
  return { name, status: 'warn', detail: [what, ...warnings].join('\n') };
}

function problemsOf(error: unknown): string[] | undefined {
  if (error instanceof UsageError) return [error.message];
  return error instanceof ConfigError ? error.details.map(detailLine) : undefined;
}
