import { SafeAIError } from '@safeai/core';

/** What is needed of a WebSocket: those of browsers, of Node 22 and of `ws` have it. */
export interface EventSocket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
  /** Of `ws`: does not wait for the other end. */
  terminate?(): void;
}

/** Opens a WebSocket. Outside browsers it takes headers. */
export type EventSocketClass = new (
  url: string,
  options?: { readonly headers: Readonly<Record<string, string>> },
) => EventSocket;

/** How sockets are opened here. */
export interface SocketKind {
  readonly Socket: EventSocketClass;
  /** Browsers cannot say who asks but by a cookie or a ticket. */
  readonly sendsHeaders: boolean;
}

interface Surroundings {
  readonly WebSocket?: EventSocketClass;
  readonly process?: { readonly versions?: { readonly node?: string } };
}

/**
 * The WebSocket of these surroundings: the one given, the global one, or that of the package `ws`.
 *
 * @throws SafeAIError `invalid_config` where there is none
 */
export async function socketKind(given: EventSocketClass | undefined): Promise<SocketKind> {
  if (given !== undefined) return { Socket: given, sendsHeaders: true };
  const { WebSocket, process } = globalThis as Surroundings;
  const isNode = process?.versions?.node !== undefined;
  if (WebSocket !== undefined) return { Socket: WebSocket, sendsHeaders: isNode };
  try {
    const { default: Socket } = (await load('ws')) as { default: EventSocketClass };
    return { Socket, sendsHeaders: true };
  } catch (cause) {
    throw new SafeAIError(
      'invalid_config',
      'There is no WebSocket here: install the package ws, or give one as webSocket.',
      { cause },
    );
  }
}

/** Of a name that bundlers do not see: those for browsers would want to have it. */
function load(name: string): Promise<unknown> {
  return import(name);
}
