/** A command that asks the server for what is at a path. Elsewhere than on the server's machine it needs a key. */
export function curlOf(path: string): string {
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname);
  const key = isLocal ? '' : ' -H "authorization: Bearer $SAFEAI_API_KEY"';
  return `curl -s '${location.origin}${path}'${key}`;
}
