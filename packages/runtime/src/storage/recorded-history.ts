import {
  makeReceipt,
  publicKeys,
  verifyInThread,
  type AuditReader,
  type AuditStatus,
} from '@safeai/audit';
import type { AuditAccess } from '../audit-access.ts';
import type { StorageParts } from './storage-parts.ts';

/** What may be asked of a log in a folder. */
export function recordedHistory(
  { audit: folder, keys, loaded }: StorageParts,
  reader: AuditReader,
  status: () => AuditStatus,
): AuditAccess {
  const [signingKey] = keys.audit.signing;
  const { checkpointFile } = loaded.config.audit;
  return {
    query: (query) => reader.query(query),
    find: (tenants, decisionId) => reader.find(tenants, decisionId),
    verify: () =>
      verifyInThread({
        folder,
        chainKeys: keys.audit.chain,
        jwks: publicKeys(keys.audit),
        live: true,
        ...(checkpointFile === undefined ? {} : { checkpoints: checkpointFile }),
      }),
    receipt: (record) => makeReceipt(record, signingKey),
    publicKeys: () => publicKeys(keys.audit),
    status,
  };
}
