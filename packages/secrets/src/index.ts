/** Secrets, and the backends that they are read from. Any export added here becomes public API: named exports only. */

/** The version of @safeai/secrets. */
export const VERSION = '0.1.0';

export { Secrets, type SecretsOptions } from './secrets.ts';
export type { CacheTerms } from './cache/cached-document.ts';
export type { SecretAlarm, SecretRotation } from './alarm.ts';
export type { BackendStatus, SecretRequest, SecretsStatus, SecretStatus } from './status.ts';
export type { SecretState } from './cache/slot.ts';
export { SecretError, type SecretErrorOptions, type SecretFailure } from './secret-error.ts';

// Backends
export type { SecretBackend, SecretRead } from './backend.ts';
export { fieldsDocument, textDocument, type SecretDocument } from './document.ts';
export { EnvBackend, type EnvSettings } from './env/env-backend.ts';
export { VaultBackend, type VaultPorts } from './vault/vault-backend.ts';
export type { AppRoleSettings, KubernetesSettings, VaultSettings } from './vault/vault-settings.ts';
export { AwsBackend, type AwsSettings } from './aws/aws-backend.ts';
export type { AwsClient, AwsSdk, AwsSecretValue } from './aws/aws-sdk.ts';
