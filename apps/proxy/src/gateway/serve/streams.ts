import type { Usage } from '@safeai/core';
import type { GuardedCall, GuardReport } from '../guard/guarded-call.ts';
import type { Refusal } from '../guard/refusal.ts';

/** A stream that is guarded as it comes. */
export interface GuardedStream {
  push(bytes: Uint8Array): Promise<Uint8Array>;
  end(): Promise<Uint8Array>;
  fail(error: unknown): Promise<Uint8Array>;
  abort(): Promise<void>;
  readonly finished: boolean;
  readonly usage: Usage | null;
  readonly report: GuardReport;
  readonly refusal: Refusal | undefined;
}

type Open = (
  call: GuardedCall,
  options: {
    framing?: 'sse' | 'json-array';
    usageAsked: boolean;
    id?: string;
    model?: string;
    created?: number;
  },
) => Promise<GuardedStream>;

const MODULE = '../guard/stream/guarded-stream.ts';

/** Opens the guard of a stream. */
export const openGuardedStream: Open = async (call, options) => {
  const { openGuardedStream: open } = (await import(MODULE as string)) as {
    openGuardedStream: Open;
  };
  return open(call, options);
};
