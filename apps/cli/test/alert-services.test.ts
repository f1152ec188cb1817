import { afterEach, expect, test } from '@jest/globals';
import { API_KEY, genie } from '../../../packages/alerting/test/stand-ins/genie.ts';
import { pagerDuty, ROUTING_KEY } from '../../../packages/alerting/test/stand-ins/pagerduty.ts';
import { HOOK, slack } from '../../../packages/alerting/test/stand-ins/slack.ts';
import { type Child, startChild } from './child.ts';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

const CANARY = 'sk-CANARYCANARYCANARY1234567890';
const LONG = 60_000;

const children: Child[] = [];
const services: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.process.kill('SIGKILL');
  for (const service of services.splice(0)) await service.close();
  await removeFolders();
});

/** Fails rather than going on for ever. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It has not come to be.');
}

interface Message {
  readonly channel: string;
  readonly alert_id: string;
  readonly status: string;
  readonly problem: string | null;
}

test(
  'PagerDuty, Opsgenie and Slack are told by a server, and people look after it by its address',
  async () => {
    const [pager, ops, chat] = [await pagerDuty(), await genie(), await slack()];
    services.push(pager, ops, chat);
    const env = { PAGER: ROUTING_KEY, OPS: API_KEY, HOOK: `${chat.url}${HOOK}` };
    // A message that is refused for good.
    chat.instead = () => ({ status: 404, body: 'no_service' });
    const cwd = await folderWith({
      'safeai.yaml': `
alerts:
  channels:
    - { type: pagerduty, routing_key: 'secret://env/PAGER', base_url: '${pager.url}' }
    - { type: opsgenie, api_key: 'secret://env/OPS', base_url: '${ops.url}' }
    - { type: slack, webhook_url: 'secret://env/HOOK' }
`,
    });
    const child = startChild(['serve', '--port', '0'], cwd, env);
    children.push(child);
    const [, url = ''] = await child.until(/listening on (http:\S+)\n/);
    await fetch(`${url}/v1/scan/input`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: `token=${CANARY}`, agent_id: 'billing' }),
    });
    // Not in the folder of the server: it is asked by its address alone.
    const elsewhere = { cwd: await folderWith({}), env: { SAFEAI_URL: url } };
    const safeai = (...argv: string[]) => runCli(['alerts', ...argv], elsewhere);
    const messages = async (...argv: string[]): Promise<readonly Message[]> => {
      const answer = json(await safeai('messages', '--json', ...argv));
      return (answer as { messages: readonly Message[] }).messages;
    };
    await until(async () => (await messages('--status', 'sent')).length === 2);
    await until(async () => (await messages('--status', 'dead')).length === 1);

    const [dead] = await messages('--status', 'dead');
    expect(dead).toMatchObject({ channel: 'slack', problem: 'http_404' });
    const key = dead?.alert_id ?? '';
    expect(pager.incidents.get(key)).toMatchObject({ state: 'triggered', triggers: 1 });
    expect(ops.alerts.get(key)).toMatchObject({ state: 'open', count: 1 });

    chat.instead = undefined;
    const retried = await safeai('retry', '--channel', 'slack');
    expect(retried).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 messages wait/) });
    await until(async () => (await messages('--status', 'dead')).length === 0);
    await until(
      async () => (await messages('--channel', 'slack', '--status', 'sent')).length === 1,
    );

    expect(await safeai('acknowledge', key)).toMatchObject({
      ...{ code: 0, stdout: `${key} is acknowledged: default-secret-blocked\n` },
    });
    await until(() => pager.incidents.get(key)?.state === 'acknowledged');
    await until(() => ops.alerts.get(key)?.state === 'acknowledged');
    expect((await safeai('acknowledge', key)).code).not.toBe(0);
    expect((await safeai('resolve', key, '--yes')).stdout).toContain('is over');
    await until(() => pager.incidents.get(key)?.state === 'resolved');
    await until(() => ops.alerts.get(key)?.state === 'closed');

    const sent = [pager, ops, chat].flatMap(({ log }) => log.map(({ asked }) => asked.body));
    expect(sent.join('') + child.said()).not.toContain('CANARY');
    // The strict services have refused nothing.
    expect([...pager.log, ...ops.log].filter(({ status }) => status >= 300)).toEqual([]);
  },
  LONG,
);
