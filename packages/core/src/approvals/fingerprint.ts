import canonicalize from 'canonicalize';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

import { InvalidRequestError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { ApprovalRequirement } from '../policy/decision.ts';

/** The exact action that an approval is for. */
export interface ApprovedAction {
  readonly tenantId: string;
  readonly agentId: string;
  readonly sessionId: string | null;
  readonly toolName: string;
  readonly phase: 'request' | 'message';
  readonly parameters: JsonValue;
  /** Declared tags, normalised. */
  readonly dataTags: readonly string[];
  /** The rules that ask for approvals, and for how many of whom. */
  readonly requirements: readonly Pick<
    ApprovalRequirement,
    'policyName' | 'minApprovals' | 'groups'
  >[];
}

/**
 * Binds an approval to one action: HMAC-SHA-256 over its canonical JSON (RFC 8785), hex. Any change of
 * tenant, agent, session, tool, parameters, declared tags, rule or of who has to approve gives another one.
 *
 * @param key of purpose `approval`
 * @throws InvalidRequestError for parameters that have no canonical form (a lone surrogate in a string)
 */
export function fingerprint(key: Uint8Array, action: ApprovedAction): string {
  const dataTags = [...action.dataTags].sort();
  const requirements = action.requirements.map(({ policyName, minApprovals = 1, groups = [] }) => ({
    policyName,
    minApprovals,
    groups,
  }));
  let canonical: string | undefined;
  try {
    canonical = canonicalize({ v: 1, ...action, dataTags, requirements });
  } catch (cause) {
    throw new InvalidRequestError(
      'The parameters have no canonical form (RFC 8785), so no approval can be bound to them: ' +
        'a string holds half of a surrogate pair, or a number is not finite.',
      { cause },
    );
  }
  return bytesToHex(hmac(sha256, key, utf8ToBytes(canonical ?? '')));
}

/** Compares two hex strings in time that depends on their length alone. */
export function sameFingerprint(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) {
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  }
  return difference === 0;
}
