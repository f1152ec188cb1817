/** The version of @safeai/runtime. */
export const VERSION = '0.1.0';

export { createRuntime, type RuntimeOptions } from './create-runtime.ts';
export { exportRecords, type AuditExportFormat } from '@safeai/audit';
export type {
  AlertAccess,
  AlertPage,
  AlertQuery,
  AlertRules,
  ChannelView,
} from './alerts/alert-access.ts';
export type {
  AlertMember,
  AlertRule,
  AlertView,
  ChannelTest,
  SilenceRequest,
} from '@safeai/alerting';
export { alertIn, SEVERITIES, type Severity } from '@safeai/alerting';
export type { AuditAccess } from './audit-access.ts';
export type { PolicyChanges, PolicyCheck } from './drafts/check-policy.ts';
export type { Simulation, SimulationRequest } from './drafts/simulate-policy.ts';
export type { EventSource } from './event-relay.ts';
export { costFromConfig, type CostRules } from './cost/cost-from-config.ts';
export type { CostNotice } from './cost/budget-news.ts';
export type {
  CallCost,
  CallSize,
  CostAdmission,
  Reservation,
  RuntimeCost,
} from './cost/runtime-cost.ts';
export type {
  BudgetCheck,
  BudgetedCall,
  BudgetRefusal,
  BudgetState,
  BudgetWarning,
  CheckableCall,
  CostSummary,
  Estimate,
} from '@safeai/cost';
export {
  openStorage,
  type OpenStorageOptions,
  type StorageNotice,
} from './storage/open-storage.ts';
export {
  pluginWarnings,
  type LoadedPlugin,
  type OfferedFramework,
  type OfferedTemplate,
} from './plugins/loaded-plugin.ts';
export type { Storage } from './storage/storage.ts';
export type { AgentSecretRequest, SecretAccess } from './secrets/secret-access.ts';
export { checkSecrets, type ReadSecretsOptions } from './secrets/one-shot.ts';
export { FORMER_MS } from './secrets/guarded-values.ts';
export type {
  BackendStatus,
  SecretBackend,
  SecretFailure,
  SecretsStatus,
  SecretStatus,
} from '@safeai/secrets';
export { auditFolder, findStateFolder, type StateFolderOptions } from './storage/state-folder.ts';
export { KEY_NAMES, keyPath, keysFolder, type KeyName } from './keys/key-file.ts';
export { AFTER_ROTATION, rotateKey } from './keys/rotate-key.ts';
export { backupInstallation, type Backup, type BackupOptions } from './backup/back-up.ts';
export { restoreInstallation, type Restored, type RestoreOptions } from './backup/restore.ts';
export type {
  ActivePolicies,
  ReloadResult,
  PartHealth,
  Runtime,
  RuntimeHealth,
  ScanFileRequest,
  ScanFileResult,
} from './runtime.ts';
