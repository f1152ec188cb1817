import { LimitExceededError, SafeAIError } from '@safeai/core';
import type { Part } from '../model.ts';
import type { Channel, Delta } from './stream-reader.ts';

type OpenChannel = { -readonly [Field in keyof Channel]: Channel[Field] };

/** What a channel's first part says of it. */
type Opening = Pick<Part, 'kind' | 'form' | 'choice' | 'toolName' | 'toolCallId'>;

const DEFAULT_CHANNELS = 1000;

/** Whether a part is said of a channel's text. */
export function isOfChannel(
  part: Part,
): part is Part & { readonly channel: string; readonly text: string } {
  return part.channel !== undefined && part.text !== null;
}

/** Which channels a stream has, and which of them are over. */
export class ChannelBook {
  readonly #channels = new Map<string, OpenChannel>();
  readonly #open = new Set<string>();
  readonly #most: number;

  constructor(most: number | undefined) {
    this.#most = most ?? DEFAULT_CHANNELS;
  }

  get channels(): ReadonlyMap<string, Channel> {
    return this.#channels;
  }

  /** Notes a channel, or what else is said of it. @throws SafeAIError `malformed_stream`; LimitExceededError */
  note(key: string, { kind, form, choice, toolName, toolCallId }: Opening): Channel {
    let channel = this.#channels.get(key);
    if (channel === undefined) {
      if (this.#channels.size >= this.#most) {
        throw new LimitExceededError(
          `The stream has more than ${String(this.#most)} texts at once (channels).`,
        );
      }
      channel = { key, kind, form, ended: false, ...(choice !== undefined && { choice }) };
      this.#channels.set(key, channel);
      this.#open.add(key);
    }
    if (toolName !== undefined && toolName !== '') {
      // Some clients would take the last name, some put them together: nobody could say what is called.
      if (channel.toolName !== undefined && channel.toolName !== toolName) {
        throw new SafeAIError('malformed_stream', 'The event stream gives a tool call two names.');
      }
      // It was whole without one.
      if (channel.ended && channel.toolName === undefined) {
        throw new SafeAIError(
          'malformed_stream',
          'The event stream names a tool call that it has ended.',
        );
      }
      channel.toolName = toolName;
    }
    if (toolCallId !== undefined && toolCallId !== '') channel.toolCallId ??= toolCallId;
    return channel;
  }

  /** @throws LimitExceededError where a stream has more answers than it may have texts */
  checkAnswers(count: number): void {
    if (count <= this.#most) return;
    throw new LimitExceededError(
      `The stream has more than ${String(this.#most)} answers at once (channels).`,
    );
  }

  /** A part of a channel, with what the channel knows of its tool. @throws SafeAIError `malformed_stream` */
  delta(part: Part & { readonly channel: string; readonly text: string }): Delta {
    const channel = this.note(part.channel, part);
    if (channel.ended && part.text !== '') {
      throw new SafeAIError(
        'malformed_stream',
        'The event stream adds to a text that it has ended.',
      );
    }
    const { toolName, toolCallId } = channel;
    if (toolName === part.toolName && toolCallId === part.toolCallId) return part;
    return {
      ...part,
      ...(toolName !== undefined && { toolName }),
      ...(toolCallId !== undefined && { toolCallId }),
    };
  }

  /** Ends the open channels of which something holds, and names them. */
  end(which: (channel: Channel) => boolean): string[] {
    const ended: string[] = [];
    for (const key of this.#open) {
      const channel = this.#channels.get(key);
      if (channel === undefined || !which(channel)) continue;
      channel.ended = true;
      this.#open.delete(key);
      ended.push(key);
    }
    return ended;
  }
}
