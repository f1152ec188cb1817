import type { OutputChannel } from './output-channel.ts';

/** Most channels of one answer. */
export const MAX_CHANNELS = 4096;

/** A channel that something may still be added to, or that is held. */
export interface OpenChannel {
  readonly text: OutputChannel;
  ended: boolean;
}

/** The channels of one answer, by name. Those that have ended are known by their names alone. */
export class OutputChannels {
  readonly #channels = new Map<string, OpenChannel | 'ended'>();
  readonly #open: () => OutputChannel;

  /** @param open begins a text */
  constructor(open: () => OutputChannel) {
    this.#open = open;
  }

  get size(): number {
    return this.#channels.size;
  }

  hasEnded(name: string): boolean {
    const known = this.#channels.get(name);
    return known === 'ended' || known?.ended === true;
  }

  /** Whether one of this name would be one too many. */
  isOneTooMany(name: string): boolean {
    return this.#channels.size >= MAX_CHANNELS && !this.#channels.has(name);
  }

  /** The channel of a name; begun where there is none. */
  channel(name: string): OpenChannel {
    const known = this.#channels.get(name);
    if (known !== undefined && known !== 'ended') return known;
    const channel: OpenChannel = { text: this.#open(), ended: false };
    this.#channels.set(name, channel);
    return channel;
  }

  end(name: string): void {
    this.#channels.set(name, 'ended');
  }

  endAll(): void {
    for (const name of this.#channels.keys()) this.end(name);
  }

  /** Ends the texts of those that are open, and gives what they held. */
  endTexts(): { channel: string; text: string }[] {
    const held: { channel: string; text: string }[] = [];
    for (const [name, channel] of this.#channels) {
      if (channel !== 'ended') held.push({ channel: name, text: channel.text.end() });
    }
    return held;
  }
}
