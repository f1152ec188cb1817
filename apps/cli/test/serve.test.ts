import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { folderWith, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

test('a taken port is told in one line', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cwd = await folderWith({});
  const ran = await runCli(['serve', '--port', String(port)], { cwd });
  await new Promise((resolve) => server.close(resolve));
  expect(ran).toEqual({
    code: 2,
    stdout: '',
    stderr: `safeai: Port ${port} on 127.0.0.1 is taken; stop what listens there, or choose another port (server.port, --port).\n`,
  });
});

test.each([
  [['--config', 'missing.yaml'], 'missing.yaml:1:1: there is no such file\n'],
  [['--port', '70000'], 'safeai: --port must be a whole number from 0 to 65535\n'],
  [
    ['--upstream-base-url', 'api.openai.com'],
    'safeai: --upstream-base-url must be an address that starts with http:// or https://\n',
  ],
])('serve %j is refused with 2', async (argv, stderr) => {
  const cwd = await folderWith({});
  expect(await runCli(['serve', ...argv], { cwd })).toEqual({ code: 2, stdout: '', stderr });
});

test('every problem of a bad configuration is told with its place', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'audti: {}\nserver: { port: x }\n' });
  const { code, stderr } = await runCli(['serve'], { cwd });
  expect(stderr).toMatch(/^safeai\.yaml:1:1: audti: .*\nsafeai\.yaml:2:\d+: server\.port: .*\n$/);
  expect(code).toBe(2);
});
