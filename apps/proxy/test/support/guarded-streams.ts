import {
  SafeAI,
  type AuditRecord,
  type OutputMode,
  type PolicyRule,
  type Ports,
  type SafeAIRules,
} from '@safeai/core';
import {
  JsonArrayReader,
  SseReader,
  type Channel,
  type Part,
  type Protocol,
  type StreamStep,
} from '@safeai/protocols';
import type { GuardedCall } from '../../src/gateway/guard/guarded-call.ts';
import {
  openGuardedStream,
  type GuardedStream,
  type GuardedStreamOptions,
} from '../../src/gateway/guard/stream/guarded-stream.ts';

/** A value that every detector of secrets knows. */
export const SECRET = 'sk-ABCDEF1234567890ABCDEF';

/** Nothing is replaced, whatever is found. */
export const OPEN: SafeAIRules = { policyDefaults: false, defaultAction: 'allow' };

export const outputRule = (
  action: PolicyRule['action'],
  part: Partial<PolicyRule> = {},
): PolicyRule => ({
  name: `${action}-here`,
  boundary: 'output',
  dataTags: ['secret'],
  action,
  ...part,
});

export interface GuardedCase extends Partial<GuardedStreamOptions> {
  readonly protocol: Protocol;
  readonly rules?: SafeAIRules;
  readonly ports?: Partial<Ports>;
  readonly mode?: OutputMode;
  readonly refuses?: GuardedCall['settings']['refuses'];
  readonly approvalWaitMs?: number;
  readonly signal?: AbortSignal;
  /** One that others were guarded with: what it records comes to all of them. */
  readonly house?: House;
}

/** A SafeAI whose records can be looked at. */
export interface House {
  readonly safeai: SafeAI;
  readonly records: AuditRecord[];
}

export function openHouse(rules: SafeAIRules = {}, ports: Partial<Ports> = {}): House {
  const records: AuditRecord[] = [];
  const audit = { append: (record: AuditRecord) => void records.push(record) };
  return { safeai: new SafeAI(rules, { audit, ...ports }), records };
}

export function guardedCall(options: GuardedCase): { call: GuardedCall } & House {
  const { mode = 'window', refuses = new Set(), approvalWaitMs = 0 } = options;
  const { safeai, records } = options.house ?? openHouse(options.rules, options.ports);
  const call: GuardedCall = {
    safeai,
    protocol: options.protocol,
    settings: { mode, refuses, approvalWaitMs },
    context: { agentId: 'support-bot' },
    call: { requestId: 'req-1' },
    signal: options.signal ?? new AbortController().signal,
  };
  return { call, safeai, records };
}

export interface Guarded {
  readonly text: string;
  /** What was thrown, where nothing had gone on. */
  readonly error: unknown;
  readonly stream: GuardedStream;
  readonly records: readonly AuditRecord[];
  /** The events of the records, when each piece had gone on. */
  readonly seen: readonly { readonly text: string; readonly events: readonly string[] }[];
}

/** A whole stream through the guard, in these pieces. */
export async function guarded(
  options: GuardedCase,
  pieces: readonly Uint8Array[],
): Promise<Guarded> {
  const { call, records } = guardedCall(options);
  const before = records.length;
  const stream = await openGuardedStream(call, { usageAsked: true, ...framed(options) });
  const out: Uint8Array[] = [];
  const seen: { text: string; events: string[] }[] = [];
  const take = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    out.push(bytes);
    const text = Buffer.from(bytes).toString();
    seen.push({ text, events: records.map(({ event }) => event) });
  };
  let error: unknown;
  try {
    for (const piece of pieces) take(await stream.push(piece));
    take(await stream.end());
  } catch (thrown) {
    error = thrown;
  }
  const own = records.slice(before);
  return { text: Buffer.concat(out).toString(), error, stream, records: own, seen };
}

function framed({ framing, usageAsked }: GuardedCase): Partial<GuardedStreamOptions> {
  return {
    ...(framing === undefined ? {} : { framing }),
    ...(usageAsked === undefined ? {} : { usageAsked }),
  };
}

/** What a client makes of a stream. */
export interface ReadStream {
  readonly says: Readonly<Record<string, string>>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly steps: readonly StreamStep[];
  readonly whole: readonly Part[];
  readonly finishes: readonly string[];
}

export function readStream(
  protocol: Protocol,
  text: string,
  framing: 'sse' | 'json-array' = 'sse',
): ReadStream {
  const reader = protocol.openStream({ framing });
  const events = framing === 'sse' ? new SseReader() : new JsonArrayReader();
  const all = [...events.push(Buffer.from(text)), ...events.end()];
  const steps = all.map((event) => reader.read(event));
  const says: Record<string, string> = {};
  for (const { deltas } of steps)
    for (const { channel, text: piece } of deltas) says[channel] = (says[channel] ?? '') + piece;
  for (const key of reader.channels.keys()) says[key] ??= '';
  return {
    says,
    channels: reader.channels,
    steps,
    whole: steps.flatMap(({ whole }) => whole),
    finishes: steps.flatMap(({ finish }) => finish.map(({ reason }) => reason)),
  };
}
