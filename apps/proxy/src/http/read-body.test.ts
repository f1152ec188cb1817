import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { ClientGone, readBody } from './read-body.ts';

test.each([
  ['before all of the body came', 'content-length: 9\r\n\r\nabc'],
  ['though all of the body came', 'content-length: 3\r\n\r\nabc'],
])('a caller who has left %s is gone, at once', async (_, rest) => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(`POST / HTTP/1.1\r\nhost: a\r\n${rest}`);
  const [req, res] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  socket.destroy();
  await once(res, 'close');
  if (!req.closed) await once(req, 'close');
  await expect(readBody(req, res, 100)).rejects.toBeInstanceOf(ClientGone);
  await once(server.close(), 'close');
});
