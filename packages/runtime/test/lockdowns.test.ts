import { describe, expect, test } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Runtime } from '../src/index.ts';
import { APPROVER, eventually, newInstallation, RISKY } from './installation.ts';

const REASON = 'refunds go wrong';

async function reasonCode({ boundary }: Runtime, agentId = 'agent'): Promise<string | undefined> {
  return (await boundary.scanInput({ text: 'hello', agentId })).decision.reasonCode;
}

describe('a lockdown', () => {
  test('holds across restarts, and an approval from before it is not used up', async () => {
    const installation = newInstallation();
    const first = await installation.start();
    const { approvalRequestId = '' } = await first.boundary.interceptTool(RISKY);
    await first.boundary.approvals.approve(APPROVER, ['*'], approvalRequestId);
    const { id } = await first.boundary.lockdowns.set({ agentId: 'agent', reason: REASON });
    await first.close();

    const { boundary } = await installation.start();
    const retry = { ...RISKY, approvalRequestId };
    expect((await boundary.interceptTool(retry)).decision.reasonCode).toBe('lockdown');
    expect((await boundary.approvals.get(['*'], approvalRequestId)).status).toBe('approved');
    await boundary.lockdowns.lift(id);
    expect((await boundary.interceptTool(retry)).decision.action).toBe('allow');
  });

  test('set or lifted in one process counts in another on the same state', async () => {
    const installation = newInstallation();
    const server = await installation.start();
    expect(await reasonCode(server)).toBe(undefined);
    const command = await installation.start('command');
    const { id } = await command.boundary.lockdowns.set({ reason: REASON });
    await eventually(async () => ((await reasonCode(server)) === 'lockdown' ? true : undefined));
    await server.boundary.lockdowns.lift(id);
    expect(await reasonCode(server)).toBe(undefined);
    await eventually(async () => ((await reasonCode(command)) === undefined ? true : undefined));
  });

  test('set by a command counts in a server that starts later', async () => {
    const installation = newInstallation();
    const command = await installation.start('command');
    await command.boundary.lockdowns.set({ agentId: 'agent', reason: REASON });
    await command.close();
    const server = await installation.start();
    expect(await reasonCode(server)).toBe('lockdown');
    expect(await reasonCode(server, 'other')).toBe(undefined);
  });

  test('of the configuration follows its reloads', async () => {
    const installation = newInstallation();
    const runtime = await installation.start();
    expect(await reasonCode(runtime)).toBe(undefined);
    installation.configure(`lockdown: [{ agent_id: agent, reason: ${REASON} }]\n`);
    await runtime.reload();
    expect(await reasonCode(runtime)).toBe('lockdown');
    expect(await reasonCode(runtime, 'other')).toBe(undefined);
    expect(await runtime.boundary.lockdowns.list()).toMatchObject([
      { id: 'config-1', agentId: 'agent', tenantId: null, reason: REASON },
    ]);
    installation.configure('');
    await runtime.reload();
    expect(await reasonCode(runtime)).toBe(undefined);
  });
});

describe('a command that only decides', () => {
  test('makes no state files to find out that nothing is stopped', async () => {
    const installation = newInstallation();
    const command = await installation.start('command');
    expect(await reasonCode(command)).toBe(undefined);
    expect(existsSync(join(installation.state, 'state.db'))).toBe(false);
  });

  test('decides nothing where what is stopped cannot be read', async () => {
    const installation = newInstallation();
    const command = await installation.start('command');
    writeFileSync(join(installation.state, 'state.db'), 'no database'.repeat(1000));
    await expect(reasonCode(command)).rejects.toMatchObject({ code: 'state_unavailable' });
  });
});
