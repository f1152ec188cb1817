import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { RequestId } from '@modelcontextprotocol/server';
import { LineTransport } from './line-transport.ts';

/** Everything that is ready to happen has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}

async function opened() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const transport = new LineTransport(input, output);
  const waiting: RequestId[] = [];
  transport.onmessage = (message) => {
    if ('method' in message && 'id' in message) waiting.push(message.id);
  };
  await transport.start();
  const ask = (id: RequestId): void => {
    input.write(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' })}\n`);
  };
  const answer = (id: RequestId): void => {
    void transport.send({ jsonrpc: '2.0', id, result: {} });
  };
  return { input, output, transport, waiting, ask, answer };
}

test.each([
  ['different ids', (index: number) => index],
  ['one id', () => 'same'],
])('a flood of requests with %s waits in the pipe, and all are answered', async (_, idOf) => {
  const { input, output, transport, waiting, ask, answer } = await opened();
  output.resume();
  for (let index = 0; index < 500; index++) ask(idOf(index));
  input.end();
  let most = 0;
  let answered = 0;
  while (answered < 500) {
    await settled();
    most = Math.max(most, waiting.length);
    expect(waiting.length).toBeGreaterThan(0);
    for (const id of waiting.splice(0)) {
      answer(id);
      answered++;
    }
  }
  await transport.closed;
  expect(most).toBeLessThan(50);
});

test('a host that reads no answers is not read, either', async () => {
  const { output, waiting, transport, ask, answer } = await opened();
  let read = 0;
  for (let index = 0; index < 500; index++) ask(`${index} ${'x'.repeat(2000)}`);
  for (let turn = 0; turn < 20; turn++) {
    await settled();
    for (const id of waiting.splice(0)) {
      answer(id);
      read++;
    }
  }
  expect(read).toBeLessThan(100);
  output.resume();
  for (let turn = 0; turn < 100 && read < 500; turn++) {
    await settled();
    for (const id of waiting.splice(0)) {
      answer(id);
      read++;
    }
  }
  expect(read).toBe(500);
  await transport.close();
});

test('who is cancelled makes room for others', async () => {
  const { input, waiting, transport, ask } = await opened();
  for (let index = 0; index < 40; index++) ask(index);
  await settled();
  const before = waiting.length;
  expect(before).toBeLessThan(40);
  // It is read with what came before it in the pipe.
  input.write(
    `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 0 } })}\n`,
  );
  await transport.send({ jsonrpc: '2.0', id: 1, result: {} });
  await settled();
  expect(waiting.length).toBeGreaterThan(before);
  await transport.close();
});
