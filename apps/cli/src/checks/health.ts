/** Longest wait for whatever listens there to say who it is, in milliseconds. */
const PATIENCE = 1_000;

/** How the SafeAI at an address says it is: `ok`, `warning` or `failing`; undefined where none answers. */
export async function healthAt(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${url.replace(/\/+$/, '')}/v1/health`, {
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
    });
    const { status } = (await answer.json()) as { readonly status?: unknown };
    return STATES.find((state) => state === status);
  } catch {
    return undefined;
  }
}

const STATES = ['ok', 'warning', 'failing'] as const;
