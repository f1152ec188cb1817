import { askAsAnyone, type Ask } from '../connection/ask.ts';

/** Longest wait for whatever listens there to say who it is, in milliseconds. */
const PATIENCE = 1_000;

/**
 * How the SafeAI at an address says it is: `ok`, `warning` or `failing`; undefined where none answers.
 *
 * @param ask how to ask it; as any program does, if absent
 */
export async function healthAt(url: string, ask: Ask = askAsAnyone): Promise<string | undefined> {
  try {
    const answer = await ask(`${url.replace(/\/+$/, '')}/v1/health`, {
      method: 'GET',
      headers: {},
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { status } = (await answer.json()) as { readonly status?: unknown };
    return STATES.find((state) => state === status);
  } catch {
    return undefined;
  }
}

const STATES = ['ok', 'warning', 'failing'] as const;
