/** Loaded ahead of a server that would listen on every address: it listens on the loopback address alone. */
import { Server } from 'node:net';

const { listen } = Server.prototype;
Server.prototype.listen = function (port, ...rest) {
  const listening = rest.find((each) => typeof each === 'function');
  return listen.call(this, { port, host: '127.0.0.1' }, listening);
};
