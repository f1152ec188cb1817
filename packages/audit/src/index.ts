/** The version of @safeai/audit. */
export const VERSION = '0.1.0';

// The format
export { isSystemLine, type AuditLine, type SystemLine } from './format/record-line.ts';
export type { AuditKeys, ChainKey, SigningKey } from './format/system-lines.ts';

// Writing
export { AuditLog } from './append/audit-log.ts';
export type { AuditLogOptions, Durability } from './append/audit-log-options.ts';
export type { AuditFile, AuditFiles } from './append/files.ts';
export { tolerantSink } from './append/tolerant-sink.ts';
export { AuditSpool, type AuditSpoolOptions } from './spool/audit-spool.ts';
export { drainSpool, type DrainOptions, type SpoolDrain } from './spool/drain-spool.ts';
export type { SpooledRecord } from './spool/spooled-line.ts';

// Keeping in order
export {
  AuditMaintenance,
  type AdoptedLog,
  type AuditMaintenanceOptions,
} from './maintain/maintenance.ts';
export type { MaintainedLog } from './maintain/maintained-log.ts';

// Backup
export { copyLog } from './backup/copy-log.ts';

// Reading
export { AuditReader, type AuditReaderOptions } from './read/reader.ts';
export { exportRecords, type AuditExportFormat } from './export/export-records.ts';
export type { AuditProblem, VerifyReport } from './verify/report.ts';
export type { AuditNotice, AuditStatus } from './status.ts';

// Keys and receipts
export { makeReceipt, publicKeys } from './receipt/receipt.ts';
export { chainKey, makeSigningKey, signingKeyFromPem } from './receipt/signing-key.ts';

// Verification
export {
  verifyLog,
  verifyReceipt,
  type Jwks,
  type ReceiptCheck,
  type VerifyOptions,
} from './verify/safeai-verify.ts';
export { verifyInThread } from './verify/verify-in-thread.ts';
