import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { Installation } from './installation.ts';

/** Runs a generated file; a run that fails is no error. */
function python(
  cwd: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const inherited = { PATH: process.env.PATH ?? '' };
    execFile('python3', argv, { cwd, env: { ...inherited, ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test.each(['langchain', 'crewai', 'autogen'])(
  'safeai_%s.py tests itself against a server, and says when there is none',
  async (name) => {
    const installation = await Installation.make();
    expect((await installation.safeai(['setup', name])).code).toBe(0);
    const { url, close } = await installation.serve();
    const file = `safeai_${name}.py`;
    const env = {
      SAFEAI_URL: url,
      // Nothing of the environment comes between a program and its sidecar.
      http_proxy: 'http://127.0.0.1:9',
      SAFEAI_TIMEOUT_MS: '20000',
    };
    const well = await python(installation.cwd, ['-W', 'error', file], env);
    expect(well).toMatchObject({ code: 0, stderr: '' });
    expect(well.stdout).not.toContain('FAIL');
    const answered = await installation.safeai(['audit', 'query', '--json']);
    expect(answered.stdout).toContain(`"agent_id": "${name}-agent"`);
    await close();
    const gone = await python(installation.cwd, [file], env);
    expect(gone.code).toBe(1);
    expect(gone.stdout).toContain('does not answer');
  },
  60_000,
);

test('a redirect is not followed: the key goes nowhere else', async () => {
  const installation = await Installation.make();
  await installation.safeai(['setup', 'langchain']);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${String(request.headers['x-safeai-key'])}`);
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const env = { SAFEAI_URL: `http://127.0.0.1:${port}`, SAFEAI_API_KEY: 'k' };
  const ran = await python(installation.cwd, ['safeai_langchain.py'], env);
  server.close();
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain('refuses with status 307');
  expect(asked).toEqual(['/v1/health k']);
}, 60_000);
