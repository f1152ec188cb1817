import type { LoadedConfig } from '@safeai/config';
import { reasonOf } from '../reason-of.ts';

/** What becomes of keys whose secrets have other values. */
export interface KeyRotationParts {
  /** The configuration in force, its references resolved. */
  readonly loaded: () => LoadedConfig;
  /** Goes over to another key of memory; absent where nothing lasts. */
  readonly useMemoryKeys: ((loaded: LoadedConfig) => Promise<boolean>) | undefined;
  /** Tells the operator. Must not throw. */
  readonly onNotice: (message: string) => void;
}

const MEMORY = 'keys.memory';

/** What a restart means for what a key has made, by its setting. */
const AT_RESTART: Readonly<Record<string, string>> = {
  'keys.audit':
    'Name the former one under keys.previous.audit before: older parts of the audit log verify with it alone.',
  'keys.checkpoints':
    'Name the former one under keys.previous.checkpoints before: older checkpoints and receipts verify with it alone.',
  'keys.approvals':
    'Approval requests that are open then have to be made again, and capability tokens end.',
  'keys.digests': 'Digests of equal values before and after do not compare equal.',
};

/**
 * Keys of the installation that come from secrets. That of memory is changed while SafeAI runs, since what it encrypts is
 * encrypted again with the new one. The others are what records are proven with: they change at the next start.
 */
export class KeyRotation {
  readonly #parts: KeyRotationParts;
  /** The values that SafeAI was started with, by setting. */
  readonly #started: ReadonlyMap<string, string>;
  /** One after the other; it never rejects. */
  #changing: Promise<void> = Promise.resolve();

  constructor(parts: KeyRotationParts) {
    this.#parts = parts;
    this.#started = valuesOf(parts.loaded());
  }

  /** A secret has another value. */
  rotated(reference: string): void {
    const settings = new Set(
      this.#parts
        .loaded()
        .secretPlaces.filter((one) => one.reference.toString() === reference)
        .map(({ place }) => place.path),
    );
    if (settings.has(MEMORY)) this.#changeMemoryKey();
    for (const setting of settings) {
      const effect = AT_RESTART[setting];
      if (effect !== undefined) this.#parts.onNotice(waiting(setting, effect));
    }
  }

  /** What a restart will change, for who reloads. */
  warnings(): string[] {
    const now = valuesOf(this.#parts.loaded());
    return Object.entries(AT_RESTART).flatMap(([setting, effect]) => {
      const started = this.#started.get(setting);
      const value = now.get(setting);
      const isOther = started !== undefined && value !== undefined && started !== value;
      return isOther ? [waiting(setting, effect)] : [];
    });
  }

  /** Once what was begun is done. */
  settled(): Promise<void> {
    return this.#changing;
  }

  #changeMemoryKey(): void {
    const { loaded, useMemoryKeys, onNotice } = this.#parts;
    if (useMemoryKeys === undefined) return;
    this.#changing = this.#changing.then(async () => {
      try {
        if (await useMemoryKeys(loaded())) {
          onNotice(`${MEMORY}: the new key is in use; what the former one encrypted can be read`);
        }
      } catch (error) {
        onNotice(`${MEMORY}: the former key stays in use: ${reasonOf(error)}`);
      }
    });
  }
}

function waiting(setting: string, effect: string): string {
  return `${setting}: the secret has another value, which takes effect at the next start. ${effect}`;
}

function valuesOf({ secretPlaces, secretOf }: LoadedConfig): ReadonlyMap<string, string> {
  return new Map(
    secretPlaces.flatMap(({ reference, place: { path } }) => {
      const value = path in AT_RESTART ? secretOf(reference) : undefined;
      return value === undefined ? [] : [[path, value] as const];
    }),
  );
}
