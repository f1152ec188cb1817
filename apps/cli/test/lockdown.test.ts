import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { Installation } from './installation.ts';
import { json, type Given, type Ran } from './run-cli.ts';

// Each command opens the state files anew.
const PLACES = ['in this process', 'the live server', 'SAFEAI_URL'] as const;

async function start(place: (typeof PLACES)[number], yaml = '') {
  const installation = await Installation.make(yaml);
  const url = place === 'in this process' ? '' : (await installation.serve()).url;
  const env: Record<string, string> = place === 'SAFEAI_URL' ? { SAFEAI_URL: url } : {};
  const run = (argv: readonly string[], given: Given = {}): Promise<Ran> =>
    installation.safeai(['lockdown', ...argv], { env, ...given });
  return { installation, run };
}

const reasonCode = async (installation: Installation): Promise<string | undefined> =>
  (await installation.call({ agentId: 'billing-bot' })).decision.reasonCode;

describe.each(PLACES)('lockdown, %s', (place) => {
  test('sets, lists and lifts', async () => {
    const { installation, run } = await start(place);
    const set = await run(['--agent', 'billing-bot', '--reason', 'refunds go wrong', '--yes']);
    expect(set.stdout).toMatch(/^ld-[0-9a-f]{24}\n$/);
    expect(set.stderr).toBe('agent billing-bot is stopped: refunds go wrong\n');
    expect(await reasonCode(installation)).toBe('lockdown');

    const id = set.stdout.trimEnd();
    const listed = await run(['list']);
    expect(listed.stdout).toMatch(
      /^ld-\w+ {2}agent billing-bot {2}refunds go wrong {2}by \S+ {2}since \S+Z\n$/,
    );
    expect(json(await run(['list', '--json']))).toMatchObject({
      schema_version: 1,
      lockdowns: [{ id, agent_id: 'billing-bot', tenant_id: null }],
    });
    const lifted = await run(['lift', id, '--yes']);
    expect(lifted).toMatchObject({ code: 0, stdout: `${id} is lifted: agent billing-bot\n` });
    expect(await reasonCode(installation)).toBe(undefined);
    expect(await run(['list'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'nothing is stopped\n',
    });
  });

  test.each([
    [['--tenant', 'a*', '--yes'], /^safeai: .*globs?\b.*\n$/],
    [
      ['lift', 'nonsense', '--yes'],
      /^safeai: There is nothing by that name: id is the `id` of a lockdown, such as ld-[0-9a-f]{24}\.\n$/,
    ],
    [['lift', 'ld-000000000000000000000000', '--yes'], /^safeai: There is no such lockdown\.\n$/],
    [['lift', 'all', '--yes'], /^safeai: There is no/],
    [['--agent', 'billing-*', '--yes'], /^safeai: \$\.agent_id: must be an id, not a glob/],
    [['--reason', '', '--yes'], /^safeai: \$\.reason: /],
    [['--tool', 'bash', 'lift', 'ld-1'], /^safeai: lockdown lift takes no --tool\n/],
    [['list', '--tenant', 'acme'], /^safeai: lockdown list takes no --tenant\n/],
  ])('%j is told in one line, and ends with 2', async (argv, message) => {
    const { run } = await start(place);
    const { code, stdout, stderr } = await run(argv);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
    expect(json(await run(['list', '--json']))).toMatchObject({ lockdowns: [] });
  });
});

describe('lockdown', () => {
  const typed = (answer: string): Given => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end(answer);
    return { stdin, isTerminal: true };
  };

  test('asks for the word stop, says when it is everything, and needs --yes elsewhere', async () => {
    const { installation, run } = await start('in this process');
    const unasked = await run([]);
    expect(unasked).toMatchObject({ code: 2, stdout: '' });
    expect(unasked.stderr).toMatch(/^safeai: This stops EVERYTHING at once, until it is lifted\./);
    for (const answer of ['yes\n', '\n', '']) {
      expect(await run([], typed(answer))).toMatchObject({ code: 2, stdout: '' });
    }
    expect(await reasonCode(installation)).toBe(undefined);
    expect((await run([], typed('stop\n'))).code).toBe(0);
    expect(await reasonCode(installation)).toBe('lockdown');
  });

  test('lift asks for the word lift', async () => {
    const { installation, run } = await start('in this process');
    const id = (await run(['--yes'])).stdout.trimEnd();
    expect(await run(['lift', id], typed('stop\n'))).toMatchObject({ code: 2, stdout: '' });
    expect(await reasonCode(installation)).toBe('lockdown');
    expect((await run(['lift', id], typed('lift\n'))).code).toBe(0);
  });

  test('names all that it is for', async () => {
    const { run } = await start('in this process');
    const argv = ['--tenant', 'acme', '--agent', 'a', '--tool', 'bash', '--yes', '--json'];
    expect(json(await run(argv))).toMatchObject({
      tenant_id: 'acme',
      agent_id: 'a',
      tool: 'bash',
      reason: 'an operator has stopped this',
    });
    expect((await run(['list'])).stdout).toContain('tool bash of agent a of tenant acme');
  });

  test('of the configuration is listed, and lifted in its file alone', async () => {
    const yaml = 'lockdown: [{ tool: bash, reason: incident 17 }]\n';
    const { run } = await start('in this process', yaml);
    expect((await run(['list'])).stdout).toBe(
      'config-1  tool bash  incident 17  in the configuration\n',
    );
    const refused = await run(['lift', 'config-1', '--yes']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('Take it out of lockdown there.');
  });

  test('stops commands that judge texts, and a server that starts later', async () => {
    const { installation, run } = await start('in this process');
    await run(['--yes']);
    expect(await installation.safeai(['scan', 'hello'])).toMatchObject({ code: 1 });
    const { runtime } = await installation.serve();
    const { decision } = await runtime.boundary.scanInput({ text: 'hello' });
    expect(decision.reasonCode).toBe('lockdown');
  });
});
