import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { LoadedConfig, SafeAIConfig, SecretValue } from '@safeai/config';
import { SafeAIError } from '@safeai/core';

/** A channel as the configuration has it. */
export type ChannelConfig = SafeAIConfig['alerts']['channels'][number];

/** What of a channel may change while it is used: the texts of its secrets, by the names of their settings. */
export type ChannelSecrets = Readonly<Record<string, string>>;

/** What a channel of the configuration is made with. */
export interface ChannelParts {
  /** Where relative paths start from. */
  readonly folder: string;
  /** Certificate authorities (PEM); undefined: those that Node trusts. */
  readonly ca: string | undefined;
  /** Told how many recipients a mail server has refused where it took the message for others. */
  readonly onRefused: (count: number) => void;
}

/** The secret settings of a channel that are set. */
export function secretSettings(config: ChannelConfig): readonly (readonly [string, SecretValue])[] {
  switch (config.type) {
    case 'email':
      return config.password === undefined ? [] : [['password', config.password]];
    case 'pagerduty':
      return [['routing_key', config.routingKey]];
    case 'opsgenie':
    case 'jsm':
      return [['api_key', config.apiKey]];
    case 'slack':
      return [['webhook_url', config.webhookUrl]];
    case 'webhook':
      return [
        ['url', config.url],
        ...(config.secret === undefined ? [] : [['secret', config.secret] as const]),
        ...Object.entries(config.headers).map(([name, value]) => [headerOf(name), value] as const),
      ];
    case 'file':
      return [];
  }
}

/** The certificate authorities that a channel names. @throws SafeAIError `invalid_config` where they cannot be read */
export async function authoritiesOf(
  config: ChannelConfig,
  { folder }: Pick<LoadedConfig, 'folder'>,
): Promise<string | undefined> {
  if (config.type !== 'email' || config.caFile === undefined) return undefined;
  try {
    return await readFile(resolve(folder, config.caFile), 'utf8');
  } catch (cause) {
    throw new SafeAIError(
      'invalid_config',
      `ca_file of the alert channel ${config.id ?? config.type} cannot be read: give the path of a PEM file.`,
      { cause },
    );
  }
}

/** The secret setting that a header of a webhook is. */
export function headerOf(name: string): string {
  return `headers.${name}`;
}
