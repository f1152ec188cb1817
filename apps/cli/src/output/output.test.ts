import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { Output } from './output.ts';

class Broken extends Writable {
  readonly code: string;

  constructor(code: string) {
    super();
    this.code = code;
  }

  override _write(_chunk: unknown, _encoding: string, done: (error: Error) => void): void {
    done(Object.assign(new Error(this.code), { code: this.code }));
  }
}

test('a reader that went away is no error', async () => {
  const output = new Output(new Broken('EPIPE'), new Broken('EPIPE'), {});
  await output.line('one');
  await output.line('two');
  await output.note('three');
  await expect(output.close()).resolves.toBeUndefined();
});

test('a full disk is one', async () => {
  const output = new Output(new Broken('ENOSPC'), new Broken('EPIPE'), {});
  await output.line('one');
  await expect(output.close()).rejects.toThrow('ENOSPC');
});
