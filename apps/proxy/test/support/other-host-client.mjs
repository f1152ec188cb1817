/** Sends requests that come as JSON lines on standard input, and writes each answer's status and body as one. */
import { request } from 'node:http';
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  const { id, url, path, method, headers, body } = JSON.parse(line);
  const answered = new Promise((resolve) => {
    const outgoing = request(url, { path, method, headers, agent: false }, (incoming) => {
      const chunks = [];
      // A stream of events goes on until somebody ends it.
      if (incoming.headers['content-type']?.startsWith('text/event-stream')) {
        incoming.on('error', () => undefined).destroy();
        resolve({ status: incoming.statusCode, text: '' });
        return;
      }
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    outgoing.on('error', (error) => resolve({ status: 0, text: error.message }));
    outgoing.end(body);
  });
  void answered.then((answer) => console.log(JSON.stringify({ id, ...answer })));
}
