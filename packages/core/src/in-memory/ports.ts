import type { Ports } from '../ports.ts';
import { MemoryApprovalStore } from './approvals.ts';
import { MemoryAuditSink } from './audit.ts';
import { systemClock } from './clock.ts';
import { randomIds } from './ids.ts';
import { ephemeralKeys } from './keys.ts';
import { MemoryPseudonymStore } from './pseudonyms.ts';
import { MemorySessionStore } from './sessions.ts';

/** Ports that keep everything in this process's memory; those given replace them. */
export function inMemoryPorts(given: Partial<Ports> = {}): Ports {
  const clock = given.clock ?? systemClock;
  return {
    clock,
    ids: given.ids ?? randomIds(clock),
    keys: given.keys ?? ephemeralKeys(),
    audit: given.audit ?? new MemoryAuditSink(),
    events: given.events ?? { emit: () => undefined },
    approvals: given.approvals ?? new MemoryApprovalStore(clock),
    sessions: given.sessions ?? new MemorySessionStore(),
    pseudonyms: given.pseudonyms ?? new MemoryPseudonymStore(clock),
  };
}
