import type { ServerResponse } from 'node:http';

/**
 * Cuts the connection of a caller who does not take an answer in time: until then it holds the connection, and what
 * is left of the answer stays in memory.
 */
export function limitAnswerTime(res: ServerResponse, seconds: number): void {
  if (res.destroyed) return;
  const timer = setTimeout(() => {
    res.destroy();
  }, seconds * 1000);
  res.once('close', () => {
    clearTimeout(timer);
  });
}
