import { afterAll, beforeAll, expect } from '@jest/globals';
import { startGateway, type RunningGateway } from './running-gateway.ts';
import { ScriptedProvider, type ReceivedRequest, type Scripted } from './scripted-provider.ts';
import { outcomeOf } from './sdk-clients.ts';

/** Of answers that come as streams. */
export const MODES = ['window', 'buffer', 'audit'] as const;
export type Mode = (typeof MODES)[number];

/** What a provider says to the requests of a test, in turn. */
export type Says = readonly [Scripted, ...Scripted[]];

export interface Comparison {
  readonly provider: ScriptedProvider;
  /**
   * Calls the provider itself, then through a gateway with the shipped rules; expects that what the call comes to and
   * what the provider was asked are the same, and gives what it comes to.
   */
  readonly same: (
    mode: Mode,
    says: Says,
    call: (url: string) => Promise<unknown>,
  ) => Promise<unknown>;
}

/** A provider, and gateways before it, as long as the tests of a file run. */
export function comparison(): Comparison {
  const provider = new ScriptedProvider();
  const gateways = new Map<Mode, RunningGateway>();

  beforeAll(async () => {
    await provider.start();
    for (const mode of MODES) {
      const proxy = `target: '${provider.url}', retry: { max_attempts: 1 }, guard: { mode: ${mode} }`;
      gateways.set(mode, await startGateway(`proxy: { ${proxy} }`));
    }
  });
  afterAll(async () => {
    await Promise.all([...gateways.values()].map((gateway) => gateway.close()));
    await provider.stop();
  });

  const shown = async (url: string, says: Says, call: (url: string) => Promise<unknown>) => {
    provider.says(...says);
    const outcome = await outcomeOf(() => call(url));
    return { outcome, asked: provider.received.map(asked) };
  };
  return {
    provider,
    async same(mode, says, call) {
      const direct = await shown(provider.url, says, call);
      expect(await shown(gateways.get(mode)?.url ?? '', says, call)).toEqual(direct);
      return direct.outcome;
    },
  };
}

/** All that a stream gives. */
export async function collected<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const pieces: T[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}

/** Every so many places in a text, to cut it there. */
export function everyPlace(text: string, step: number): number[] {
  return [...Buffer.from(text).keys()].filter((at) => at % step === 0);
}

/** Headers of a connection, and of what the body is packed in on it. */
const OF_CONNECTION = new Set([
  ...['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'accept-encoding'],
  ...['sec-fetch-mode', 'accept-language'],
]);

/**
 * What a provider was asked, so that it can be compared with what it is asked through a gateway: everything but headers
 * of the connection, and the usage that the gateway asks of a stream for itself.
 */
function asked({ method, path, headers, body }: ReceivedRequest): object {
  const kept = Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name));
  const text = body.toString('utf8').replace(/,"stream_options":\{"include_usage":true\}/, '');
  return { method, path, headers: Object.fromEntries(kept), body: text };
}

/** A text without the e-mail address that the recorded answers hold. */
export function withoutPersonalData(text: string): string {
  return text.replaceAll('alice@exam', 'alice from exam');
}
