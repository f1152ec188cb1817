import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { MemoryOutbox, SafeAI, type SafeAIEvent } from '@safeai/core';
import {
  Alerting,
  FileAlertChannel,
  JsmAlertChannel,
  OpsgenieAlertChannel,
  PagerDutyAlertChannel,
  SlackAlertChannel,
  WebhookAlertChannel,
} from '../src/index.ts';
import { eventOf } from './bed.ts';

const CANARY = 'sk-CANARY1234567890ABCDEF';
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** Keeps whatever it is sent, the lines and headers of requests too. */
async function listener(): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push(
        `${request.url ?? ''}\n${JSON.stringify(request.headers)}\n${Buffer.concat(chunks).toString()}`,
      );
      response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, heard };
}

test('what was found is in nothing that is sent, kept or said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  cleanups.push(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'alerts.ndjson');
  const { url, heard } = await listener();
  const now = { value: Date.now() };
  const clock = { now: () => now.value };
  const outbox = new MemoryOutbox(clock);
  const notices: string[] = [];
  const alerting = new Alerting(
    {
      channels: [
        new PagerDutyAlertChannel({ routingKey: 'k'.repeat(32), baseUrl: url }),
        new OpsgenieAlertChannel({ apiKey: 'k', baseUrl: url }),
        new JsmAlertChannel({ apiKey: 'k', baseUrl: url }),
        new SlackAlertChannel({ webhookUrl: `${url}/services/x` }),
        new WebhookAlertChannel({ url, secret: 'whsec_c2VjcmV0', allowPrivate: true }),
        new FileAlertChannel({ path }),
      ].map((channel) => ({ channel })),
      rules: [
        { name: 'all', severity: 'critical', groupBy: ['tenant', 'agent', 'tool', 'policy'] },
      ],
    },
    { outbox, clock, onNotice: (notice) => notices.push(notice) },
  );
  cleanups.push(() => alerting.close());
  const emitted: SafeAIEvent[] = [];
  const events = {
    emit: (event: SafeAIEvent): void => {
      emitted.push(event);
      alerting.emit(event);
    },
  };
  const safeai = new SafeAI({}, { events });
  await safeai.scanInput({ text: `token=${CANARY}`, agentId: CANARY });
  await safeai.guardOutput({ text: `my key is ${CANARY}`, sessionId: CANARY });
  await safeai.interceptTool({
    ...{ phase: 'request', toolName: CANARY, agentId: 'a', parameters: { key: CANARY } },
    dataTags: [`my.${CANARY.toLowerCase()}`],
  });
  expect(emitted.length).toBe(3);
  // And what no part of SafeAI would say: words in details that are none of ours.
  const detail = { reason: CANARY, note: CANARY, [CANARY]: CANARY, tool_name: null };
  alerting.emit(eventOf({ id: CANARY, timestamp: now.value, detail }));
  for (let next = await alerting.runDue(); next !== null; next = await alerting.runDue()) {
    now.value = next;
  }
  expect(heard.length).toBeGreaterThanOrEqual(4 * 5);
  const file = readFileSync(path, 'utf8');
  expect(file.split('\n').length).toBeGreaterThan(4);
  const kept = await outbox.messages({ tenants: ['*'], limit: 1000 });
  const states = await outbox.alerts({ tenants: ['*'], limit: 1000 });
  expect(states.length).toBe(4);
  const all = JSON.stringify([heard, file, kept, states, notices]);
  expect(all.toLowerCase()).not.toContain('canary');
}, 30_000);
