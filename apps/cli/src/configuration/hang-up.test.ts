import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { takeHangUp } from './hang-up.ts';

function streams(isTerminal: { stdin?: boolean; stderr?: boolean } = {}) {
  const stream = (isTTY = false) => Object.assign(new PassThrough(), { isTTY });
  return { stdin: stream(isTerminal.stdin), stderr: stream(isTerminal.stderr) };
}

test('a signal that comes before there is anything to reload counts', () => {
  const hangUp = takeHangUp(streams());
  process.emit('SIGHUP');
  let reloads = 0;
  hangUp.onReload(() => reloads++);
  expect(reloads).toBe(1);
  process.emit('SIGHUP');
  expect(reloads).toBe(2);
  hangUp.close();
  process.emit('SIGHUP');
  expect(reloads).toBe(2);
});

test.each([[{ stdin: true }], [{ stderr: true }]])(
  'on a terminal (%j) it ends the process as ever',
  (isTerminal) => {
    const hangUp = takeHangUp(streams(isTerminal));
    expect(process.listenerCount('SIGHUP')).toBe(0);
    hangUp.close();
  },
);
