import {
  fieldsDocument,
  SecretError,
  type SecretBackend,
  type SecretFailure,
} from '../../src/index.ts';

/** A backend of one secret, whose fields and failures tests set. */
export class FakeBackend implements SecretBackend {
  readonly name: string;
  fields: Record<string, unknown> = { key: 'the-first-value' };
  version: string | undefined = '1';
  /** What reads fail with; undefined: they do not. */
  failure: unknown;
  /** What is wrong with the login. */
  login: SecretError | undefined;
  /** Reads wait for it. */
  gate: Promise<void> = Promise.resolve();
  readonly reads: string[] = [];
  sweeps = 0;
  isClosed = false;

  constructor(name = 'fake') {
    this.name = name;
  }

  fail(reason: SecretFailure, retryAfterMs?: number): void {
    this.failure = new SecretError(reason, `it fails: ${reason}`, { retryAfterMs });
  }

  async read({
    path = 'default',
    version,
  }: {
    path: string | undefined;
    version: string | undefined;
  }) {
    this.reads.push(version === undefined ? path : `${path}@${version}`);
    await this.gate;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what backends must not do, and may
    if (this.failure !== undefined) throw this.failure;
    return fieldsDocument({ ...this.fields }, this.version);
  }

  sweep(): Promise<void> {
    this.sweeps++;
    return this.login === undefined ? Promise.resolve() : Promise.reject(this.login);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}
