/** Where a gateway of SafeAI may be: this machine, a private name, a variable, or a name that says so. */
const OWN_HOST =
  /^(?:localhost|127(?:\.\d{1,3}){1,3}|0(?:\.0\.0\.0)?|2130706433|0x7f[\da-f]*|\[?::1?\]?|\[?::ffff:127[\d.:a-f]*\]?|host\.docker\.internal|[\w-]{0,63}safeai[\w.-]{0,190}|\$\{?\w{1,64}\}?)?(?::(?:\d{1,5}|\$\{?\w{1,64}\}?))?$/i;
/** Requests that only change something: a decision on an approval, another policy, another key. */
const DECIDES =
  /^\/v1\/(?:approvals\/[^/?#]{1,128}\/(?:approve|deny|cancel)|policies\/(?:reload|apply)|keys\/[^/?#]{1,128}\/(?:rotate|revoke)|dashboard\/approvals\/[^/?#]{1,128}\/(?:approve|deny))\/?(?:[?#]|$)/i;
/** Resources of which reading is fine and everything else is not. */
const GOVERNS =
  /^\/v1\/(?:lockdown|keys|users|config|plugins|tenants|policies)(?:\/[^?#]{0,256})?(?:[?#]|$)/i;
/** Questions that are asked by POST. */
const ASKS = /^\/v1\/policies\/(?:explain|check|test|lint|simulate|templates)/i;
/** An id that no other product makes. */
const OWN_ID = /\/ar-[0-9a-f]{24}\//i;
const ADDRESS = /^(?:https?:)?(?:\/\/)?(?:[^/@\s]{0,128}@)?([^/\s]{0,255})(\/[^\s]{0,1024})$/i;

/**
 * Whether a request to this address would decide an approval, change policies, keys or users, or start or lift a
 * lockdown of SafeAI. `writes`: its method is none that only reads.
 */
export function isControlRequest(address: string, writes: boolean): boolean {
  if (address.length > 1500 || !/v1|%/i.test(address)) return false;
  const found = ADDRESS.exec(decode(address.trim()));
  if (found === null) return false;
  const [, host = '', raw = ''] = found;
  const path = raw.replace(/\/(?:\.?\/)+/g, '/').replace(/^.*?(?=\/v1\/)/, '');
  if (!OWN_HOST.test(host) && !OWN_ID.test(path)) return false;
  return DECIDES.test(path) || (writes && GOVERNS.test(path) && !ASKS.test(path));
}

function decode(address: string): string {
  if (!address.includes('%')) return address;
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
