import { SafeAIError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { compileLockdown, type CompiledLockdown } from './compiled-lockdown.ts';
import type { Lockdown } from './lockdown.ts';

/** After so many milliseconds the store is asked again, beside the decisions. */
const REFRESH_AFTER_MS = 250;

/** No list that is older than this many milliseconds decides before the store was asked again. */
const STALE_AFTER_MS = 500;

/**
 * The lockdowns of the store, kept in this process. What is set or lifted here counts at once; what another
 * process sets or lifts, within {@link STALE_AFTER_MS}. Where the store fails, the last known list holds.
 */
export class ActiveLockdowns {
  readonly #ports: Pick<Ports, 'clock' | 'lockdowns'>;
  #known: readonly CompiledLockdown[] | undefined;
  /** `Clock.monotonic` of the moment that the list tells of. */
  #asOf = 0;
  #asking: Promise<readonly CompiledLockdown[]> | undefined;
  /** Changes made here. An answer that was on its way meanwhile may not know of the last one. */
  #changes = 0;

  constructor(ports: Pick<Ports, 'clock' | 'lockdowns'>) {
    this.#ports = ports;
  }

  /**
   * The lockdowns that count now; at once where they are known.
   *
   * @throws SafeAIError `state_unavailable` (rejects) where they were never known and the store fails
   */
  current(): readonly CompiledLockdown[] | Promise<readonly CompiledLockdown[]> {
    if (this.#known === undefined) return this.#refresh();
    const age = this.#ports.clock.monotonic() - this.#asOf;
    // A clock that went back says nothing of the age.
    if (age >= 0 && age <= REFRESH_AFTER_MS) return this.#known;
    const refreshed = this.#refresh();
    const isFresh = age >= 0 && age < STALE_AFTER_MS;
    return isFresh ? this.#known : refreshed;
  }

  /** One that the store has now. */
  add(lockdown: Lockdown): void {
    this.#changes++;
    if (this.#known === undefined) return;
    const others = this.#known.filter((one) => one.lockdown.id !== lockdown.id);
    this.#known = [...others, compileLockdown(lockdown)];
  }

  /** One that the store has no more. */
  remove(id: string): void {
    this.#changes++;
    this.#known = this.#known?.filter(({ lockdown }) => lockdown.id !== id);
  }

  /** One question at a time. Rejects only where nothing is known yet. */
  #refresh(): Promise<readonly CompiledLockdown[]> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<readonly CompiledLockdown[]> {
    const { clock, lockdowns } = this.#ports;
    for (;;) {
      const asOf = clock.monotonic();
      const changes = this.#changes;
      let active: readonly Lockdown[];
      try {
        active = await lockdowns.active();
      } catch (error) {
        if (this.#known === undefined) throw unavailable(error);
        this.#asOf = clock.monotonic();
        return this.#known;
      }
      if (changes !== this.#changes) continue;
      const known = new Map(this.#known?.map((one) => [one.lockdown.id, one]));
      this.#known = active.map((lockdown) => known.get(lockdown.id) ?? compileLockdown(lockdown));
      this.#asOf = asOf;
      return this.#known;
    }
  }
}

function unavailable(cause: unknown): SafeAIError {
  if (SafeAIError.isInstance(cause)) return cause;
  return new SafeAIError(
    'state_unavailable',
    'What is stopped cannot be read from the state, so nothing goes on. See the state check in /v1/health.',
    { cause },
  );
}
