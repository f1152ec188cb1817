import { fromUsers } from '@safeai/api';
import { SafeAIError, type Principal } from '@safeai/core';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/dashboard/users */
export function dashboardUsers(dependencies: Dependencies): Handler<'dashboard_users'> {
  return ({ principal }) => {
    const { tenants } = dashboardUser(dependencies, principal);
    return fromUsers(dependencies.runtime.config.dashboard.users, tenants);
  };
}

/**
 * Who asks the dashboard's API: a user with a name. A caller on this machine who names nobody is none; the command
 * line is, and is answered where the dashboard is off, too.
 *
 * @throws SafeAIError `not_found` where the dashboard is off; `unauthenticated` for nobody
 */
export function dashboardUser(
  { runtime }: Pick<Dependencies, 'runtime'>,
  principal: Principal | null,
): Principal {
  const { enabled, userHeader } = runtime.config.dashboard;
  if (principal !== null && isCommandLine(principal)) return principal;
  if (!enabled) {
    throw new SafeAIError('not_found', 'The dashboard is off (dashboard.enabled).');
  }
  if (principal === null || principal.source === 'loopback') {
    throw new SafeAIError(
      'unauthenticated',
      `The dashboard needs to know its user: name one of dashboard.users in the header ${userHeader}, or send a credential.`,
    );
  }
  return principal;
}

/** It holds the key that the running server left for it, or has the state folder open itself. */
function isCommandLine({ source, keyId }: Principal): boolean {
  return source === 'embedded' || (source === 'key' && keyId === undefined);
}
