import { SafeAIError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { AuditRecord } from './record.ts';

/**
 * Puts a record on the log before anyone hears of what it says.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made
 */
export async function appendRecord({ audit }: Ports, record: AuditRecord): Promise<void> {
  try {
    const pending = audit.append(record);
    if (pending !== undefined) await pending;
  } catch (cause) {
    throw new SafeAIError(
      'audit_unavailable',
      'The decision could not be recorded, so it is not given. See the audit check in /v1/health.',
      { cause },
    );
  }
}
