/** The least a Node server can do: node:http alone. */
import { createServer } from 'node:http';
import { answer, report } from './answer.mjs';

const server = createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    const text = JSON.stringify(answer(JSON.parse(Buffer.concat(chunks).toString())));
    res.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    res.end(text);
  });
});
server.listen(0, '127.0.0.1', () => report(server.address().port));
