import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Bao, startMoto, type Server } from '../../../../packages/secrets/test/support/servers.ts';

/** What a client of AWS takes its credentials from. */
export const AWS_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-access-key-of-the-tests',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** OpenBao and what stands for AWS Secrets Manager, each a process of its own. */
export class SecretServers {
  readonly token = Bao.ROOT;
  readonly vault: string;
  readonly aws: string;
  readonly #bao: Bao;
  readonly #moto: Server;

  private constructor(bao: Bao, moto: Server) {
    this.vault = bao.address;
    this.aws = moto.address;
    this.#bao = bao;
    this.#moto = moto;
  }

  static async start(): Promise<SecretServers> {
    const [bao, moto] = await Promise.all([Bao.start(), startMoto()]);
    return new SecretServers(bao, moto);
  }

  /** Writes a secret of OpenBao, in version 2 of its key-value engine. */
  async put(path: string, data: Readonly<Record<string, string>>): Promise<void> {
    await this.#bao.put(path, data);
  }

  /** Makes a secret of AWS in us-east-1. */
  async create(name: string, text: string): Promise<void> {
    const client = new SecretsManagerClient({ region: 'us-east-1', endpoint: this.aws });
    await client.send(new CreateSecretCommand({ Name: name, SecretString: text }));
    client.destroy();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#bao.stop(), this.#moto.stop()]);
  }
}
