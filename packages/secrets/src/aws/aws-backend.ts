import type { SecretBackend, SecretRead } from '../backend.ts';
import { textDocument, type SecretDocument } from '../document.ts';
import { SecretError } from '../secret-error.ts';
import { awsError } from './aws-error.ts';
import { importAwsSdk, type AwsClient, type AwsSdk } from './aws-sdk.ts';

/** Which Secrets Manager. Credentials come from the chain of the SDK: variables, profiles, roles. */
export interface AwsSettings {
  /** Such as `us-east-1`. */
  readonly region: string;
  /** What references without a path mean: name or ARN. */
  readonly secretName?: string;
  /** Another endpoint, for tests. */
  readonly endpoint?: string;
}

/** The staging label of the version that is in force. */
const CURRENT = 'AWSCURRENT';
/** A staging label. */
const STAGE = /^[A-Za-z0-9_.-]{1,256}$/;

/**
 * AWS Secrets Manager. `secret://aws/safeai/prod#openai` is a field of the JSON object that the secret `safeai/prod` holds,
 * `secret://aws/safeai/prod` the whole of it, and `?version=AWSPREVIOUS` the version with that staging label: no other
 * than `AWSCURRENT` is ever tried without being named.
 */
export class AwsBackend implements SecretBackend {
  readonly name = 'aws';
  readonly #settings: AwsSettings;
  readonly #who: string;
  readonly #importSdk: () => Promise<AwsSdk>;
  #opened: Promise<{ readonly sdk: AwsSdk; readonly client: AwsClient }> | undefined;

  /** @param importSdk gives `@aws-sdk/client-secrets-manager`; it is imported at the first read */
  constructor(settings: AwsSettings, importSdk: () => Promise<AwsSdk> = importAwsSdk) {
    this.#settings = settings;
    this.#who = `AWS Secrets Manager in ${settings.region}`;
    this.#importSdk = importSdk;
  }

  async read({ path, version = CURRENT, signal }: SecretRead): Promise<SecretDocument> {
    const name = path ?? this.#settings.secretName;
    if (name === undefined) {
      throw new SecretError('misconfigured', 'name a secret: there is no secrets.aws.secret_name');
    }
    if (!STAGE.test(version)) {
      const message = 'a version in AWS is a staging label: ?version=AWSPREVIOUS';
      throw new SecretError('misconfigured', message);
    }
    const { sdk, client } = await this.#open();
    const command = new sdk.GetSecretValueCommand({ SecretId: name, VersionStage: version });
    const answer = await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
      throw awsError(error, this.#who);
    });
    const { SecretString, SecretBinary, VersionId } = answer;
    if (SecretString !== undefined) return textDocument(SecretString, VersionId);
    if (SecretBinary !== undefined) {
      return textDocument(Buffer.from(SecretBinary).toString('base64'), VersionId);
    }
    throw new SecretError('missing', `${this.#who}: the secret has no value; give it one`);
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    opened?.client.destroy();
    this.#opened = undefined;
  }

  #open(): Promise<{ readonly sdk: AwsSdk; readonly client: AwsClient }> {
    this.#opened ??= this.#importSdk()
      .then((sdk) => ({ sdk, client: this.#clientOf(sdk) }))
      .catch((error: unknown) => {
        this.#opened = undefined;
        throw awsError(error, this.#who);
      });
    return this.#opened;
  }

  #clientOf(sdk: AwsSdk): AwsClient {
    const { region, endpoint } = this.#settings;
    // Trying again is the same for every backend, and not the SDK's.
    const options = { region, maxAttempts: 1 };
    return new sdk.SecretsManagerClient(
      endpoint === undefined ? options : { ...options, endpoint },
    );
  }
}
