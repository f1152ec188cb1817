import { resolve } from 'node:path';
import { type AlertChannel, createChannel, type ChannelOptions } from '@safeai/alerting';
import { EgressRules } from '@safeai/core';
import { Agent } from 'undici';
import { guardedConnector } from '../egress/guarded-connector.ts';
import {
  type ChannelConfig,
  type ChannelParts,
  type ChannelSecrets,
  headerOf,
} from './channel-secrets.ts';

/** Time for a connection to a webhook, in milliseconds. */
const CONNECT_MS = 10_000;

/** Ranges that `allow_private` opens. Where a cloud gives out credentials is never among them. */
const PRIVATE = ['loopback', 'private', 'shared'];

/** A channel, and how it is closed with all that was opened for it. */
export interface OpenChannel {
  readonly channel: AlertChannel;
  readonly close: () => Promise<void>;
}

/**
 * Makes a channel of the configuration.
 *
 * @param secrets every one of the channel's secret settings
 * @throws SafeAIError `invalid_config` for secrets that no such channel can have
 */
export function openChannel(
  config: ChannelConfig,
  secrets: ChannelSecrets,
  parts: ChannelParts,
): OpenChannel {
  const options = channelOptions(config, secrets, parts);
  const channel = createChannel(options);
  const close = async (): Promise<void> => {
    await channel.close();
    // A given one is its giver's.
    if (options.type === 'webhook') await options.dispatcher?.close();
  };
  return { channel, close };
}

/** What the class of a channel is given. */
function channelOptions(
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

/** Connections that lead nowhere inside, whatever the name of the endpoint resolves to. */
function guardedAgent(allowPrivate: boolean): Agent {
  const rules = new EgressRules(allowPrivate ? PRIVATE : []);
  return new Agent({ connect: guardedConnector({ rules, connectMs: CONNECT_MS }), connections: 4 });
}
