/** Bytes of a base64 or base64url text as a binary string, or `undefined` when it is not one. */
export function decodeBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  // What is said no to here would be said no to by an exception, which is slow.
  if ((text.length - padding) % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return undefined;
  return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** The JSON object inside a base64url text, or `undefined`. */
export function decodeBase64Object(text: string): Readonly<Record<string, unknown>> | undefined {
  const decoded = decodeBase64(text);
  if (decoded?.startsWith('{') !== true) return undefined;
  try {
    return JSON.parse(decoded) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
