import { sameFingerprint } from '../approvals/fingerprint.ts';
import { compileGlob } from '../glob.ts';
import type { Ports } from '../ports.ts';
import { compileToolGlob } from '../tool-name.ts';
import type { Capability } from './capability.ts';
import { parseToken, tokenDigest } from './token.ts';

/** What somebody wants to do with a token. */
export type CapabilityUse = {
  readonly token: string;
  readonly tenantId: string;
  readonly agentId: string | null;
  readonly sessionId: string | null;
} & (
  | { readonly action: 'invoke'; /** Full name. */ readonly tool: string }
  | { readonly action: 'resolve'; /** `backend/path#key`. */ readonly secret: string }
);

/** Why a token does not serve. What is unknown and what belongs to another tenant look alike. */
export type CapabilityProblem =
  'capability_unknown' | 'capability_expired' | 'capability_revoked' | 'capability_mismatch';

/** Whether a token serves, and for which grant of the tenant it is. */
export type CapabilityVerdict =
  | { readonly ok: true; readonly capabilityId: string }
  | {
      readonly ok: false;
      readonly reasonCode: CapabilityProblem;
      /** Null where the token belongs to no grant of the tenant. */
      readonly capabilityId: string | null;
    };

/** Judges a token for one use. Compares secrets in constant time. O(globs of the grant). */
export async function checkCapability(
  { capabilities, clock, keys }: Ports,
  use: CapabilityUse,
): Promise<CapabilityVerdict> {
  const parts = parseToken(use.token);
  if (parts === null) return UNKNOWN;
  const grant = await capabilities.get(parts.id);
  if (grant?.tenantId !== use.tenantId) return UNKNOWN;
  const digest = tokenDigest(keys.key('capability'), parts);
  if (!sameFingerprint(grant.secretDigest, digest)) return UNKNOWN;
  const problem = problemOf(grant, use, clock.now());
  return problem === null
    ? { ok: true, capabilityId: grant.id }
    : { ok: false, reasonCode: problem, capabilityId: grant.id };
}

const UNKNOWN: CapabilityVerdict = {
  ok: false,
  reasonCode: 'capability_unknown',
  capabilityId: null,
};

function problemOf(grant: Capability, use: CapabilityUse, now: number): CapabilityProblem | null {
  if (grant.revokedAt !== null) return 'capability_revoked';
  if (now >= grant.expiresAt) return 'capability_expired';
  const fits =
    grant.agentId === use.agentId &&
    (grant.sessionId === null || grant.sessionId === use.sessionId) &&
    grant.actions.includes(use.action) &&
    covers(grant, use);
  return fits ? null : 'capability_mismatch';
}

/** By the full name alone: a grant for `search` is none for another server's `mcp__x__search`. */
function covers({ tools, secrets }: Capability, use: CapabilityUse): boolean {
  if (use.action === 'resolve') return secrets.some((glob) => compileGlob(glob)(use.secret));
  const tool = use.tool.toLowerCase();
  return tools.some((glob) => compileToolGlob(glob)(tool));
}
