import type { Problem } from '../problem.ts';
import { nodeAt, type MapNode } from '../yaml/node.ts';

const HERE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** A warning for an issuer that is asked for its keys in the clear: whoever stands in between can sign tokens. */
export function unprotectedIssuer(root: MapNode): Problem[] {
  const path = ['auth', 'oidc', 'issuer'];
  const node = nodeAt(root, path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return [];
  const { protocol, hostname } = new URL(node.value);
  if (protocol === 'https:' || HERE.test(hostname)) return [];
  const message =
    'keys of this issuer are fetched without TLS, so whoever is on the way can make tokens; use https';
  return [{ message, path, place: node.place }];
}
