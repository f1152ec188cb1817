import { type Alert, type AlertChannel, CHANNEL_TRAITS, DeliveryError } from '@safeai/alerting';
import type { SecretValue } from '@safeai/config';
import {
  type ChannelConfig,
  type ChannelParts,
  type ChannelSecrets,
  secretSettings,
} from './channel-secrets.ts';
import type { OpenChannel } from './open-channel.ts';

/** The text of a secret setting as it is now; undefined for one that cannot be resolved. */
export type SecretResolver = (
  value: SecretValue,
) => string | undefined | Promise<string | undefined>;

/** Told that a service refused what a secret stands for; whether it stands for something else now. */
export type SecretRefusal = (value: SecretValue, used: string) => Promise<boolean>;

/** What services answer to credentials that are not valid any more. */
const REFUSALS: ReadonlySet<string> = new Set(['http_401', 'http_403', 'smtp_auth']);

/** Loaded for the first channel that is made: most commands make none, and what speaks HTTP and SMTP takes long. */
const loadOpener = () => import('./open-channel.ts');

type Opener = Awaited<ReturnType<typeof loadOpener>>;

/** A channel with the secrets that it was made with. */
interface Made extends OpenChannel {
  readonly secrets: ChannelSecrets;
  /** Messages on their way. */
  uses: number;
}

/**
 * A channel of the configuration. Its secrets are asked for at each message: one that was rotated is used for the next
 * one, without a restart. While a secret cannot be had its messages wait.
 */
export class ConfiguredChannel implements AlertChannel {
  readonly type: ChannelConfig['type'];
  readonly pages: boolean;
  readonly leastGapMs: number;
  readonly #config: ChannelConfig;
  readonly #parts: ChannelParts;
  readonly #secretOf: SecretResolver;
  readonly #refused: SecretRefusal | undefined;
  #made: Made | undefined;

  /** @param refused none: a secret that was rotated is found out in its own time */
  constructor(
    config: ChannelConfig,
    parts: ChannelParts,
    secretOf: SecretResolver,
    refused?: SecretRefusal,
  ) {
    const traits: { pages: boolean; leastGapMs?: number } = CHANNEL_TRAITS[config.type];
    this.type = config.type;
    this.pages = traits.pages;
    this.leastGapMs = traits.leastGapMs ?? 0;
    this.#config = config;
    this.#parts = parts;
    this.#secretOf = secretOf;
    this.#refused = refused;
  }

  /**
   * Makes the channel where its secrets can be had, so that what is wrong with them is known before there is an alert.
   *
   * @returns name of a setting whose secret cannot be had
   * @throws SafeAIError `invalid_config` for secrets that no such channel can have
   */
  async prepare(): Promise<string | undefined> {
    const opener = await loadOpener();
    const secrets = await this.#secrets();
    if (typeof secrets === 'string') return secrets;
    this.#channelWith(secrets, opener);
    return undefined;
  }

  notes(now: number): readonly string[] {
    return this.#made?.channel.notes(now) ?? [];
  }

  /** Where the service refuses credentials that have been rotated since, it is tried once more with the new ones. */
  async send(alert: Alert, signal?: AbortSignal): Promise<void> {
    const made = await this.#take();
    try {
      await this.#sendBy(made, alert, signal);
    } catch (error) {
      if (!isRefusal(error) || !(await this.#hasOthers(made.secrets))) throw error;
      await this.#sendBy(await this.#take(), alert, signal);
    }
  }

  async #sendBy(made: Made, alert: Alert, signal: AbortSignal | undefined): Promise<void> {
    try {
      await made.channel.send(alert, signal);
    } finally {
      made.uses--;
      if (made !== this.#made && made.uses === 0) await made.close();
    }
  }

  async close(): Promise<void> {
    const made = this.#made;
    this.#made = undefined;
    await made?.close();
  }

  /** Whether one of the secrets that a channel was made with is another by now. */
  async #hasOthers(used: ChannelSecrets): Promise<boolean> {
    const refused = this.#refused;
    if (refused === undefined) return false;
    const asked = secretSettings(this.#config).map(([name, value]) =>
      refused(value, used[name] ?? ''),
    );
    return (await Promise.all(asked)).includes(true);
  }

  /** The channel as it is now, in use. @throws DeliveryError */
  async #take(): Promise<Made> {
    const opener = await loadOpener();
    try {
      const secrets = await this.#secrets();
      if (typeof secrets !== 'string') {
        const made = this.#channelWith(secrets, opener);
        made.uses++;
        return made;
      }
    } catch {
      // What a backend or a class says of a secret may hold it.
    }
    throw new DeliveryError('unavailable', 'secret_unavailable');
  }

  /** The secrets; the name of a setting that has none. */
  async #secrets(): Promise<ChannelSecrets | string> {
    const secrets: Record<string, string> = {};
    for (const [name, value] of secretSettings(this.#config)) {
      const text = await this.#secretOf(value);
      if (text === undefined) return name;
      secrets[name] = text;
    }
    return secrets;
  }

  #channelWith(secrets: ChannelSecrets, { openChannel }: Opener): Made {
    const former = this.#made;
    if (former !== undefined && isSame(former.secrets, secrets)) return former;
    const opened = openChannel(this.#config, secrets, this.#parts);
    this.#made = { ...opened, secrets, uses: 0 };
    if (former?.uses === 0) void former.close();
    return this.#made;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof DeliveryError && REFUSALS.has(error.problem);
}

function isSame(one: ChannelSecrets, other: ChannelSecrets): boolean {
  return Object.entries(one).every(([name, text]) => other[name] === text);
}
