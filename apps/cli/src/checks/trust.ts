import type { SafeAIConfig } from '@safeai/config';
import { isLoopbackHost } from '@safeai/proxy/local-server';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { ServerSettings } from '../configuration/server-settings.ts';
import { credentialsText, keyCommand } from '../output/credentials.ts';
import type { Check } from './check.ts';

/** Who is believed without a credential. */
export function checkTrust({ auth }: SafeAIConfig): Check {
  const name = 'loopback trust';
  if (auth.loopback === 'credential') {
    return { name, status: 'ok', detail: 'off: callers on this machine need a credential too' };
  }
  return { name, status: 'ok', detail: 'on: callers on this machine need no credential' };
}

/** Whether anybody who reaches a server needs a credential. */
export function needsCredentials({ auth }: SafeAIConfig, { host }: ServerSettings): boolean {
  return auth.loopback === 'credential' || !isLoopbackHost(host);
}

/**
 * What those who need a credential can prove themselves with.
 *
 * @param countKeys API keys that serve; undefined where they cannot be counted
 */
export async function checkCredentials(
  config: SafeAIConfig,
  settings: ServerSettings,
  { options, countKeys }: { options: StateOptions; countKeys: () => Promise<number | undefined> },
): Promise<Check> {
  const name = 'credentials';
  if (!needsCredentials(config, settings)) {
    return { name, status: 'ok', detail: 'nobody who reaches the server needs one' };
  }
  const keys = await countKeys();
  const known = credentialsText(config, keys);
  if (known !== undefined) return { name, status: 'ok', detail: known };
  const hint = `This makes one: ${keyCommand(options)}`;
  if (keys === undefined) {
    const detail = 'API keys could not be counted; without one, callers get 401';
    return { name, status: 'warn', detail, hint };
  }
  return { name, status: 'warn', detail: 'none, so whoever needs one gets 401', hint };
}

/** Which Host and Origin headers are accepted, and whether others can reach the server at all. */
export function checkHosts({ server }: SafeAIConfig, settings: ServerSettings): Check {
  const name = 'hosts';
  const named = [
    ...(server.publicUrl === undefined ? [] : [new URL(server.publicUrl).hostname]),
    ...server.allowedHosts,
  ];
  const accepted = ['localhost and loopback addresses', settings.host, ...named];
  const detail = `accepted in Host: ${[...new Set(accepted)].join(', ')}; other origins are refused`;
  if (isLoopbackHost(settings.host) || named.length > 0) return { name, status: 'ok', detail };
  return {
    name,
    status: 'warn',
    detail: `${detail}; ${settings.host} is reached by others, and no name is listed for them`,
    hint: 'List the names that callers use in server.allowed_hosts; addresses need no entry.',
  };
}
