import type { RequestReading } from '@safeai/protocols';
import type { Protocol } from '@safeai/protocols';

/** An answer in the place of a model's, and of what type it is. */
export interface Withheld {
  readonly mediaType: string;
  readonly body: string | Uint8Array;
}

/** What {@link withheldAnswer} says. */
export interface WithheldOptions {
  readonly protocol: Protocol;
  /** Of the request that is answered so. */
  readonly reading: RequestReading;
  readonly id: string;
  /** What the caller reads. It holds nothing that was blocked. */
  readonly message: string;
  /** Seconds since 1970. */
  readonly created: number;
}

/** An answer, whole or as the stream that was asked for, that says that the model's was withheld. */
export function withheldAnswer(options: WithheldOptions): Withheld {
  const { protocol, reading, id, message, created } = options;
  const model = reading.model ?? '';
  if (!reading.stream) {
    const body = protocol.blockedAnswer({ id, model, created, message });
    return { mediaType: 'application/json', body };
  }
  const { framing = 'sse' } = reading;
  const stream = protocol.openStream({ framing, id, model, created });
  return {
    mediaType: framing === 'sse' ? 'text/event-stream' : 'application/json',
    body: stream.endBlocked(message),
  };
}
