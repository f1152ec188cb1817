/** How frames travel. */
export interface Encoding {
  readonly name: 'websocket' | 'sse';
  /** One frame as bytes. @param id its place in the stream */
  frame(json: Buffer, id: string): Buffer;
  /** What asks the other end whether it is there; empty where nothing can. */
  readonly ping: Buffer;
}

const FIN = 0x80;
const TEXT = 0x1;
const PING = 0x9;

/** WebSocket frames of a server (RFC 6455, 5.2): whole, not masked, not compressed. */
export const WEBSOCKET: Encoding = {
  name: 'websocket',
  frame: (json) => {
    const { length } = json;
    if (length < 126) return Buffer.concat([Buffer.from([FIN | TEXT, length]), json]);
    const head = Buffer.allocUnsafe(length < 0x1_0000 ? 4 : 10);
    head[0] = FIN | TEXT;
    if (length < 0x1_0000) {
      head[1] = 126;
      head.writeUInt16BE(length, 2);
    } else {
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(length), 2);
    }
    return Buffer.concat([head, json]);
  },
  ping: Buffer.from([FIN | PING, 0]),
};

/** Server-sent events (HTML, 9.2). */
export const SSE: Encoding = {
  name: 'sse',
  frame: (json, id) => Buffer.concat([Buffer.from(`id: ${id}\ndata: `), json, Buffer.from('\n\n')]),
  ping: Buffer.alloc(0),
};
