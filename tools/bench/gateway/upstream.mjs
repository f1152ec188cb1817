/**
 * The provider that everything is measured against: answers POST /v1/chat/completions with a completion, or with the
 * stream that the request names as its `user`, one write for each event, as fast as it is taken.
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { completion, STREAMS } from './texts.mjs';

/** Answers by how far they are: begun and not ended, of these waiting for room, sent whole. */
const answers = { open: 0, waiting: 0, whole: 0 };

const server = createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    const { stream, user } = JSON.parse(Buffer.concat(chunks).toString());
    answers.open++;
    res.on('close', () => {
      answers.open--;
      if (res.writableFinished) answers.whole++;
    });
    if (stream === true) void sendStream(res, STREAMS[user]);
    else {
      res.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(completion),
      });
      res.end(completion);
    }
  });
});

/** Streams that stop half-way go on with the next `release`. */
let release;
let released = new Promise((resolve) => (release = resolve));

async function sendStream(res, { events, pause, holdAt }) {
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const [index, event] of events.entries()) {
    if (res.destroyed) return;
    if (index === holdAt) await released;
    if (!res.write(event)) await room(res);
    if (pause > 0) await sleep(pause);
    else await new Promise(setImmediate);
  }
  res.end();
}

/** Until there is room for more, or nobody who wants it. */
function room(res) {
  if (res.closed) return undefined;
  answers.waiting++;
  return new Promise((resolve) => {
    const done = () => {
      answers.waiting--;
      res.off('drain', done).off('close', done);
      resolve();
    };
    res.on('drain', done).on('close', done);
  });
}

process.on('message', ({ ask }) => {
  if (ask === 'answers') process.send({ answers });
  if (ask === 'release') {
    release();
    released = new Promise((resolve) => (release = resolve));
    process.send({ released: true });
  }
});
process.channel.unref();
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
