/** Requests to a proxy, and what is measured of it meanwhile. */
import { Pool } from 'undici';
import { completion, requestBody, STREAMS } from './texts.mjs';

const CONNECTIONS = 32;
const PATH = '/v1/chat/completions';
const NO_STREAM = 'whole';

/** A proxy with a pool of connections to it. */
export class Target {
  constructor(name, server, headers = {}) {
    this.name = name;
    this.server = server;
    this.headers = {
      'content-type': 'application/json',
      authorization: 'Bearer provider-key-of-the-caller',
      ...headers,
    };
    this.pool = new Pool(server.url, { connections: CONNECTIONS });
    this.samples = {};
  }

  /**
   * One request, and its whole answer.
   *
   * @param kind `whole`, or the name of a stream
   */
  async call(kind) {
    const { statusCode, body } = await this.pool.request(requestTo(kind, this.headers));
    const chunks = [];
    for await (const chunk of body) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (statusCode !== 200) throw new Error(`${this.name}: ${statusCode} ${bytes}`);
    if (kind !== NO_STREAM && !bytes.subarray(-32).includes('[DONE]'))
      throw new Error(`${this.name}: a stream without its end:\n${bytes.subarray(-400)}`);
    return bytes;
  }

  /** @throws Error where what comes is not what the provider sends, byte for byte */
  async check(kind) {
    const expected = kind === NO_STREAM ? completion : Buffer.concat(STREAMS[kind].events);
    const bytes = await this.call(kind);
    if (!bytes.equals(Buffer.from(expected)))
      throw new Error(`${this.name}: another answer, ${kind}:\n${bytes.subarray(0, 2000)}`);
  }

  /** @throws Error where a request is not refused */
  async refused(body) {
    const { statusCode, body: answer } = await this.pool.request({
      ...requestTo(NO_STREAM, this.headers),
      body,
    });
    await answer.dump();
    if (statusCode !== 403) throw new Error(`${this.name}: ${statusCode}, and not refused`);
  }

  /** Asks for a stream and leaves when its first bytes are there. */
  async left(kind) {
    const { body } = await this.pool.request(requestTo(kind, this.headers));
    for await (const _ of body) break;
  }

  /** Makes requests, so many at once. */
  async load(kind, count, atOnce = CONNECTIONS) {
    let sent = 0;
    const worker = async () => {
      while (sent++ < count) await this.call(kind);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  }

  /** Takes a sample of the CPU time of a request, in µs. */
  async sample(kind, count, atOnce) {
    const before = await this.server.gauge();
    await this.load(kind, count, atOnce);
    const after = await this.server.gauge();
    (this.samples[kind] ??= []).push((after.cpu - before.cpu) / count);
  }

  /** Milliseconds until the first byte of an answer, and until the first of its text. */
  firstBytes(kind) {
    return new Promise((resolve, reject) => {
      const start = process.hrtime.bigint();
      const now = () => Number(process.hrtime.bigint() - start) / 1e6;
      let byte;
      let text;
      let seen = '';
      this.pool.dispatch(requestTo(kind, this.headers), {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseData: (_, chunk) => {
          byte ??= now();
          if (text !== undefined) return;
          seen += chunk.latin1Slice();
          if (/"content":"[^"]/.test(seen)) text = now();
        },
        onResponseEnd: () => resolve({ byte, text }),
        onResponseError: (_, error) => reject(error),
      });
    });
  }

  async stop() {
    await this.pool.close();
    await this.server.stop();
  }
}

const bodies = new Map();

function requestTo(kind, headers) {
  if (!bodies.has(kind)) bodies.set(kind, requestBody(kind === NO_STREAM ? undefined : kind));
  return { method: 'POST', path: PATH, headers, body: bodies.get(kind) };
}
