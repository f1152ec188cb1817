import { InvalidRequestError, SafeAIError, type Principal } from '@safeai/core';
import type { Runtime } from '@safeai/runtime';
import { userPrincipal } from '../edge/principal.ts';
import { edgeSettings } from '../settings/settings.ts';

/** Who decides, and whether a credential says so. */
export interface Approver {
  readonly principal: Principal;
  readonly verified: boolean;
}

/** What of a request says who decides. */
export interface ApproverInput {
  readonly principal: Principal;
  /** The caller is on this machine and believed without a credential of a person. */
  readonly isTrustedLocal: boolean;
  /** The `approver_id` of the body. */
  readonly named: string | undefined;
}

/**
 * Who decides. A credential speaks for its own principal alone; a trusted caller on this machine names a configured
 * user, which is on record as not verified.
 *
 * @throws InvalidRequestError where nobody is named; SafeAIError `forbidden` for another than the caller, an unknown
 *   user, and where `approvals.loopback_decisions` is off
 */
export function approverOf(input: ApproverInput, config: Runtime['config']): Approver {
  const { principal, isTrustedLocal, named } = input;
  if (!isTrustedLocal) {
    if (named === undefined || named === principal.user) return { principal, verified: true };
    throw new SafeAIError('forbidden', 'approver_id names another than the caller.');
  }
  if (!config.approvals.loopbackDecisions) {
    throw new SafeAIError(
      'forbidden',
      'Deciding needs a credential of the approver: approvals.loopback_decisions is off.',
    );
  }
  if (principal.source === 'header' || principal.source === 'session') {
    if (named === undefined || named === principal.user) return { principal, verified: false };
    throw new SafeAIError('forbidden', 'approver_id names another than the caller.');
  }
  if (named === undefined) {
    throw new InvalidRequestError('The request names nobody who decides.', {
      details: [{ path: '$.approver_id', message: 'must name an approver or admin' }],
    });
  }
  const user = edgeSettings(config).users.get(named);
  if (user === undefined) {
    throw new SafeAIError('forbidden', 'approver_id names no user of dashboard.users.');
  }
  return { principal: userPrincipal(user), verified: false };
}
