import type { SafeAIConfig } from './safeai-config.ts';
import type { SecretRef } from './secret-ref.ts';
import type { Environment } from './load/interpolate.ts';
import type { Position } from './yaml/source.ts';

/** A `secret://` reference of a configuration. */
export interface SecretPlace {
  readonly reference: SecretRef;
  /** Its file, line and column, and the setting. */
  readonly place: Position & { readonly path: string };
}

/** A configuration that was read, and from where. */
export interface LoadedConfig {
  readonly config: SafeAIConfig;
  /** `defaults` when there is no file and none was asked for. */
  readonly source: 'defaults' | 'files' | 'text';
  /** The main file; absent for defaults and texts. Absolute. */
  readonly file?: string;
  /** The environment whose overlay was laid over the file. */
  readonly env?: string;
  /** The folder that relative paths start from. Absolute. */
  readonly folder: string;
  /** Every file read: main file, overlay, rules, contracts, plugins. Absolute. */
  readonly files: readonly string[];
  /** Folders in which a change can change the configuration. Absolute. */
  readonly folders: readonly string[];
  /** Digest (SHA-256, hexadecimal) of the contents of all files. */
  readonly revision: string;
  /** What deserves attention but stops nothing; each begins with file, line and column. */
  readonly warnings: readonly string[];
  /** Where each of `config.policies` stands, by index. */
  readonly ruleOrigins: readonly Position[];
  /**
   * The value of a reference to an environment variable, from the environment that was given; nothing for other
   * backends, which a running SafeAI reads.
   */
  readonly secretOf: (reference: SecretRef) => string | undefined;
  /** Every `secret://` reference, as often as it stands there. */
  readonly secretPlaces: readonly SecretPlace[];
  /** The environment variables that were given. A function, so that nothing that shows a configuration shows them. */
  readonly environment: () => Environment;
  /** Where a setting of the main file or its overlay stands, by its path: `locate('proxy.target')`. */
  readonly locate: (path: string) => Position | undefined;
}
