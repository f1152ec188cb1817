/** Bytes of a base64 or base64url text as a binary string, or `undefined` when it is not one. */
export function decodeBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
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
