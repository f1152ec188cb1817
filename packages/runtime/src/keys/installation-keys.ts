import { createHmac } from 'node:crypto';
import { chainKey, signingKeyFromPem, type AuditKeys, type SigningKey } from '@safeai/audit';
import { SecretRef, type LoadedConfig, type SafeAIConfig } from '@safeai/config';
import { SafeAIError, type KeyPurpose, type KeyRing } from '@safeai/core';
import type { MemoryKeys } from '@safeai/state';
import { brokenKeyFile, keyPath, readOrMakeKeyFile, type KeyName } from './key-file.ts';
import { KEY_BYTES, keyBytes, newKeyVersion } from './key-material.ts';

/** All keys of an installation. */
export interface InstallationKeys {
  readonly audit: AuditKeys;
  /** Keys that encrypt the keys of memory. */
  readonly memory: MemoryKeys;
  /** For the decision path. */
  readonly ring: KeyRing;
}

/**
 * The keys of an installation: from the configuration (`keys.*`) where it names them, else from files in
 * `<state folder>/keys`, which are made where they are missing.
 *
 * @throws SafeAIError `invalid_config` for a setting that is no key or cannot be resolved,
 *   `state_unavailable` for a file that cannot be used
 */
export async function installationKeys(
  loaded: LoadedConfig,
  folder: string,
  now: number,
): Promise<InstallationKeys> {
  const symmetric = async (name: KeyName): Promise<Versions<Uint8Array>> =>
    mapVersions(await keyTexts(loaded, folder, name, now), bytesOf);
  const [audit, memory, [approvals], [digests], signing] = await Promise.all([
    symmetric('audit'),
    symmetric('memory'),
    symmetric('approvals'),
    symmetric('digests'),
    keyTexts(loaded, folder, 'checkpoints', now),
  ]);
  return {
    audit: { chain: mapVersions(audit, chainKey), signing: mapVersions(signing, signingKeyOf) },
    memory: namedMemoryKeys(memory),
    ring: keyRing({ approvals, digests }),
  };
}

/**
 * Those of memory alone.
 *
 * @throws as {@link installationKeys} does
 */
export async function memoryKeys(
  loaded: LoadedConfig,
  folder: string,
  now: number,
): Promise<MemoryKeys> {
  return namedMemoryKeys(mapVersions(await keyTexts(loaded, folder, 'memory', now), bytesOf));
}

/** Named as those of the chain are. */
function namedMemoryKeys(versions: Versions<Uint8Array>): MemoryKeys {
  const [current, ...previous] = mapVersions(versions, chainKey);
  return { current, previous };
}

/** Newest first. */
type Versions<T> = readonly [T, ...T[]];

function mapVersions<A, B>([first, ...former]: Versions<A>, map: (version: A) => B): Versions<B> {
  return [map(first), ...former.map((version) => map(version))];
}

/** A key as text, and where it is from. */
interface KeyText {
  readonly text: string;
  readonly from: { readonly file: string } | { readonly setting: string };
}

async function keyTexts(
  loaded: LoadedConfig,
  folder: string,
  name: KeyName,
  now: number,
): Promise<Versions<KeyText>> {
  const { keys } = loaded.config;
  const previous: Partial<Record<KeyName, readonly SecretSetting[]>> = keys.previous ?? {};
  const former = (previous[name] ?? []).map((value, index) =>
    resolved(loaded, value, `keys.previous.${name}[${String(index)}]`),
  );
  const configured = keys[name];
  if (configured !== undefined) return [resolved(loaded, configured, `keys.${name}`), ...former];
  const from = { file: keyPath(folder, name) };
  const { versions } = await readOrMakeKeyFile(folder, name, () => newKeyVersion(name, now));
  const [first, ...rest] = mapVersions(versions, ({ key }) => ({ text: key, from }));
  return [first, ...rest, ...former];
}

type SecretSetting = NonNullable<SafeAIConfig['keys']['audit']>;

function resolved({ secretOf }: LoadedConfig, value: SecretSetting, setting: string): KeyText {
  const text = value instanceof SecretRef ? secretOf(value) : value;
  if (text !== undefined) return { text, from: { setting } };
  throw new SafeAIError(
    'invalid_config',
    `${setting}: ${String(value)} has no value. safeai secrets check says why.`,
  );
}

function bytesOf({ text, from }: KeyText): Uint8Array {
  const bytes = keyBytes(text);
  if (bytes !== undefined) return bytes;
  const length = String(KEY_BYTES);
  throw wrongKey(
    from,
    `${length} bytes or more, in hex or base64, such as openssl rand -base64 ${length} prints`,
  );
}

function signingKeyOf({ text, from }: KeyText): SigningKey {
  try {
    return signingKeyFromPem(text);
  } catch {
    throw wrongKey(
      from,
      'an Ed25519 private key in PEM, such as openssl genpkey -algorithm ed25519 prints',
    );
  }
}

function wrongKey(from: KeyText['from'], expected: string): SafeAIError {
  if ('file' in from) return brokenKeyFile(from.file);
  return new SafeAIError('invalid_config', `${from.setting} must be ${expected}.`);
}

/** Which of the kept keys a purpose takes; the label keeps the purposes apart. */
const SOURCES = {
  approval: 'approvals',
  capability: 'approvals',
  credential: 'approvals',
  digest: 'digests',
  exact: 'digests',
  pseudonym: 'digests',
} as const satisfies Record<KeyPurpose, KeyName>;

function keyRing(keys: Readonly<Record<'approvals' | 'digests', Uint8Array>>): KeyRing {
  const made = new Map(
    Object.entries(SOURCES).map(([purpose, source]) => [
      purpose,
      createHmac('sha256', keys[source]).update(`safeai-key:${purpose}`).digest(),
    ]),
  );
  return { key: (purpose) => made.get(purpose) as Uint8Array };
}
