import { afterEach } from '@jest/globals';
import type { WireEvent } from '@safeai/api';
import { WebSocket, type ClientOptions } from 'ws';

/** How a socket ended. */
export interface Ended {
  readonly code: number;
  readonly reason: string;
}

/** A client of a stream of events. */
export interface TestListener {
  readonly ws: WebSocket;
  /** All frames so far. */
  readonly frames: WireEvent[];
  /** The next frame that none of these calls has had. */
  next(): Promise<WireEvent>;
  /** Frames until one is as asked, that one included. */
  until(isLast: (frame: WireEvent) => boolean): Promise<WireEvent[]>;
  send(filter: unknown): void;
  readonly ended: Promise<Ended>;
}

const open: WebSocket[] = [];

afterEach(() => {
  for (const ws of open.splice(0)) ws.terminate();
});

/** Opens a socket; rejects with the status of an answer that is no socket. */
export async function listen(
  url: string,
  path: string,
  options: ClientOptions = {},
): Promise<TestListener> {
  const ws = new WebSocket(url.replace(/^http/, 'ws') + path, options);
  open.push(ws);
  const frames: WireEvent[] = [];
  let taken = 0;
  let wake: (() => void) | undefined;
  ws.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString('utf8')) as WireEvent);
    wake?.();
  });
  const ended = new Promise<Ended>((resolve) => {
    ws.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString('utf8') });
      wake?.();
    });
  });
  ws.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    ws.on('open', resolve);
    ws.on('unexpected-response', (_, res) => {
      res.resume();
      const status = res.statusCode ?? 0;
      reject(Object.assign(new Error(`answered ${String(status)}`), { status }));
    });
    ws.on('error', reject);
  });
  const next = async (): Promise<WireEvent> => {
    for (;;) {
      const frame = frames[taken];
      if (frame !== undefined) {
        taken++;
        return frame;
      }
      if (ws.readyState === WebSocket.CLOSED) throw new Error('The stream has ended.');
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return {
    ws,
    frames,
    next,
    until: async (isLast) => {
      const some: WireEvent[] = [];
      for (;;) {
        const frame = await next();
        some.push(frame);
        if (isLast(frame)) return some;
      }
    },
    send: (filter) => {
      ws.send(typeof filter === 'string' ? filter : JSON.stringify(filter));
    },
    ended,
  };
}

/** The status with which a socket is refused; 101 where it is not. */
export async function statusOf(
  url: string,
  path: string,
  options: ClientOptions = {},
): Promise<number> {
  try {
    await listen(url, path, options);
    return 101;
  } catch (error) {
    return (error as { status?: number }).status ?? 0;
  }
}
