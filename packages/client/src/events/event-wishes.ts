import type { WireEventFilter } from '@safeai/api/wire';

/** Which events are wanted. What is absent is not narrowed. */
export interface EventWishes {
  readonly boundary?: NonNullable<WireEventFilter['boundary']>;
  /** One of the caller's tenants. */
  readonly tenantId?: string;
  readonly agentId?: string;
  /** Names, or families of them: `scan.blocked`, `approval.*`. */
  readonly events?: readonly string[];
}

/** A place to go on from. */
export interface EventsSince extends EventWishes {
  /** The `id` of an event, or a time in ISO 8601. From now on if absent. */
  readonly since?: string;
}

/** As a message on a socket. */
export function filterOf({
  boundary,
  tenantId,
  agentId,
  events,
  since,
}: EventsSince): WireEventFilter {
  return {
    ...(boundary === undefined ? {} : { boundary }),
    ...(tenantId === undefined ? {} : { tenant_id: tenantId }),
    ...(agentId === undefined ? {} : { agent_id: agentId }),
    ...(events === undefined ? {} : { events: [...events] }),
    ...(since === undefined ? {} : { since }),
  };
}
