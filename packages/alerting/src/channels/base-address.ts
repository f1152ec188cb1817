import { SafeAIError } from '@safeai/core';

/**
 * An address that paths are put behind: no slash at its end.
 *
 * @throws SafeAIError `invalid_config`; the message does not hold the address, which may hold a key
 */
export function baseOf(address: string): string {
  return checkAddress(address)
    .href.replace(/[?#].*$/s, '')
    .replace(/\/+$/, '');
}

/** @throws SafeAIError `invalid_config` for what is no address of HTTP */
export function checkAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new SafeAIError(
    'invalid_config',
    "A channel's address is no URL that begins with https:// or http://.",
  );
}
