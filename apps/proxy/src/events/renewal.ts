import { SafeAIError, type Principal } from '@safeai/core';
import type { Listener } from './listener.ts';
import { CLOSE } from './outlet.ts';

/** Whom a place is for. */
export type Hearer = Pick<Principal, 'roles' | 'tenants'>;

/** Somebody who is asked again who they are. */
export interface Renewable {
  readonly principal: Hearer;
  readonly listener: Pick<Listener, 'end'>;
  /**
   * Asks again who listens.
   *
   * @throws (rejects) SafeAIError where they no longer may
   */
  readonly renew: () => Promise<Hearer>;
}

/** Asks all who listen again who they are, and ends the streams of those who may no longer listen, or not to the same. */
export class Renewal {
  readonly #members: Iterable<Renewable>;
  #isUnderWay = false;
  #asked = 0;

  constructor(members: Iterable<Renewable>) {
    this.#members = members;
  }

  /** One after the other: whoever decides goes first. Asked for meanwhile, it is done once more. */
  async run(): Promise<void> {
    this.#asked++;
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    let done = 0;
    while (done !== this.#asked) {
      done = this.#asked;
      for (const member of this.#members) await renew(member);
    }
    this.#isUnderWay = false;
  }
}

async function renew({ principal, listener, renew: ask }: Renewable): Promise<void> {
  try {
    const now = await ask();
    if (hearing(now) === hearing(principal)) return;
    listener.end(CLOSE.forbidden, 'the caller has other rights now: connect again');
  } catch (error) {
    const code = SafeAIError.isInstance(error) ? error.code : undefined;
    if (code === 'unauthenticated') {
      listener.end(CLOSE.unauthenticated, 'the credential does not hold any more');
    } else if (code === 'forbidden') {
      listener.end(CLOSE.forbidden, 'the caller may not listen any more');
    } else {
      listener.end(CLOSE.tryLater, 'it cannot be told who listens: connect again');
    }
  }
}

function hearing({ roles, tenants }: Hearer): string {
  return JSON.stringify([[...roles].sort(), [...tenants].sort()]);
}
