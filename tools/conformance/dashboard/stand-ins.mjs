import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * A server on a free port of 127.0.0.1 that answers every request as JSON.
 *
 * @param answer `(body, req)` → `{ status, body }`
 */
async function listening(answer) {
  const server = createServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { status = 200, body } = answer(text === '' ? {} : JSON.parse(text), req);
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * A provider in the OpenAI format. What a call used is what its `metadata` says: `prompt_tokens` and
 * `completion_tokens`, else 40 and 12.
 */
export function startProvider() {
  return listening(({ model = 'none', metadata = {} }, { url }) => {
    if (url === '/v1/models') return { body: { object: 'list', data: [] } };
    const prompt = Number(metadata.prompt_tokens ?? 40);
    const completion = Number(metadata.completion_tokens ?? 12);
    return {
      body: {
        ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1_767_225_600, model },
        choices: [
          {
            ...{ index: 0, finish_reason: 'stop', logprobs: null },
            message: { role: 'assistant', content: 'It is done.', refusal: null },
          },
        ],
        usage: {
          prompt_tokens: prompt,
          completion_tokens: completion,
          total_tokens: prompt + completion,
        },
      },
    };
  });
}

/** What alerts are posted to: `received` has the bodies; `answers(503)` has it refuse them from then on. */
export async function startWebhook() {
  const received = [];
  let status = 200;
  const server = await listening((body) => {
    received.push(body);
    return { status, body: {} };
  });
  return {
    ...server,
    received,
    answers: (next) => {
      status = next;
    },
  };
}
