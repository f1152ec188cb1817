import type { IncomingHttpHeaders } from 'node:http';

/** Begins every key that SafeAI gives out; here at the start of a header or of any word in it. */
const KEY_PREFIX = /(?<![\w-])sfai_/i;

/** Where provider keys travel, and SafeAI's own may. */
const SHARED_HEADERS = ['authorization', 'x-api-key', 'x-goog-api-key'] as const;

/** Whether there is a SafeAI key at all. Asked of every request: it makes nothing. */
export function sendsKey(headers: IncomingHttpHeaders): boolean {
  return (
    headers['x-safeai-key'] !== undefined || SHARED_HEADERS.some((name) => holdsKey(headers[name]))
  );
}

/** SafeAI keys: what the header of their own says and, told by the prefix, what stands where provider keys travel. */
export function sentKeys(headers: IncomingHttpHeaders): string[] {
  const own = headers['x-safeai-key'];
  return [
    ...(own === undefined ? [] : [textOf(own)]),
    ...SHARED_HEADERS.map((name) => headers[name])
      .filter(holdsKey)
      .map((value) => withoutScheme(textOf(value))),
  ];
}

/** The token of an `Authorization: Bearer` header. */
export function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** Whoever reads an address may decode it more than once, as proxies in a row do. */
const DECODINGS = 3;

/** Whether an address holds a key, however its characters are written: from there it ends up in logs. */
export function mentionsKey(address: string): boolean {
  let text = address;
  for (let decoded = 0; !KEY_PREFIX.test(text); decoded++) {
    if (decoded === DECODINGS || !text.includes('%')) return false;
    text = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number(`0x${hex}`)),
    );
  }
  return true;
}

function textOf(value: string | string[]): string {
  return typeof value === 'string' ? value : value.join();
}

function holdsKey(value: string | string[] | undefined): value is string | string[] {
  return value !== undefined && KEY_PREFIX.test(textOf(value));
}

function withoutScheme(value: string): string {
  return value.replace(/^bearer +/i, '');
}
