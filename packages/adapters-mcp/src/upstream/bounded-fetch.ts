import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';

/**
 * A `fetch` that follows no redirect and reads no message that is longer than a bound: neither a whole body nor a
 * single event of a stream, which itself may go on for ever.
 *
 * @param maxBytes longest body or event
 */
export function boundedFetch(maxBytes: number): FetchLike {
  return async (url, init) => {
    const answer = await fetch(url, { ...init, redirect: 'error' });
    if (answer.body === null) return answer;
    const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const bounded = answer.body.pipeThrough(isStream ? eachEvent(maxBytes) : all(maxBytes));
    const { status, statusText, headers } = answer;
    return new Response(bounded, { status, statusText, headers });
  };
}

type Bounding = TransformStream<Uint8Array, Uint8Array>;

function all(maxBytes: number): Bounding {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > maxBytes) controller.error(tooLong(maxBytes));
      else controller.enqueue(chunk);
    },
  });
}

/** An event ends with an empty line; line ends are `\n`, `\r\n` or `\r`. */
function eachEvent(maxBytes: number): Bounding {
  let bytes = 0;
  let isLineEmpty = true;
  let last = 0;
  return new TransformStream({
    transform(chunk, controller) {
      for (const byte of chunk) {
        bytes += 1;
        if (byte === CR || (byte === LF && last !== CR)) {
          if (isLineEmpty) bytes = 0;
          isLineEmpty = true;
        } else if (byte !== LF) isLineEmpty = false;
        last = byte;
        if (bytes > maxBytes) {
          controller.error(tooLong(maxBytes));
          return;
        }
      }
      controller.enqueue(chunk);
    },
  });
}

const LF = 0x0a;
const CR = 0x0d;

function tooLong(maxBytes: number): Error {
  return new RangeError(`The server sent more than ${maxBytes} bytes in one message.`);
}
