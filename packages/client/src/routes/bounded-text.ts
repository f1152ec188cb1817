import { SafeAIError } from '@safeai/core';

/**
 * The body of an answer as text, read no further than a limit: what is compressed may be far larger than what came.
 *
 * @param maxBytes as it is after it was decompressed
 * @param place the address, for messages
 * @throws SafeAIError `payload_too_large`; whatever reading throws
 */
export async function boundedText(
  { body }: Pick<Response, 'body'>,
  maxBytes: number,
  place: string,
): Promise<string> {
  if (body === null) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw new SafeAIError(
        'payload_too_large',
        `${place} answered with more than ${String(maxBytes)} bytes (maxAnswerBytes).`,
      );
    }
    text += decoder.decode(value, { stream: true });
  }
}
