import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import {
  type MailServer,
  PASSWORD,
  startMailServer,
  USER,
} from '../../../packages/alerting/test/stand-ins/mail-server.ts';
import { type Child, startChild } from './child.ts';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

const CANARY = 'sk-CANARYCANARYCANARY1234567890';
const LONG = 120_000;

const children: Child[] = [];
const servers: { close(): unknown }[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.process.kill('SIGKILL');
  for (const server of servers.splice(0)) await server.close();
  await removeFolders();
});

async function startMail(...given: Parameters<typeof startMailServer>): Promise<MailServer> {
  const server = await startMailServer(...given);
  servers.push(server);
  return server;
}

/** The channel that the documents show, with what a server of these days asks for beside it. */
const yamlFor = (port: number, more = '') => `
alerts:
  group_wait: 1s
  channels:
    - type: email
      to: ["security-team@example.com"]
      smtp_host: localhost
      smtp_port: ${String(port)}
      username: ${USER}
      password: \${SMTP_PASSWORD}
      ca_file: ca.pem
${more}`;

const ENVIRONMENT = { SMTP_PASSWORD: PASSWORD };

async function serveIn(cwd: string) {
  const child = startChild(['serve', '--port', '0'], cwd, ENVIRONMENT);
  children.push(child);
  const [, url = ''] = await child.until(/listening on (http:\S+)\n/);
  return { child, url };
}

async function scan(url: string, body: object = {}): Promise<void> {
  const answer = await fetch(`${url}/v1/scan/input`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: `token=${CANARY}`, agent_id: 'billing', ...body }),
  });
  expect(await answer.json()).toMatchObject({ decision: { action: 'block' } });
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const decoded = ({ source }: { source: string }): string => source.replace(/=\r\n/g, '');

test(
  'a blocked request is one mail, with ids and no content; a reload is followed; commands see it all',
  async () => {
    const mail = await startMail();
    const cwd = await folderWith({ 'safeai.yaml': yamlFor(mail.port), 'ca.pem': mail.ca });
    const { child, url } = await serveIn(cwd);
    for (let call = 0; call < 3; call++) await scan(url, { agent_id: `billing ${CANARY}` });
    await until(() => mail.mails.length > 0);
    const [first] = mail.mails;
    expect(first).toMatchObject({ to: ['security-team@example.com'], user: USER });
    expect(first).toMatchObject({ isEncrypted: true });
    expect(first?.headers.get('subject')).toContain('critical: default-secret-blocked');

    const safeai = (...argv: string[]) => runCli(['alerts', ...argv], { cwd, env: ENVIRONMENT });
    const listed = json(await safeai('list', '--json')) as { alerts: { id: string }[] };
    expect(listed).toMatchObject({
      alerts: expect.arrayContaining([
        expect.objectContaining({ rule: 'default-secret-blocked', told_to: ['email'] }),
      ]),
    });
    const tested = await safeai('test', 'email');
    expect(tested).toMatchObject({ code: 0, stdout: 'email  accepted\n' });
    expect(mail.mails).toHaveLength(2);
    const silenced = await safeai('silence', '--for', '1h', '--reason', 'quiet', '--yes');
    expect(silenced.stdout).toMatch(/^si-[0-9a-f]{24}\n$/);
    expect((await safeai('silences')).stdout).toContain('EVERYTHING');
    await safeai('unsilence', silenced.stdout.trim());
    const secret = (await safeai('list', '--rule', 'default-secret-blocked', '--json')).stdout;
    const { alerts } = JSON.parse(secret) as typeof listed;
    expect((await safeai('resolve', String(alerts[0]?.id), '--yes')).stdout).toContain('is over');

    // The next configuration has another channel.
    const path = join(cwd, 'alerts.ndjson');
    writeFileSync(
      join(cwd, 'safeai.yaml'),
      'alerts: { channels: [{ type: file, path: alerts.ndjson }], group_wait: 1s }\n',
    );
    expect((await fetch(`${url}/v1/policies/reload`, { method: 'POST' })).status).toBe(200);
    await scan(url, { tenant_id: 'other' });
    await until(() => {
      try {
        return readFileSync(path, 'utf8').includes('\n');
      } catch {
        return false;
      }
    });
    const said = mail.mails.map(decoded).join('') + readFileSync(path, 'utf8');
    expect(said).not.toContain('CANARY');
    expect(child.said()).not.toContain('CANARY');
    expect(child.said()).not.toContain(PASSWORD);
  },
  LONG,
);

test(
  'what a killed server had in its outbox is sent once by the next one',
  async () => {
    // A port at which nobody takes mail yet.
    const closed: Server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    const probe = await startMail();
    const cwd = await folderWith({ 'safeai.yaml': yamlFor(port), 'ca.pem': probe.ca });
    const first = await serveIn(cwd);
    await scan(first.url);
    await until(async () => {
      const answer = await fetch(`${first.url}/v1/alerts/messages?status=waiting`);
      const waiting = (await answer.json()) as { attempts: number }[];
      return waiting.some(({ attempts }) => attempts > 0);
    });
    first.child.process.kill('SIGKILL');
    await first.child.ended;
    await new Promise((resolve) => closed.close(resolve));
    const mail = await startMail({}, port);
    await serveIn(cwd);
    await until(() => mail.mails.length > 0);
    const subjects = mail.mails.map(({ headers }) => headers.get('subject') ?? '');
    expect(subjects.filter((line) => line.includes('default-secret-blocked'))).toHaveLength(1);
  },
  LONG,
);

test(
  'a channel that is down fails no decision, and shows in the health',
  async () => {
    const cwd = await folderWith({
      'safeai.yaml':
        'alerts: { channels: [{ type: webhook, url: "http://127.0.0.1:1/", allow_private: true }] }\n',
    });
    const { url } = await serveIn(cwd);
    await scan(url);
    await until(async () => {
      const health = (await (await fetch(`${url}/v1/health`)).json()) as {
        checks: { alerts?: string };
      };
      return health.checks.alerts === 'warning';
    });
    expect((await fetch(`${url}/v1/health/ready`)).status).toBe(200);
    await scan(url);
  },
  LONG,
);
