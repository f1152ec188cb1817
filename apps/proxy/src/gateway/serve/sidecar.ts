import { SafeAIError } from '@safeai/core';
import { checkAccess } from '../../edge/access.ts';
import { admit, rolesCount, type Admittance } from '../../http/admit.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { ServedProviderRoute } from './provider-routes.ts';

/** Why nothing is forwarded where the server is a sidecar. */
export function notForwarding(): SafeAIError {
  return new SafeAIError(
    'not_found',
    'This server is a sidecar and forwards nothing to providers. Start it with --mode gateway (server.mode), and name a provider (proxy.target).',
  );
}

/**
 * Answers a provider route in sidecar mode. Who may not call it is told that first.
 *
 * @throws SafeAIError (always, as a rejection) `not_found`, or what the edge refuses
 */
export async function refuseInSidecar(
  route: ServedProviderRoute,
  exchange: Exchange,
  admittance: Admittance,
): Promise<never> {
  const caller = await admit(route, exchange, admittance);
  const entered = await admittance.limits.enter(exchange, route, caller);
  try {
    if (caller !== null && rolesCount(exchange)) checkAccess(caller.principal, route.access);
    throw notForwarding();
  } finally {
    entered.leave();
  }
}
