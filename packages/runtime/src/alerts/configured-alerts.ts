import { createHmac } from 'node:crypto';
import { hostname } from 'node:os';
import { Alerting, type AlertingSettings, SHIPPED_RULES } from '@safeai/alerting';
import type { LoadedConfig } from '@safeai/config';
import type { KeyRing, Ports, SafeAIEvent } from '@safeai/core';
import type { EventSource } from '../event-relay.ts';
import { located } from '../located.ts';
import { reasonOf } from '../reason-of.ts';
import type { PartHealth } from '../runtime.ts';
import type { AlertRules } from './alert-access.ts';
import { AlertDesk, type AlertDeskParts } from './alert-desk.ts';
import { alertingSettings, channelId, pathOf } from './alerting-settings.ts';
import {
  ConfiguredChannel,
  type SecretRefusal,
  type SecretResolver,
} from './configured-channel.ts';

/** What alerts of a configuration run on. */
export interface ConfiguredAlertsParts extends Pick<Ports, 'outbox' | 'clock'> {
  readonly events: EventSource;
  readonly boundary: AlertDeskParts['boundary'];
  /** Those of the installation; undefined where there are none that last. */
  readonly keys: KeyRing | undefined;
  /** Of the secrets of a configuration. */
  readonly secretsOf: (loaded: LoadedConfig) => SecretResolver;
  /** Told that a service refused a secret. */
  readonly refused?: SecretRefusal;
  /** Tells the operator. Absent: alerts are kept, and other processes send them. */
  readonly onNotice: ((message: string) => void) | undefined;
}

/** What alerts of a process before may be waiting for. */
const OVER_AT_START = ['policy.reloaded', 'secret.recovered'] as const;

/** Alerts under a configuration, checked. */
export interface CompiledAlerts {
  readonly loaded: LoadedConfig;
  /** Undefined: nobody is told. */
  readonly settings: AlertingSettings | undefined;
}

/**
 * Alerts as the configuration has them, which can be replaced. Hears all events; where there is no channel it hears
 * none. In a process that is over soon it keeps what it hears, for a server to send: one that runs finds it within
 * seconds, else the next one does when it starts.
 */
export class ConfiguredAlerts {
  /** What people do with alerts. */
  readonly desk: AlertDesk;
  readonly #parts: ConfiguredAlertsParts;
  #inForce: CompiledAlerts | undefined;
  #alerting: Alerting | undefined;
  #stopListening: () => void = () => undefined;
  /** The changes that are under way; they never reject. */
  #changing: Promise<unknown> = Promise.resolve();

