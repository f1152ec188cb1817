/** The least that a proxy on node:http does: bytes on, and bytes back, over connections that are kept. */
import { Agent, createServer, request } from 'node:http';

const upstream = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

const server = createServer((req, res) => {
  const { host: _host, connection: _connection, ...headers } = req.headers;
  const onward = request(
    { agent, host: '127.0.0.1', port: upstream, method: req.method, path: req.url, headers },
    (answer) => {
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    },
  );
  onward.on('error', () => res.destroy());
  res.on('close', () => {
    if (!res.writableFinished) onward.destroy();
  });
  req.pipe(onward);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
