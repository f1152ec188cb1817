import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { OPENAI_ANSWERS } from './support/openai-answers.ts';
import { requestOf } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { httpUpstream } from './support/scripted-upstream.ts';

const chat = requestOf('openai_chat_completions');
const ANSWER = JSON.stringify(OPENAI_ANSWERS.chatText);

/** Requests that a provider has, and has not answered. */
let open: ServerResponse[];
let arrived: () => void;
let gateway: RunningGateway;

beforeEach(async () => {
  open = [];
  arrived = () => undefined;
  const { url } = await httpUpstream((_req, res) => {
    open.push(res);
    res.on('close', () => (open = open.filter((other) => other !== res)));
    arrived();
  });
  gateway = await startGateway(
    `{ proxy: { target: '${url}' }, budgets: [{ name: all, limit_tokens: 1000000 }] }`,
  );
});
afterEach(() => gateway.close());

const nextRequest = (): Promise<void> => new Promise((resolve) => (arrived = resolve));

/** Three requests at once on one connection. */
async function sendAhead(): Promise<Socket> {
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const text = JSON.stringify({ ...chat.body('Hello'), max_tokens: 10 });
  const head = `POST ${chat.path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json`;
  socket.write(`${head}\r\ncontent-length: ${String(text.length)}\r\n\r\n${text}`.repeat(3));
  return socket;
}

test('requests that are sent ahead are made one after another, and all are answered', async () => {
  let received = '';
  let there = nextRequest();
  const socket = await sendAhead();
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  for (let count = 1; count <= 3; count++) {
    await there;
    there = nextRequest();
    expect(open).toHaveLength(1);
    open[0]?.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
    while (received.split('"chatcmpl-').length <= count) await once(socket, 'data');
  }
  expect(received.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
  socket.destroy();
});

test('none of them is left at a provider, nor on a budget, when its caller has left', async () => {
  const there = nextRequest();
  const socket = await sendAhead();
  await there;
  const left = new Promise((resolve) => open[0]?.once('close', resolve));
  socket.destroy();
  await left;
  while (!gateway.logged.some(({ message }) => message === 'request')) {
    await new Promise(setImmediate);
  }
  expect(open).toEqual([]);
  const [all] = await gateway.runtime.cost.budgets(['*']);
  expect(all?.reservedTokens).toBe(0);
});
