import { InvalidRequestError } from '@safeai/core';

/** Where sign-in ends that began nowhere in particular. */
const DASHBOARD = '/dashboard';

/** Printable ASCII without a backslash, which browsers read as a slash. */
const PATH = /^\/[!-[\]-~]*$/;

/** Any origin: a path stays on it. */
const SOMEWHERE = 'https://safeai.invalid';

/**
 * The address to come back to after sign-in: a path of this server, never another one.
 *
 * @throws InvalidRequestError for anything else
 */
export function returnAddress(asked: string | undefined): string {
  if (asked === undefined) return DASHBOARD;
  if (staysHere(asked)) return asked;
  throw new InvalidRequestError('Sign-in returns to a path of this server alone.', {
    details: [{ path: '?return_to', message: 'must be a path that begins with one /' }],
  });
}

/** Two slashes begin the name of another host, also where dots in the path make them so. */
function staysHere(address: string): boolean {
  if (!PATH.test(address) || !URL.canParse(address, SOMEWHERE)) return false;
  const { origin, pathname } = new URL(address, SOMEWHERE);
  return origin === SOMEWHERE && !address.startsWith('//') && !pathname.startsWith('//');
}
