import type { LoadedConfig } from '@safeai/config';
import { isLoopbackHost } from '@safeai/proxy/local-server';
import { pluginWarnings, type ActivePolicies, type LoadedPlugin } from '@safeai/runtime';
import { needsCredentials } from '../checks/trust.ts';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { ServerSettings } from '../configuration/server-settings.ts';
import { VERSION } from '../texts.ts';
import type { Colours } from './colours.ts';
import { credentialsText, keyCommand } from './credentials.ts';

/** What `serve` tells when it has started. */
export interface StartUp {
  readonly url: string;
  readonly settings: ServerSettings;
  readonly loaded: LoadedConfig;
  readonly rules: ActivePolicies;
  readonly plugins: readonly LoadedPlugin[];
  readonly isWatched: boolean;
  readonly stateFolder: string | undefined;
  /** API keys that serve; undefined where they could not be counted. */
  readonly keys: number | undefined;
  /** What the command line says of the installation. */
  readonly options: StateOptions;
  readonly colours: Colours;
}

/** The start-up block: where it listens, what is in force, and who is believed. */
export function startUpLines(startUp: StartUp): string[] {
  const { url, settings, loaded, rules, colours } = startUp;
  const facts: readonly (readonly [string, string])[] = [
    ['mode', modeText(settings, loaded.config)],
    ...(loaded.config.dashboard.enabled ? [['dashboard', pageUrl(startUp)] as const] : []),
    ['config', configText(startUp)],
    ['policy', `${rules.rules.length} rules, revision ${rules.revision.slice(0, 12)}`],
    ['state', startUp.stateFolder ?? 'in memory: nothing survives the end of the process'],
    ['loopback', loopbackText(loaded)],
    ...(isLoopbackHost(settings.host) ? [] : [['others', OTHERS] as const]),
    ...(needsCredentials(loaded.config, settings)
      ? [['credentials', credentialsLine(startUp)] as const]
      : []),
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    `${colours.bold(`SafeAI ${VERSION}`)} listening on ${colours.cyan(url)}`,
    ...facts.map(([name, text]) => `  ${colours.dim(name.padEnd(width))}  ${text}`),
    ...[...loaded.warnings, ...pluginWarnings(startUp.plugins)].map((warning) =>
      colours.yellow(warning),
    ),
  ];
}

/** Where people look: at the public address, where there is one. */
function pageUrl({ url, loaded }: StartUp): string {
  return `${(loaded.config.server.publicUrl ?? url).replace(/\/$/, '')}/dashboard`;
}

const OTHERS = 'callers on other machines need a credential; without one they get 401';

/** What counts as a credential now, or how to make one. */
function credentialsLine({ loaded, keys, options }: StartUp): string {
  const known = credentialsText(loaded.config, keys);
  if (known !== undefined) return known;
  const none = keys === undefined ? 'API keys could not be counted' : 'there is none yet';
  return `${none}; this makes one: ${keyCommand(options)}`;
}

function modeText(
  { mode, upstreamBaseUrl }: ServerSettings,
  { proxy }: LoadedConfig['config'],
): string {
  if (mode === 'sidecar') return "sidecar: SafeAI's own routes";
  const target = upstreamBaseUrl ?? proxy.target;
  const named = proxy.upstreams.map(({ name, target: at }) => `${name} ${withoutUser(at)}`);
  const upstreams = [...(target === undefined ? [] : [withoutUser(target)]), ...named];
  return upstreams.length === 0
    ? `gateway without a provider: provider routes answer upstream_unavailable until proxy.target or proxy.upstreams is set`
    : `gateway, forwards to ${upstreams.join(', ')}`;
}

/** An address without a user and password in it. */
function withoutUser(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

function configText({ loaded, isWatched }: StartUp): string {
  const overlay = loaded.env === undefined ? '' : ` with the overlay for ${loaded.env}`;
  const name = loaded.file ?? 'defaults: no safeai.yaml here or in a folder above';
  return `${name}${overlay}${isWatched ? ', reloaded when it changes' : ''}`;
}

function loopbackText({ config }: LoadedConfig): string {
  if (config.auth.loopback === 'trusted') {
    const decide = config.approvals.loopbackDecisions
      ? ', and may decide approvals for a configured user'
      : '';
    return `trusted: callers on this machine need no credential${decide}`;
  }
  return 'not trusted: callers on this machine need a credential too';
}
