import { describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Runtime } from '../src/index.ts';
import { APPROVER, eventually, newInstallation, RISKY } from './installation.ts';

const scan = async ({ boundary }: Runtime) => (await boundary.scanInput({ text: 'hi' })).decision;

/** How often a decision is in the history. */
const timesRecorded = async ({ audit }: Runtime, decisionId: string) =>
  (await audit.query({ tenants: ['*'], decisionId, limit: 10 })).records.length;

const isRecorded = (runtime: Runtime, decisionId: string) =>
  eventually(async () => ((await timesRecorded(runtime, decisionId)) > 0 ? true : undefined));

describe('what a command records', () => {
  test('is in the history of the running server, once', async () => {
    const installation = newInstallation();
    const server = await installation.start();
    const command = await installation.start('command');
    const { decisionId } = await scan(command);
    await command.close();
    await isRecorded(server, decisionId);
    await server.close();
    const again = await installation.start();
    expect(await timesRecorded(again, decisionId)).toBe(1);
    expect(await again.audit.verify()).toMatchObject({ ok: true, problems: [] });
  });

  test('waits for a server where there is none', async () => {
    const installation = newInstallation();
    const command = await installation.start('command');
    const decisions = await Promise.all([scan(command), scan(command), scan(command)]);
    await command.close();
    expect(readdirSync(installation.log)).toEqual(['spool']);
    const server = await installation.start();
    for (const { decisionId } of decisions) await isRecorded(server, decisionId);
    const { records } = await server.audit.query({ tenants: ['*'], limit: 10 });
    expect(records).toHaveLength(3);
  });

  test('can be lost only where the configuration says so, and that is told once', async () => {
    const installation = newInstallation();
    mkdirSync(installation.state);
    mkdirSync(join(installation.state, 'logs'));
    writeFileSync(installation.log, 'in the way');
    const strict = await installation.start('command');
    await expect(scan(strict)).rejects.toMatchObject({ code: 'audit_unavailable' });
    installation.configure('audit: {on_failure: allow_with_alert}\n');
    const tolerant = await installation.start('command');
    for (let times = 0; times < 3; times++) expect((await scan(tolerant)).action).toBe('allow');
    expect(installation.notices).toEqual([
      { part: 'audit', message: expect.stringContaining('without being recorded') },
    ]);
  });
});

describe('a command', () => {
  test('opens no state files that it does not need', async () => {
    const installation = newInstallation();
    const command = await installation.start('command');
    await scan(command);
    expect(await command.health()).toMatchObject({ state: { state: 'ok' } });
    expect(existsSync(join(installation.state, 'state.db'))).toBe(false);
    const { approvalRequestId } = await command.boundary.interceptTool(RISKY);
    expect(existsSync(join(installation.state, 'state.db'))).toBe(true);
    await command.close();
    const server = await installation.start();
    const record = await server.boundary.approvals.get(['*'], approvalRequestId ?? '');
    expect(record.status).toBe('pending');
  });

  test('whose state could not be opened tries again the next time', async () => {
    const installation = newInstallation();
    const command = await installation.start('command');
    const file = join(installation.state, 'state.db');
    mkdirSync(file);
    await expect(command.boundary.interceptTool(RISKY)).rejects.toMatchObject({
      code: 'state_unavailable',
    });
    expect((await command.health()).audit.state).toBe('ok');
    const other = await installation.start('command');
    await expect(other.boundary.interceptTool(RISKY)).rejects.toThrow();
    await expect(other.close()).resolves.toBeUndefined();
    rmSync(file, { recursive: true });
    const { decision } = await command.boundary.interceptTool(RISKY);
    expect(decision.action).toBe('pending_approval');
  });

  test('that is over opens nothing any more', async () => {
    const installation = newInstallation();
    const command = await installation.start('command');
    await command.close();
    await expect(
      command.boundary.approvals.list({ tenants: ['*'], limit: 1 }),
    ).rejects.toMatchObject({
      code: 'shutting_down',
    });
    expect(existsSync(join(installation.state, 'state.db'))).toBe(false);
  });
});

