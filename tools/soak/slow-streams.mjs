import { Agent, request } from 'node:http';
import { requestBody, STREAMS } from '../bench/gateway/texts.mjs';

/** Streams that are open at once, each with a reader that takes its time. */
export class SlowStreams {
  #kind;
  #agent;
  #answers;

  constructor(kind, agent, answers) {
    this.#kind = kind;
    this.#agent = agent;
    this.#answers = answers;
  }

  /** Opens streams, all at once; none of them is read before all have begun. */
  static async open(server, kind, count) {
    const agent = new Agent({ maxSockets: Infinity });
    const body = requestBody(kind);
    const opening = Array.from({ length: count }, () => begun(server, agent, body));
    const answers = await Promise.all(opening);
    return new SlowStreams(kind, agent, answers);
  }

  /**
   * Reads a piece of each by turns, until all have ended.
   *
   * @returns what was wrong, in words
   */
  async readByTurns() {
    const expected = Buffer.concat(STREAMS[this.#kind].events);
    const problems = [];
    let open = this.#answers.map((answer, index) => ({
      index,
      pieces: answer[Symbol.asyncIterator](),
      chunks: [],
    }));
    while (open.length > 0) {
      const still = [];
      for (const stream of open) {
        try {
          const { done, value } = await stream.pieces.next();
          if (!done) {
            stream.chunks.push(value);
            still.push(stream);
            continue;
          }
          const got = Buffer.concat(stream.chunks);
          if (!got.equals(expected))
            problems.push(`stream ${stream.index}: ${got.length} of ${expected.length} bytes`);
        } catch (error) {
          problems.push(`stream ${stream.index}: ${error.message}`);
        }
      }
      open = still;
    }
    this.#agent.destroy();
    return problems;
  }

  /** Until the provider has sent nothing for two seconds. */
  async untilStuck(upstream) {
    for (let attempt = 0, still = 0; still < 20 && attempt < 600; attempt++) {
      const { open, waiting } = (await upstream.ask('answers')).answers;
      still = open === waiting ? still + 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Nobody reads any more. */
  leave() {
    for (const answer of this.#answers) answer.destroy();
    this.#agent.destroy();
  }
}

function begun(server, agent, body) {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: 'Bearer provider-key-of-the-caller',
      'x-safeai-agent': 'slow',
    };
    const { port } = server;
    request({
      agent,
      host: '127.0.0.1',
      port,
      path: '/v1/chat/completions',
      method: 'POST',
      headers,
    })
      .on('response', (answer) => {
        if (answer.statusCode === 200) resolve(answer);
        else void refusalOf(answer).then(reject, reject);
      })
      .on('error', reject)
      .end(body);
  });
}

async function refusalOf(answer) {
  const chunks = await answer.toArray();
  return new Error(`A stream was answered ${answer.statusCode}: ${Buffer.concat(chunks)}`);
}
