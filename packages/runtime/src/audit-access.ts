import type { AuditStatus, VerifyReport } from '@safeai/audit';
import type {
  AuditLine,
  AuditPage,
  AuditQuery,
  AuditTally,
  AuditTallyRequest,
  TenantScope,
} from '@safeai/core';
import type { JsonWebKey } from 'node:crypto';

/** What may be asked of the recorded history. */
export interface AuditAccess {
  /** @throws SafeAIError `invalid_request` for a cursor that is none */
  query(query: AuditQuery): Promise<AuditPage>;
  /**
   * How many records there are, by the values of their fields and by time.
   *
   * @throws SafeAIError (rejects) `invalid_request` for a step that makes too many buckets; `rate_limited` where too many
   *   ask at once
   */
  tally(request: AuditTallyRequest): Promise<AuditTally>;
  /** One decision, in one of the tenants. */
  find(tenants: TenantScope, decisionId: string): Promise<AuditLine | undefined>;
  /**
   * Checks every line; off the event loop. Whoever asks meanwhile gets the same report.
   *
   * @throws SafeAIError (rejects) `shutting_down` when SafeAI is closed before it is done
   */
  verify(): Promise<VerifyReport>;
  /** The signed receipt of a record: a compact JWS (RFC 7515, EdDSA). */
  receipt(record: AuditLine): string;
  /** The public keys that receipts and checkpoints verify with. */
  publicKeys(): { readonly keys: readonly JsonWebKey[] };
  status(): AuditStatus;
}
