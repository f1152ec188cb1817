import type { AuditRecord } from '../src/boundary/record.ts';
import type { Principal } from '../src/identity/principal.ts';
import type { SafeAIRules } from '../src/options.ts';
import type { Ports, SafeAIEvent } from '../src/ports.ts';
import { SafeAI } from '../src/safeai.ts';

/** A value that every detector of secrets knows, and that must show up in no record. */
export const SECRET = 'sk-ABCDEF1234567890ABCDEF';

/** An approver in any tenant. */
export const APPROVER: Principal = {
  tenant: 'default',
  tenants: ['*'],
  user: 'security-admin',
  roles: ['admin'],
  source: 'key',
};

/** A SafeAI whose clock stands still and whose records and events can be looked at. */
export function house(rules: SafeAIRules = {}, ports: Partial<Ports> = {}) {
  const time = { now: Date.UTC(2026, 0, 1) };
  const records: AuditRecord[] = [];
  const events: SafeAIEvent[] = [];
  let ids = 0;
  const safeai = new SafeAI(rules, {
    clock: { now: () => time.now, monotonic: () => time.now },
    ids: {
      decisionId: () => `decision-${String(++ids)}`,
      approvalId: () => `ar-${String(++ids).padStart(24, '0')}`,
      capabilityId: () => `cap-${String(++ids).padStart(24, '0')}`,
      apiKeyId: () => `key-${String(++ids).padStart(12, '0')}`,
      lockdownId: () => `ld-${String(++ids).padStart(24, '0')}`,
      memoryHandle: () => `mh-${String(++ids).padStart(24, '0')}`,
      secret: () => String(++ids).padStart(64, '0'),
    },
    audit: { append: (record) => void records.push(record) },
    events: { emit: (event) => void events.push(event) },
    ...ports,
  });
  return { safeai, time, records, events };
}
