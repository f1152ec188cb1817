/**
 * Opens many WebSockets to an address and reads what comes, without looking into it: it counts the frames by their heads.
 * The third argument says how many more there are that read nothing.
 */
import { connect } from 'node:net';

const [url, wanted, stalled = 0] = process.argv.slice(2);
const { hostname, port, host } = new URL(url);
const HANDSHAKE = [
  'GET /v1/events HTTP/1.1',
  `Host: ${host}`,
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '\r\n',
].join('\r\n');

let frames = 0;

function open(isStalled = false) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(HANDSHAKE));
    socket.on('error', reject);
    // Bytes of the frame that is being read which are still to come.
    let missing = 0;
    let rest = Buffer.alloc(0);
    const read = (chunk) => {
      let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (;;) {
        const skipped = Math.min(missing, bytes.length);
        bytes = bytes.subarray(skipped);
        missing -= skipped;
        if (missing > 0 || bytes.length < 4) break;
        const short = bytes[1];
        missing = short < 126 ? 2 + short : 4 + bytes.readUInt16BE(2);
        frames++;
      }
      rest = bytes;
    };
    socket.once('data', (answer) => {
      const end = answer.indexOf('\r\n\r\n');
      if (!answer.subarray(0, 12).toString().endsWith(' 101')) reject(new Error(String(answer)));
      if (isStalled) {
        socket.pause();
        resolve();
        return;
      }
      socket.on('data', read);
      if (answer.length > end + 4) read(answer.subarray(end + 4));
      resolve();
    });
  });
}

const AT_ONCE = 50;
for (let count = 0; count < Number(wanted); count += AT_ONCE) {
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, Number(wanted) - count) }, () => open()),
  );
}
for (let count = 0; count < Number(stalled); count++) await open(true);
process.on('message', () => process.send({ frames }));
process.send({ frames });
