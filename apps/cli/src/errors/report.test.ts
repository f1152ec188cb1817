import { PassThrough } from 'node:stream';
import { SafeAIError } from '@safeai/core';
import { expect, test } from '@jest/globals';
import { MACHINE } from '../../test/run-cli.ts';
import { CommandContext } from '../context.ts';
import { report } from './report.ts';

async function told(error: unknown, env: Readonly<Record<string, string>> = {}) {
  const stderr = new PassThrough();
  const stream = new PassThrough();
  const host = { stdin: stream, stdout: stream, stderr, env, cwd: '/', machine: MACHINE };
  const code = await report(error, new CommandContext(host));
  return { code, stderr: String(stderr.read()) };
}

test('a defect is told as one, with its stack for SAFEAI_DEBUG=1 alone', async () => {
  const error = new Error('boom', { cause: new Error('the cause') });
  expect(await told(error)).toEqual({
    code: 70,
    stderr: 'safeai: internal error: boom\nRun it again with SAFEAI_DEBUG=1 for the details.\n',
  });
  const { stderr } = await told(error, { SAFEAI_DEBUG: '1' });
  expect(stderr).toMatch(/Error: boom\n {4}at .*caused by Error: the cause\n/s);
});

test("an error of SafeAI's own is told by its message, or by each of its details", async () => {
  expect(await told(new SafeAIError('payload_too_large', 'Too large.'))).toEqual({
    code: 2,
    stderr: 'safeai: Too large.\n',
  });
  const details = [{ path: '$.a', message: 'must be text' }, { message: 'is wrong' }];
  expect(await told(new SafeAIError('invalid_request', 'Two.', { details }))).toEqual({
    code: 2,
    stderr: 'safeai: $.a: must be text\nsafeai: is wrong\n',
  });
  expect(await told(new SafeAIError('invalid_config', 'No such channel.'))).toEqual({
    code: 2,
    stderr: 'safeai: No such channel.\n',
  });
  expect((await told(new SafeAIError('internal_error', 'Broken.'))).code).toBe(70);
});

test('the operating system is told in plain words', async () => {
  const full = Object.assign(new Error('x'), { code: 'ENOSPC', syscall: 'write' });
  expect(await told(full)).toEqual({ code: 2, stderr: 'safeai: no space left on the device\n' });
  const odd = Object.assign(new Error('x'), { code: 'EODD', syscall: 'write' });
  expect((await told(odd)).stderr).toBe('safeai: EODD\n');
});
