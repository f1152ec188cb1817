import { InvalidRequestError } from '../errors.ts';
import type {
  MemoryPurgeRequest,
  MemoryRemoval,
  MemoryShredRequest,
} from '../memory/memory-request.ts';
import type { TenantScope } from '../ports.ts';
import type { CallContext } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { memoryScope } from './memory-asked.ts';
import { recordUpkeep } from './memory-record.ts';
import { requireText } from './require.ts';

/** Removes what has expired, in the tenants that the caller may act in. */
export async function purgeExpired(
  context: DecisionContext,
  request: MemoryPurgeRequest,
  call?: CallContext,
): Promise<MemoryRemoval> {
  const scope = memoryScope(context, request, call);
  const tenants: TenantScope =
    request.tenantId === undefined ? (call?.principal?.tenants ?? ['*']) : [scope.tenantId];
  const removed = await context.ports.memory.purgeExpired(tenants);
  // A round that nobody asked for and that found nothing leaves no trace.
  if (removed > 0 || call?.principal !== undefined) {
    await recordUpkeep(context, 'purged', scope, { removed });
  }
  return { removed };
}

/** Destroys a tenant's memory and the key to it. Recorded first: what follows cannot be taken back. */
export async function shredMemory(
  context: DecisionContext,
  request: MemoryShredRequest,
  call?: CallContext,
): Promise<MemoryRemoval> {
  const scope = memoryScope(context, request, call);
  requireText(request.tenantId, 'tenantId');
  if (request.confirm !== request.tenantId) {
    throw new InvalidRequestError('confirm must repeat tenantId: shredding cannot be undone.', {
      details: [{ path: '$.confirm', message: 'must repeat the tenant' }],
    });
  }
  await recordUpkeep(context, 'shredded', scope, {});
  return { removed: await context.ports.memory.shred(scope.tenantId) };
}
