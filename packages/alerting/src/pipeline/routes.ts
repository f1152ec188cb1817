import type { AlertChannel } from '../channels/channel.ts';
import type { CompiledRule } from '../rules/compiled-rule.ts';
import { isAtLeast, type Severity } from '../severity.ts';

/** A channel and what is sent to it. */
export interface ChannelSettings {
  /** Name by which rules refer to it. Its type if absent. */
  readonly id?: string | undefined;
  readonly channel: AlertChannel;
  /** Whether it is used. True if absent. */
  readonly enabled?: boolean | undefined;
  /** Milder alerts are not sent here. `info` if absent. */
  readonly minSeverity?: Severity | undefined;
  /** Most messages in a minute; the rest wait. 30 if absent. */
  readonly ratePerMinute?: number | undefined;
  /** Id of the channel that takes over while this one fails. */
  readonly fallback?: string | undefined;
}

/** Which channels there are. */
export class Routes {
  readonly #channels: ReadonlyMap<string, ChannelSettings>;

  constructor(channels: ReadonlyMap<string, ChannelSettings>) {
    this.#channels = channels;
  }

  /** Those that hear of a rule's alerts. */
  of({ channels, severity }: CompiledRule): readonly string[] {
    return [...this.#channels].flatMap(([id, { minSeverity = 'info' }]) => {
      const isNamed = channels === undefined || channels.includes(id);
      return isNamed && isAtLeast(severity, minSeverity) ? id : [];
    });
  }

  /** Whether there is such a channel. */
  has(id: string): boolean {
    return this.#channels.has(id);
  }

  /** Whether a channel calls people. */
  pages(id: string): boolean {
    return this.#channels.get(id)?.channel.pages ?? false;
  }
}
