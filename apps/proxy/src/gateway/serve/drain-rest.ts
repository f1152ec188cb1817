import type { AnswerBody } from '../upstreams/answer-body.ts';

/** How long the end of an answer is waited for whose content is whole, in milliseconds. */
const LONGEST = 1_000;
/** Most bytes of it. */
const MOST = 65_536;

/** Reads what is left of an answer that has said its end, so that its connection can be used again. Never rejects. */
export async function drainRest(body: AnswerBody): Promise<void> {
  const timer = setTimeout(() => void body.return(), LONGEST);
  try {
    let read = 0;
    for await (const chunk of body) {
      read += chunk.length;
      if (read > MOST) return;
    }
  } catch {
    // It was whole for its reader.
  } finally {
    clearTimeout(timer);
  }
}