  constructor(parts: ConfiguredAlertsParts) {
    this.#parts = parts;
    const { outbox, clock, boundary } = parts;
    const alerting = () => this.#alerting;
    this.desk = new AlertDesk({ outbox, clock, boundary, alerting, rules: () => this.#rules() });
  }

  /**
   * Alerts of a configuration, ready to take the place of others.
   *
   * @throws SafeAIError (as a rejection) `invalid_config` for what cannot be used; `invalid_tag`
   */
  async compile(loaded: LoadedConfig): Promise<CompiledAlerts> {
    const { secretsOf, refused, onNotice } = this.#parts;
    const notice = onNotice ?? (() => undefined);
    const settings = await alertingSettings(loaded, {
      secretOf: secretsOf(loaded),
      refused,
      onNotice: notice,
    });
    if (settings !== undefined) {
      // Nothing begins by it; what is wrong is thrown.
      this.#alertingOf(loaded, settings);
      if (onNotice !== undefined) await prepare(settings, loaded, onNotice);
    }
    return { loaded, settings };
  }

  /** Goes over to other alerts; nothing that was heard is lost. */
  replace(next: CompiledAlerts): void {
    const { loaded, settings } = next;
    const former = this.#alerting;
    this.#inForce = next;
    if (settings === undefined) {
      this.#stopListening();
      this.#alerting = undefined;
      this.#during(former?.close());
    } else if (former === undefined) this.#begin(this.#alertingOf(loaded, settings));
    else this.#during(former.configure(settings));
  }

  /** How the channels are; undefined where nothing is sent. What fails here fails no decision. */
  health(): PartHealth | undefined {
    if (this.#alerting === undefined || this.#parts.onNotice === undefined) return undefined;
    const failing = [...this.#alerting.health()].flatMap(([id, { state, problem }]) =>
      state === 'ok' ? [] : `${id} (${problem ?? 'failed'})`,
    );
    if (failing.length === 0) return { state: 'ok', reason: null };
    return { state: 'warning', reason: `alert channels fail: ${failing.join(', ')}` };
  }

  /** Keeps what was heard. Idempotent. */
  async close(): Promise<void> {
    this.#stopListening();
    await this.#changing;
    await this.#alerting?.close();
  }

  #begin(alerting: Alerting): void {
    this.#alerting = alerting;
    this.#stopListening = this.#parts.events.listen((event) => {
      alerting.emit(event);
    });
    if (this.#parts.onNotice === undefined) return;
    for (const event of OVER_AT_START) alerting.end(this.#overAtStart(event));
    alerting.start();
  }

  /** The configuration was loaded and its secrets were read, or nothing would begin. */
  #overAtStart(event: SafeAIEvent['event']): SafeAIEvent {
    return {
      ...{ id: `start-${event}`, event, timestamp: this.#parts.clock.now(), tenantId: '*' },
      ...{ agentId: null, boundary: null, action: null, rule: null, decisionId: null, detail: {} },
    };
  }

  #during(change: Promise<void> | undefined): void {
    const told = change?.catch((error: unknown) => {
      this.#parts.onNotice?.(reasonOf(error));
    });
    this.#changing = Promise.all([this.#changing, told]);
  }

  /** @throws SafeAIError `invalid_config`, `invalid_tag` */
  #alertingOf({ config }: LoadedConfig, settings: AlertingSettings): Alerting {
    const { outbox, clock, keys, onNotice } = this.#parts;
    const source = config.server.publicUrl ?? hostname();
    return new Alerting(settings, { outbox, clock, source, installation: idOf(keys), onNotice });
  }

  async #rules(): Promise<AlertRules> {
    const { loaded, settings } = this.#inForce ?? {};
    const { channels = [] } = loaded?.config.alerts ?? {};
    const { outbox, onNotice } = this.#parts;
    const health = onNotice === undefined ? undefined : this.#alerting?.health();
    const backlog = await outbox.backlog();
    return {
      rules: settings?.rules?.length ? settings.rules : SHIPPED_RULES,
      channels: channels.map((channel) => {
        const id = channelId(channel);
        const { type, enabled, minSeverity, ratePerMinute, fallback = null } = channel;
        const { waiting = 0, dead = 0 } = backlog.find((one) => one.channel === id) ?? {};
        const { state = 'unknown', problem = null } = health?.get(id) ?? {};
        const view = { id, type, enabled, minSeverity, ratePerMinute, fallback };
        return { ...view, state, problem, waiting, dead };
      }),
    };
  }
}

/**
 * Makes the channels that are used, and tells of secrets that cannot be had.
 *
 * @throws ConfigError `invalid_config` for secrets that no such channel can have
 */
async function prepare(
  { channels }: AlertingSettings,
  loaded: LoadedConfig,
  onNotice: (message: string) => void,
): Promise<void> {
  for (const [place, { id, channel, enabled }] of channels.entries()) {
    if (enabled === false || !(channel instanceof ConfiguredChannel)) continue;
    const missing = await channel.prepare().catch((error: unknown) => {
      throw located(error, loaded, pathOf(place));
    });
    if (missing === undefined) continue;
    onNotice(
      `The secret ${missing} of the alert channel ${id ?? channel.type} cannot be had. Its messages wait until it can.`,
    );
  }
}

/** Tells the alerts of installations apart that tell the same services; the same in all processes on one state. */
function idOf(keys: KeyRing | undefined): string {
  if (keys === undefined) return hostname();
  return createHmac('sha256', keys.key('digest')).update('safeai-alerts').digest('hex');
}
