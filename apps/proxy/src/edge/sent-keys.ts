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

/** Whether a text that came some other way holds a key: in an address it ends up in logs. */
export function mentionsKey(text: string): boolean {
  return KEY_PREFIX.test(text);
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
