import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ChannelOptions } from '@safeai/alerting';
import type { LoadedConfig, SafeAIConfig, SecretValue } from '@safeai/config';
import { EgressRules, SafeAIError } from '@safeai/core';
import { Agent } from 'undici';
import { guardedConnector } from '../egress/guarded-connector.ts';

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

/** Time for a connection to a webhook, in milliseconds. */
const CONNECT_MS = 10_000;

/** Ranges that `allow_private` opens. Where a cloud gives out credentials is never among them. */
const PRIVATE = ['loopback', 'private', 'shared'];

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

/**
 * What the class of a channel is given.
 *
 * @param secrets every one of {@link secretSettings}
 */
export function channelOptions(
  config: ChannelConfig,
  secrets: ChannelSecrets,
  { folder, ca, onRefused }: ChannelParts,
): ChannelOptions {
  const secret = (name: string): string => secrets[name] ?? '';
  switch (config.type) {
    case 'email': {
      const { type, to, from, smtpHost, smtpPort, username, tls } = config;
      const mail = { type, to, from, smtpHost, smtpPort, username, tls, ca, onRefused };
      return { ...mail, password: secrets.password };
    }
    case 'pagerduty':
    case 'opsgenie': {
      const { region, baseUrl } = config;
      return config.type === 'opsgenie'
        ? { type: 'opsgenie', region, baseUrl, apiKey: secret('api_key') }
        : { type: 'pagerduty', region, baseUrl, routingKey: secret('routing_key') };
    }
    case 'jsm':
      return { type: 'jsm', baseUrl: config.baseUrl, apiKey: secret('api_key') };
    case 'slack':
      return { type: 'slack', webhookUrl: secret('webhook_url') };
    case 'webhook': {
      const names = Object.keys(config.headers);
      const headers = Object.fromEntries(names.map((name) => [name, secret(headerOf(name))]));
      const { type } = config;
      const dispatcher = guardedAgent(config.allowPrivate);
      return { type, url: secret('url'), secret: secrets.secret, headers, dispatcher };
    }
    case 'file':
      return { type: 'file', path: resolve(folder, config.path) };
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

function headerOf(name: string): string {
  return `headers.${name}`;
}

/** Connections that lead nowhere inside, whatever the name of the endpoint resolves to. */
function guardedAgent(allowPrivate: boolean): Agent {
  const rules = new EgressRules(allowPrivate ? PRIVATE : []);
  return new Agent({ connect: guardedConnector({ rules, connectMs: CONNECT_MS }), connections: 4 });
}