describe('a server', () => {
  test('goes on with the chain of the one before it', async () => {
    const installation = newInstallation();
    for (let round = 1; round <= 3; round++) {
      const server = await installation.start();
      expect(server.audit.status().writer).toBe('w1');
      await scan(server);
      await Promise.all([server.close(), server.close()]);
      await server.close();
    }
    const both = [await installation.start(), await installation.start()];
    expect(both.map(({ audit }) => audit.status().writer)).toEqual(['w1', 'w2']);
    const [server] = both;
    const { records } = (await server?.audit.query({ tenants: ['*'], limit: 10 })) ?? {};
    expect(records).toHaveLength(3);
    expect(await server?.audit.verify()).toMatchObject({ ok: true, segments: 3, problems: [] });
  });

  test('that is closed in the middle has recorded all that it answered', async () => {
    const installation = newInstallation();
    const server = await installation.start();
    const scans = Array.from({ length: 50 }, () => scan(server));
    const first = await scans[0];
    const closed = server.close();
    const settled = await Promise.allSettled(scans);
    await closed;
    const answered = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(answered).toContain(first);
    const again = await installation.start();
    for (const { decisionId } of answered) {
      expect(await timesRecorded(again, decisionId)).toBe(1);
    }
    expect(await again.audit.verify()).toMatchObject({ ok: true, problems: [] });
  });

  test('whose state cannot be opened does not start, and leaves its slot', async () => {
    const installation = newInstallation();
    await (await installation.start()).close();
    const file = join(installation.state, 'state.db');
    const good = readFileSync(file);
    writeFileSync(file, 'certainly no database '.repeat(500));
    await expect(installation.start()).rejects.toMatchObject({ code: 'state_unavailable' });
    writeFileSync(file, good);
    const server = await installation.start();
    expect(server.audit.status().writer).toBe('w1');
  });

  test('whose state breaks says so, and goes on with what needs none', async () => {
    const installation = newInstallation();
    const server = await installation.start();
    expect(await server.health()).toEqual({
      audit: { state: 'ok', reason: null },
      state: { state: 'ok', reason: null },
      secrets: { state: 'ok', reason: null },
    });
    await server.boundary.interceptTool(RISKY);
    for (const file of ['state.db', 'state.db-wal', 'state.db-shm']) {
      const path = join(installation.state, file);
      writeFileSync(path, Buffer.alloc(8192, 0xaa));
    }
    const { audit, state } = await server.health();
    expect(audit.state).toBe('ok');
    expect(state).toMatchObject({ state: 'failing', reason: expect.stringMatching(/state file/i) });
    expect((await scan(server)).action).toBe('allow');
  });

  test('without state files keeps approvals in memory, and records all the same', async () => {
    const installation = newInstallation();
    installation.configure('state: {backend: memory}\n');
    const server = await installation.start();
    const { approvalRequestId, decision } = await server.boundary.interceptTool(RISKY);
    const id = approvalRequestId ?? '';
    await server.boundary.approvals.approve(APPROVER, ['*'], id);
    const retried = await server.boundary.interceptTool({ ...RISKY, approvalRequestId: id });
    expect(retried.decision.action).toBe('allow');
    expect(await server.health()).toMatchObject({ state: { state: 'ok' } });
    await server.close();
    expect(existsSync(join(installation.state, 'state.db'))).toBe(false);
    const again = await installation.start();
    expect(await timesRecorded(again, decision.decisionId)).toBe(1);
    await expect(again.boundary.approvals.get(['*'], id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('keeps its storage over a reload', async () => {
    const installation = newInstallation();
    const server = await installation.start();
    const { approvalRequestId: id } = await server.boundary.interceptTool(RISKY);
    const before = server.audit.status().lastSeq;
    installation.configure('policies: [{name: mine, boundary: input, action: flag}]\n');
    await server.reload();
    const { action, decisionId } = await scan(server);
    expect(action).toBe('flag');
    expect(server.audit.status()).toMatchObject({ writer: 'w1', lastSeq: before + 2 });
    expect(await timesRecorded(server, decisionId)).toBe(1);
    await server.boundary.approvals.approve(APPROVER, ['*'], id ?? '');
    const retried = await server.boundary.interceptTool({ ...RISKY, approvalRequestId: id ?? '' });
    expect(retried.decision.action).toBe('allow');
  });
});

test('an approval that one process gives lets the retry at another one pass, once', async () => {
  const installation = newInstallation();
  const [one, other] = [await installation.start(), await installation.start()];
  const { approvalRequestId } = await one.boundary.interceptTool(RISKY);
  const id = approvalRequestId ?? '';
  const command = await installation.start('command');
  await command.boundary.approvals.approve(APPROVER, ['*'], id);
  const retries = await Promise.all(
    [one, other, one, other].map(({ boundary }) =>
      boundary.interceptTool({ ...RISKY, approvalRequestId: id }),
    ),
  );
  expect(retries.filter(({ decision }) => decision.action === 'allow')).toHaveLength(1);
});

describe('a verification', () => {
  test('is shared by all who ask meanwhile, and made anew for those after them', async () => {
    const { audit } = await newInstallation().start();
    const [first, second] = await Promise.all([audit.verify(), audit.verify()]);
    expect(second).toBe(first);
    expect(await audit.verify()).not.toBe(first);
  });

  test.each(['server', 'command'] as const)('of a %s ends with it', async (role) => {
    const installation = newInstallation();
    const runtime = await installation.start(role);
    await scan(runtime);
    const verifying = runtime.audit.verify();
    const closing = runtime.close();
    await expect(verifying).rejects.toMatchObject({ code: 'shutting_down' });
    await closing;
    await expect(runtime.audit.verify()).rejects.toMatchObject({ code: 'shutting_down' });
  });
});
