import { createHmac } from 'node:crypto';
import { chainKey, signingKeyFromPem, type AuditKeys } from '@safeai/audit';
import { SecretRef, type LoadedConfig, type SafeAIConfig } from '@safeai/config';
import { SafeAIError, type KeyPurpose, type KeyRing } from '@safeai/core';
import { readOrMakeKeyFile, type KeyName } from './key-file.ts';
import { keyBytes, newKeyVersion, privateKeyPem } from './key-material.ts';

/** Keys that encrypt the keys of memory: the one in use, and former ones that still open what they closed. */
export interface MemoryKeys {
  readonly current: { readonly id: string; readonly key: Uint8Array };
  readonly previous: readonly { readonly id: string; readonly key: Uint8Array }[];
}

/** All keys of an installation. */
export interface InstallationKeys {
  readonly audit: AuditKeys;
  readonly memory: MemoryKeys;
  /** For the decision path. */
  readonly ring: KeyRing;
}

/** Which of the kept keys a purpose takes; the label keeps the purposes apart. */
const SOURCES = {
  approval: 'approvals',
  capability: 'approvals',
  digest: 'digests',
  exact: 'digests',
  pseudonym: 'digests',
} as const satisfies Record<KeyPurpose, KeyName>;

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
  const textsOf = (name: KeyName): Promise<readonly [Named, ...Named[]]> =>
    keyTexts(loaded, folder, name, now);
  const symmetric = async (name: KeyName): Promise<readonly [Uint8Array, ...Uint8Array[]]> => {
    const [first, ...rest] = await textsOf(name);
    const bytes = ({ text, origin }: Named): Uint8Array => keyBytes(text, origin);
    return [bytes(first), ...rest.map(bytes)];
  };
  const [audit, memory, approvals, digests, signing] = await Promise.all([
    symmetric('audit'),
    symmetric('memory'),
    symmetric('approvals'),
    symmetric('digests'),
    textsOf('checkpoints'),
  ]);
  const signingKey = ({ text, origin }: Named) => signingKeyFromPem(privateKeyPem(text, origin));
  const [firstSigning, ...formerSigning] = signing;
  return {
    audit: {
      chain: [chainKey(audit[0]), ...audit.slice(1).map(chainKey)],
      signing: [signingKey(firstSigning), ...formerSigning.map(signingKey)],
    },
    // Named in the same way.
    memory: { current: chainKey(memory[0]), previous: memory.slice(1).map(chainKey) },
    ring: keyRing({ approvals: approvals[0], digests: digests[0] }),
  };
}

/** A key as text, and where it is from. */
interface Named {
  readonly text: string;
  readonly origin: string;
}

async function keyTexts(
  loaded: LoadedConfig,
  folder: string,
  name: KeyName,
  now: number,
): Promise<readonly [Named, ...Named[]]> {
  const { keys } = loaded.config;
  const configured = keys[name];
  const former = formerKeys(keys, name).map((value, index) =>
    resolved(loaded, value, `keys.previous.${name}[${String(index)}]`),
  );
  if (configured !== undefined) return [resolved(loaded, configured, `keys.${name}`), ...former];
  const file = await readOrMakeKeyFile(folder, name, () => newKeyVersion(name, now));
  const origin = `${folder}/${name}.json`;
  const [first, ...rest] = file.versions.map(({ key }) => ({ text: key, origin }));
  return [first ?? { text: '', origin }, ...rest, ...former];
}

type SecretSetting = NonNullable<SafeAIConfig['keys']['audit']>;

function formerKeys(keys: SafeAIConfig['keys'], name: KeyName): readonly SecretSetting[] {
  if (name === 'approvals' || name === 'digests') return [];
  return keys.previous?.[name] ?? [];
}

function resolved({ secretOf }: LoadedConfig, value: SecretSetting, origin: string): Named {
  const text = value instanceof SecretRef ? secretOf(value) : value;
  if (text !== undefined) return { text, origin };
  throw new SafeAIError(
    'invalid_config',
    `${origin}: ${String(value)} cannot be resolved by this version; use secret://env/NAME or \${VARIABLE}.`,
  );
}

function keyRing(keys: { readonly approvals: Uint8Array; readonly digests: Uint8Array }): KeyRing {
  const made = new Map<KeyPurpose, Uint8Array>();
  return {
    key: (purpose) => {
      let key = made.get(purpose);
      if (key === undefined) {
        const source = keys[SOURCES[purpose]];
        key = createHmac('sha256', source).update(`safeai-key:${purpose}`).digest();
        made.set(purpose, key);
      }
      return key;
    },
  };
}
