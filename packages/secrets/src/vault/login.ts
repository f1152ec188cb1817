import { readFile } from 'node:fs/promises';
import { Secret } from '@safeai/core';
import { SecretError } from '../secret-error.ts';
import { asObject, type VaultAnswer, type VaultClient } from './vault-client.ts';
import type { AppRoleSettings, KubernetesSettings } from './vault-settings.ts';

/** Where Kubernetes puts the token of a pod's service account. */
const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A token, and how long it serves. */
export interface Lease {
  readonly token: Secret;
  /** In milliseconds; undefined: for ever, or it is not known. */
  readonly ttlMs: number | undefined;
  readonly renewable: boolean;
}

/** A way to get a token. */
export interface Login {
  /** Whether another token can be had when this one ends. */
  readonly isRepeatable: boolean;
  /** @throws SecretError `unauthenticated`, `misconfigured`, and what the client throws */
  logIn(signal: AbortSignal): Promise<Lease>;
  /** What a token that is refused comes from, and what to do. */
  readonly remedy: string;
}

/** The token of an environment variable. */
export class GivenToken implements Login {
  readonly isRepeatable = false;
  readonly remedy: string;
  readonly #client: VaultClient;
  readonly #variable: string;
  readonly #environment: Environment;

  constructor(client: VaultClient, variable: string, environment: Environment) {
    this.#client = client;
    this.#variable = variable;
    this.#environment = environment;
    this.remedy = `put another token into the environment variable ${variable}`;
  }

  async logIn(signal: AbortSignal): Promise<Lease> {
    const token = fromVariable(this.#environment, this.#variable, 'token');
    const path = 'auth/token/lookup-self';
    const { status, body } = await this.#client.request({ method: 'GET', path, token, signal });
    const data = asObject(body?.data);
    // A token may be allowed to read and not to look itself up.
    if (status !== 200 || data === undefined) return { token, ttlMs: undefined, renewable: false };
    return { token, ...termsOf(data.ttl, data.renewable) };
  }
}

/** AppRole. A secret id that comes wrapped is taken out once and kept. */
export class AppRole implements Login {
  readonly isRepeatable = true;
  readonly remedy = 'check role_id, the secret id and their limits';
  readonly #client: VaultClient;
  readonly #settings: AppRoleSettings;
  readonly #environment: Environment;
  #unwrapped: { readonly wrapper: Secret; readonly secretId: Secret } | undefined;

  constructor(client: VaultClient, settings: AppRoleSettings, environment: Environment) {
    this.#client = client;
    this.#settings = settings;
    this.#environment = environment;
  }

  async logIn(signal: AbortSignal): Promise<Lease> {
    const { roleId, mount = 'approle', wrapped = false } = this.#settings;
    const given = await this.#given();
    const secretId = wrapped ? await this.#unwrap(given, signal) : given;
    const body = { role_id: roleId, secret_id: secretId.reveal() };
    return authenticate(this.#client, { mount, body, signal, remedy: this.remedy });
  }

  #given(): Promise<Secret> {
    const { secretIdEnv = 'VAULT_SECRET_ID', secretIdFile } = this.#settings;
    if (secretIdFile !== undefined) return fromFile(secretIdFile, 'secret id');
    return Promise.resolve().then(() => fromVariable(this.#environment, secretIdEnv, 'secret id'));
  }

  async #unwrap(wrapper: Secret, signal: AbortSignal): Promise<Secret> {
    if (this.#unwrapped?.wrapper.equals(wrapper) === true) return this.#unwrapped.secretId;
    const { status, body } = await this.#client.request({
      method: 'POST',
      path: 'sys/wrapping/unwrap',
      token: wrapper,
      signal,
    });
    const text = asObject(body?.data)?.secret_id;
    if (status !== 200 || typeof text !== 'string') {
      const message = `${this.#client.who} does not unwrap the secret id: it has expired, or was unwrapped before. If that was not you, somebody else has it: revoke it. Then wrap a new one`;
      throw new SecretError('unauthenticated', message);
    }
    const secretId = new Secret(text);
    this.#unwrapped = { wrapper, secretId };
    return secretId;
  }
}

/** The service account of a pod. */
export class Kubernetes implements Login {
  readonly isRepeatable = true;
  readonly remedy = 'check the role, and the service accounts and namespaces that it is bound to';
  readonly #client: VaultClient;
  readonly #settings: KubernetesSettings;

  constructor(client: VaultClient, settings: KubernetesSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  async logIn(signal: AbortSignal): Promise<Lease> {
    const { role, jwtFile = SERVICE_ACCOUNT_TOKEN, mount = 'kubernetes' } = this.#settings;
    const jwt = await fromFile(jwtFile, 'token of the service account');
    const body = { role, jwt: jwt.reveal() };
    return authenticate(this.#client, { mount, body, signal, remedy: this.remedy });
  }
}

async function authenticate(
  client: VaultClient,
  login: { mount: string; body: Record<string, string>; signal: AbortSignal; remedy: string },
): Promise<Lease> {
  const { mount, body, signal, remedy } = login;
  const path = `auth/${mount}/login`;
  const answer = await client.request({ method: 'POST', path, body, signal });
  const lease = leaseOf(answer);
  if (lease !== undefined) return lease;
  const { who } = client;
  if (answer.status === 404) {
    const message = `${who} has no login method mounted at ${mount}; check mount, and the namespace`;
    throw new SecretError('misconfigured', message);
  }
  throw new SecretError('unauthenticated', `${who} refuses the login; ${remedy}`);
}

/** The token that an answer gives, or undefined where it gives none. */
export function leaseOf({ status, body }: VaultAnswer): Lease | undefined {
  const auth = asObject(body?.auth);
  const token = auth?.client_token;
  if (status !== 200 || typeof token !== 'string' || token === '') return undefined;
  return { token: new Secret(token), ...termsOf(auth?.lease_duration, auth?.renewable) };
}

function termsOf(seconds: unknown, renewable: unknown): Omit<Lease, 'token'> {
  const isLimited = typeof seconds === 'number' && seconds > 0;
  return { ttlMs: isLimited ? seconds * 1000 : undefined, renewable: renewable === true };
}

/** What can be a header's value. */
const PRINTABLE = /^[\x21-\x7e]+$/;

function fromVariable(environment: Environment, variable: string, what: string): Secret {
  const text = Object.hasOwn(environment, variable) ? environment[variable]?.trim() : undefined;
  return given(text, `the environment variable ${variable}`, what);
}

async function fromFile(file: string, what: string): Promise<Secret> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    const message = `the file ${file}, which should hold the ${what}, cannot be read; check that it is there and readable`;
    throw new SecretError('unauthenticated', message);
  }
  return given(text.trim(), `the file ${file}`, what);
}

function given(text: string | undefined, source: string, what: string): Secret {
  if (text !== undefined && PRINTABLE.test(text)) return new Secret(text);
  const state = text === undefined ? 'not set' : text === '' ? 'empty' : 'not the text of one';
  throw new SecretError('unauthenticated', `${source}, which should hold the ${what}, is ${state}`);
}
