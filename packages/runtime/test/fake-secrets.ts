import {
  fieldsDocument,
  SecretError,
  type SecretBackend,
  type SecretFailure,
} from '@safeai/secrets';

/** A backend named `store` whose fields and failures tests set. */
export class FakeSecrets implements SecretBackend {
  readonly name = 'store';
  fields: Record<string, unknown>;
  version = '1';
  failure: SecretFailure | undefined;
  reads = 0;
  isClosed = false;

  constructor(fields: Record<string, unknown>) {
    this.fields = fields;
  }

  /** Other values, as after a rotation. */
  rotate(fields: Record<string, unknown>): void {
    this.fields = { ...this.fields, ...fields };
    this.version = String(Number(this.version) + 1);
  }

  read() {
    this.reads++;
    if (this.failure !== undefined) {
      const error = new SecretError(this.failure, `the store fails: ${this.failure}`);
      return Promise.reject(error);
    }
    return Promise.resolve(fieldsDocument({ ...this.fields }, this.version));
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}
