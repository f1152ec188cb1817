import { systemClock, type Secret } from '@safeai/core';
import type { SecretBackend, SecretRead } from '../backend.ts';
import { fieldsDocument, type SecretDocument } from '../document.ts';
import { SecretError } from '../secret-error.ts';
import { apiPath, type KvMount } from './kv-mount.ts';
import { AppRole, GivenToken, Kubernetes, type Environment, type Login } from './login.ts';
import { asObject, VaultClient, type VaultAnswer } from './vault-client.ts';
import { VaultSession, type SessionPorts } from './vault-session.ts';
import type { VaultSettings } from './vault-settings.ts';

/** What the backend needs of the world. Each is the machine's own if absent. */
export interface VaultPorts extends Partial<SessionPorts> {
  readonly environment?: Environment;
}

/** Most mounts that are remembered, one for each path. */
const MAX_MOUNTS = 1000;
const VERSION = /^\d{1,9}$/;

/**
 * HashiCorp Vault and OpenBao: secrets of the key-value engine, versions 1 and 2. `secret://vault/secret/data/safeai#openai` is
 * the path of the HTTP API; `secret://vault/secret/safeai#openai` means the same.
 */
export class VaultBackend implements SecretBackend {
  readonly name = 'vault';
  readonly #client: VaultClient;
  readonly #session: VaultSession;
  readonly #path: string | undefined;
  readonly #mounts = new Map<string, KvMount>();

  /** @throws SecretError `misconfigured` for an address that is none */
  constructor(settings: VaultSettings, ports: VaultPorts = {}) {
    const { environment = process.env, clock = systemClock, random = Math.random } = ports;
    this.#path = settings.path;
    this.#client = new VaultClient(settings);
    const login = loginOf(this.#client, settings, environment);
    this.#session = new VaultSession(this.#client, login, { clock, random });
  }

  async read({ path = this.#path, version, signal }: SecretRead): Promise<SecretDocument> {
    if (path === undefined) {
      throw new SecretError('misconfigured', 'name a path: there is no secrets.vault.path');
    }
    if (version !== undefined && !VERSION.test(version)) {
      throw new SecretError('misconfigured', 'a version in Vault is a number: ?version=3');
    }
    const token = await this.#session.token(signal);
    const first = await this.#tryToRead(path, version, token, signal);
    if (first.answer.status !== 403) return this.#documentOf(path, first);
    const refusal = await this.#session.refusal(token, signal);
    if (!this.#session.replace(token, refusal)) throw refusal;
    const other = await this.#session.token(signal);
    const second = await this.#tryToRead(path, version, other, signal);
    if (second.answer.status !== 403) return this.#documentOf(path, second);
    throw await this.#session.refusal(other, signal);
  }

  sweep(signal: AbortSignal): Promise<void> {
    return this.#session.sweep(signal);
  }

  close(signal: AbortSignal): Promise<void> {
    return this.#session.close(signal);
  }

  async #tryToRead(
    path: string,
    version: string | undefined,
    token: Secret,
    signal: AbortSignal,
  ): Promise<Read> {
    const mount = await this.#mountOf(path, token, signal);
    if (version !== undefined && mount?.version === 1) {
      const message = `${this.#client.who}: version 1 of the key-value engine keeps no versions; leave out ?version=`;
      throw new SecretError('misconfigured', message);
    }
    const query = version === undefined ? {} : { query: `version=${version}` };
    const request = { method: 'GET', path: apiPath(path, mount), ...query, token, signal } as const;
    return { answer: await this.#client.request(request), mount };
  }

  /** The mount that a path lies in; undefined where the token may not know. */
  async #mountOf(path: string, token: Secret, signal: AbortSignal): Promise<KvMount | undefined> {
    const known = this.#mounts.get(path);
    if (known !== undefined) return known;
    const request = {
      method: 'GET',
      path: `sys/internal/ui/mounts/${path.replace(/^\/+/, '')}`,
      token,
      signal,
    } as const;
    const { status, body } = await this.#client.request(request);
    const data = asObject(body?.data);
    const mount = data?.path;
    if (status !== 200 || typeof mount !== 'string') return undefined;
    if (data?.type !== 'kv' && data?.type !== 'generic') {
      const message = `${this.#client.who}: the path is not one of the key-value engine; secrets are read from that alone`;
      throw new SecretError('misconfigured', message);
    }
    const version = asObject(data.options)?.version === '2' ? 2 : 1;
    const found: KvMount = { path: mount, version };
    if (this.#mounts.size >= MAX_MOUNTS) this.#mounts.clear();
    this.#mounts.set(path, found);
    return found;
  }

  #documentOf(path: string, { answer: { status, body }, mount }: Read): SecretDocument {
    const { who } = this.#client;
    const data = asObject(body?.data);
    const metadata = asObject(data?.metadata);
    // Where the mount may not be known, the answer's shape tells.
    const isVersioned =
      mount === undefined ? typeof metadata?.version === 'number' : mount.version === 2;
    if (status === 404) {
      // The engine may have been mounted anew.
      this.#mounts.delete(path);
      if (isVersioned && metadata !== undefined) {
        const state = metadata.destroyed === true ? 'was destroyed' : 'was deleted';
        const message = `${who}: this version of the secret ${state}; write a new one, or undelete it`;
        throw new SecretError('deleted', message);
      }
      throw new SecretError('missing', `${who} has no secret at this path; check the path`);
    }
    const fields = isVersioned ? asObject(data?.data) : data;
    if (status !== 200 || fields === undefined) {
      const message = `${who} answered ${status} with no secret in it; check that the path is one of the key-value engine`;
      throw new SecretError('malformed', message);
    }
    const version = isVersioned ? metadata?.version : undefined;
    return fieldsDocument(fields, typeof version === 'number' ? String(version) : undefined);
  }
}

/** What was answered, and by which mount. */
interface Read {
  readonly answer: VaultAnswer;
  readonly mount: KvMount | undefined;
}

function loginOf(
  client: VaultClient,
  { auth, tokenEnv = 'VAULT_TOKEN' }: VaultSettings,
  environment: Environment,
): Login {
  if (auth === undefined) return new GivenToken(client, tokenEnv, environment);
  return auth.method === 'approle'
    ? new AppRole(client, auth, environment)
    : new Kubernetes(client, auth);
}
