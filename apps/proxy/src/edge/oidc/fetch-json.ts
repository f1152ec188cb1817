/** How long an answer may take, in milliseconds, its body included. */
const TIMEOUT_MS = 5000;

/** Largest answer, in bytes. */
const MAX_BYTES = 512 * 1024;

/**
 * A JSON object from an address: no redirects, in bounded time and size.
 *
 * @throws Error that says what was wrong, without a word of the answer
 */
export async function fetchJson(url: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`The answer has the status ${String(response.status)}.`);
  }
  const value = parsed(await bounded(response));
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new Error('The answer is no JSON object.');
}

export async function bounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early ends the transfer.
  for await (const chunk of body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > MAX_BYTES) throw new Error(`The answer is over ${String(MAX_BYTES)} bytes.`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The parser's own message would quote the text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('The answer is no JSON.');
  }
}
