/** Headers of one connection, and those that describe a body on it. They are made anew for each. */
const CONNECTION = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings', 'expect'],
  ...['content-length', 'content-encoding', 'content-md5', 'accept-encoding'],
]);

/** Headers that say who asked SafeAI, and how. */
const SAFEAI =
  /^(?:x-safeai-.*|forwarded|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|via|cookie2?|set-cookie2?|host)$/;

/** Whether a header never passes through, whatever the configuration says: it is of this connection or SafeAI's own. */
export function neverPasses(name: string): boolean {
  return CONNECTION.has(name) || SAFEAI.test(name) || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name);
}

/** The headers that a `Connection` header declares to be of this connection. */
export function connectionNames(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  const text = typeof value === 'string' ? value : value.join();
  return text.split(',').map((name) => name.trim().toLowerCase());
}
