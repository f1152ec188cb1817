import { SecretError } from '../secret-error.ts';

/** What is used of `@aws-sdk/client-secrets-manager`. */
export interface AwsSdk {
  readonly SecretsManagerClient: new (config: {
    readonly region: string;
    readonly endpoint?: string;
    readonly maxAttempts: number;
  }) => AwsClient;
  readonly GetSecretValueCommand: new (input: {
    readonly SecretId: string;
    readonly VersionStage: string;
  }) => object;
}

/** A client of the SDK's. */
export interface AwsClient {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<AwsSecretValue>;
  destroy(): void;
}

/** What Secrets Manager answers. */
export interface AwsSecretValue {
  readonly SecretString?: string;
  readonly SecretBinary?: Uint8Array;
  readonly VersionId?: string;
}

const PACKAGE = '@aws-sdk/client-secrets-manager';

/**
 * Imports the SDK: only where AWS is used, for it is large.
 *
 * @throws SecretError `misconfigured` where it is not installed
 */
export async function importAwsSdk(): Promise<AwsSdk> {
  try {
    return (await import(PACKAGE)) as AwsSdk;
  } catch {
    const message = `AWS Secrets Manager needs a package that is not installed: npm install ${PACKAGE}`;
    throw new SecretError('misconfigured', message);
  }
}
