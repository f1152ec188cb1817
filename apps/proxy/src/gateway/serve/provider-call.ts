import type { CallContext, SafeAI } from '@safeai/core';
import type { Protocol } from '@safeai/protocols';
import type { GuardedCall, GuardSettings } from '../guard/guarded-call.ts';
import { StandingDecisions } from './standing-decisions.ts';

/** What a {@link ProviderCall} is made of. */
export interface ProviderCallOptions {
  readonly safeai: SafeAI;
  readonly protocol: Protocol;
  readonly settings: GuardSettings;
  readonly context: GuardedCall['context'];
  readonly call: CallContext;
  readonly onDecision: NonNullable<GuardedCall['onDecision']>;
  readonly approvalRequestId: string | undefined;
  /** Makes the signal: few calls wait for anything. */
  readonly signalOf: () => AbortSignal;
}

/** One call to a provider, for the guard. */
export class ProviderCall implements GuardedCall {
  readonly safeai: SafeAI;
  readonly protocol: Protocol;
  readonly settings: GuardSettings;
  readonly context: GuardedCall['context'];
  readonly call: CallContext;
  readonly onDecision: GuardedCall['onDecision'];
  readonly decisions = new StandingDecisions();
  readonly approvalRequestId: string | undefined;
  readonly #signalOf: () => AbortSignal;
  #signal: AbortSignal | undefined;

  constructor(options: ProviderCallOptions) {
    this.safeai = options.safeai;
    this.protocol = options.protocol;
    this.settings = options.settings;
    this.context = options.context;
    // Bodies are read within bounds of their own.
    this.call = { ...options.call, isBounded: true };
    this.onDecision = (boundary, taken) => {
      this.decisions.add(taken);
      options.onDecision(boundary, taken);
    };
    this.approvalRequestId = options.approvalRequestId;
    this.#signalOf = options.signalOf;
  }

  get signal(): AbortSignal {
    this.#signal ??= this.#signalOf();
    return this.#signal;
  }
}
