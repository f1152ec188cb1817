import type { AlertingSettings, AlertRule } from '@safeai/alerting';
import { parseDuration, type LoadedConfig, type SafeAIConfig } from '@safeai/config';
import { located } from '../located.ts';
import { authoritiesOf, type ChannelConfig } from './channel-secrets.ts';
import {
  ConfiguredChannel,
  type SecretRefusal,
  type SecretResolver,
} from './configured-channel.ts';

/** What settings of alerts are made with. */
export interface AlertingSettingsParts {
  readonly secretOf: SecretResolver;
  readonly refused?: SecretRefusal | undefined;
  /** Tells the operator. Must not throw. */
  readonly onNotice: (message: string) => void;
}

type RuleConfig = SafeAIConfig['alerts']['rules'][number];

/**
 * Whom to tell about what under a configuration; undefined where nobody is told.
 *
 * @throws ConfigError `invalid_config` for a `ca_file` that cannot be read
 */
export async function alertingSettings(
  loaded: LoadedConfig,
  parts: AlertingSettingsParts,
): Promise<AlertingSettings | undefined> {
  const { channels, rules, inhibit, groupWait, repeatInterval } = loaded.config.alerts;
  if (!channels.some(({ enabled }) => enabled)) return undefined;
  return {
    channels: await Promise.all(
      channels.map(async (config, place) => ({
        id: channelId(config),
        channel: await channelOf(config, loaded, parts).catch((error: unknown) => {
          throw located(error, loaded, pathOf(place));
        }),
        enabled: config.enabled,
        minSeverity: config.minSeverity,
        ratePerMinute: config.ratePerMinute,
        fallback: config.fallback,
      })),
    ),
    rules: rules.map(ruleOf),
    inhibitions: inhibit,
    groupWaitMs: parseDuration(groupWait),
    repeatIntervalMs: parseDuration(repeatInterval),
  };
}

/** The setting of a channel. */
export function pathOf(place: number): string {
  return `alerts.channels[${String(place)}]`;
}

/** The name by which rules refer to a channel. */
export function channelId({ id, type }: Pick<ChannelConfig, 'id' | 'type'>): string {
  return id ?? type;
}

async function channelOf(
  config: ChannelConfig,
  loaded: LoadedConfig,
  { secretOf, refused, onNotice }: AlertingSettingsParts,
): Promise<ConfiguredChannel> {
  const parts = {
    folder: loaded.folder,
    ca: config.enabled ? await authoritiesOf(config, loaded) : undefined,
    onRefused: (count: number) => {
      onNotice(
        `The mail server of the alert channel ${channelId(config)} has refused ${String(count)} of its recipients. The others have got the message.`,
      );
    },
  };
  return new ConfiguredChannel(config, parts, secretOf, refused);
}

function ruleOf({ window, cooldown, ...rule }: RuleConfig): AlertRule {
  return { ...rule, windowMs: parseDuration(window), cooldownMs: parseDuration(cooldown) };
}
