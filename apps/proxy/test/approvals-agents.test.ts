import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import type { Principal } from '@safeai/core';
import { createRuntime, type Runtime } from '@safeai/runtime';
import { createLog } from '../src/index.ts';
import { signInOf } from '../src/edge/sign-in/sign-in.ts';
import { EventTickets } from '../src/events/tickets.ts';
import { countDecisions } from '../src/metrics/count-decisions.ts';
import { approval, approvals, approve, cancel } from '../src/routes/approvals.ts';
import type { Dependencies } from '../src/routes/dependencies.ts';
import { send } from './support/http.ts';
import { startServer } from './support/server.ts';

let runtime: Runtime;
let dependencies: Dependencies;

beforeEach(async () => {
  runtime = await createRuntime({ load: () => Promise.resolve(parseConfig('')) });
  const log = createLog({ level: 'error' });
  dependencies = {
    runtime,
    metrics: countDecisions(runtime),
    log,
    mode: 'sidecar',
    draining: () => false,
    ...signInOf(runtime),
    tickets: new EventTickets(),
  };
});

afterEach(() => runtime.close());

function agent(user: string, bound?: string): Principal {
  return {
    tenant: 'default',
    tenants: ['default'],
    user,
    roles: ['agent'],
    source: 'key',
    ...(bound === undefined ? {} : { agent: bound }),
  };
}

function input<Params, Query, Body>(
  principal: Principal,
  given: { params: Params; query: Query; body: Body },
) {
  return {
    ...given,
    principal,
    tenant: principal.tenant,
    call: { principal },
    values: 'masked' as const,
    isTrustedLocal: false,
    signal: new AbortController().signal,
    gone: new AbortController().signal,
  };
}

const CREDENTIAL = agent('key-1', 'cleaner');

async function asked(principal = CREDENTIAL): Promise<string> {
  const { approvalRequestId } = await runtime.boundary.interceptTool(
    {
      phase: 'request',
      toolName: 'database_query',
      parameters: { query: 'DROP TABLE users' },
      agentId: 'cleaner',
    },
    { principal },
  );
  return approvalRequestId ?? '';
}

const look = async (principal: Principal, id: string) =>
  await approval(dependencies)(input(principal, { params: { id }, query: {}, body: undefined }));

describe('an agent', () => {
  test('sees the status of its own request, and nothing to judge it by', async () => {
    const id = await asked();
    expect(Object.keys(await look(CREDENTIAL, id)).sort()).toEqual([
      ...['agent_id', 'created_at', 'expires_at', 'note', 'request_id', 'server_time', 'status'],
      'tool_name',
    ]);
  });

  test('reads what the one who decided wrote, redacted', async () => {
    const id = await asked();
    expect(await look(CREDENTIAL, id)).toMatchObject({ status: 'pending', note: null });
    const approver: Principal = { ...agent('ann'), roles: ['approver'] };
    const note = 'Not on a Friday; ask alice@example.com';
    await runtime.boundary.approvals.deny(approver, ['*'], id, { verified: true, note });
    expect(await look(CREDENTIAL, id)).toMatchObject({
      status: 'denied',
      note: 'Not on a Friday; ask [EMAIL_REDACTED]',
    });
  });

  test.each([
    ['another agent', agent('key-2', 'other')],
    ['another caller', agent('key-2')],
  ])('does not find that of %s', async (_, principal) => {
    const id = await asked();
    await expect(look(principal, id)).rejects.toMatchObject({ code: 'not_found' });
    const withdrawn = async () =>
      await cancel(dependencies)(input(principal, { params: { id }, query: {}, body: undefined }));
    await expect(withdrawn()).rejects.toMatchObject({ code: 'not_found' });
  });

  test('lists its own, whomever it asks for', async () => {
    const id = await asked();
    const list = async (principal: Principal) =>
      await approvals(dependencies)(
        input(principal, { params: {}, query: { agent_id: 'cleaner' }, body: undefined }),
      );
    expect(await list(CREDENTIAL)).toMatchObject({ body: [{ request_id: id }] });
    expect(await list(agent('key-2', 'other'))).toMatchObject({ body: [] });
    await expect(list(agent('key-1'))).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('with a role that reviews finds and withdraws no more', async () => {
    const id = await asked();
    const other: Principal = { ...agent('key-2', 'other'), roles: ['agent', 'admin'] };
    await expect(look(other, id)).rejects.toMatchObject({ code: 'not_found' });
    const given = { params: { id }, query: {}, body: undefined };
    const withdrawn = async () => await cancel(dependencies)(input(other, given));
    await expect(withdrawn()).rejects.toMatchObject({ code: 'not_found' });
    const listed = await approvals(dependencies)(input(other, { ...given, params: {} }));
    expect(listed).toMatchObject({ body: [] });
    const own = await look({ ...CREDENTIAL, roles: ['agent', 'admin'] }, id);
    expect(own).not.toHaveProperty('parameters');
  });

  test('may withdraw its own', async () => {
    const id = await asked();
    const answer = await cancel(dependencies)(
      input(CREDENTIAL, { params: { id }, query: {}, body: undefined }),
    );
    expect(answer).toMatchObject({ status: 'cancelled' });
  });

  test('approves nothing, not even with the role', async () => {
    const id = await asked();
    const decide = async (principal: Principal) =>
      await approve(dependencies)(input(principal, { params: { id }, query: {}, body: {} }));
    for (const principal of [
      CREDENTIAL,
      { ...CREDENTIAL, user: 'key-9', roles: ['agent', 'approver'] as const },
    ]) {
      await expect(decide(principal)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

test('a credential decides for itself alone, and is on record as verified', async () => {
  const id = await asked();
  const anna: Principal = { ...agent('anna'), roles: ['approver'] };
  const decide = async (body: { approver_id?: string }) =>
    await approve(dependencies)(input(anna, { params: { id }, query: {}, body }));
  await expect(decide({ approver_id: 'security-admin' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await decide({ approver_id: 'anna' })).toMatchObject({ status: 'approved' });
  const { votes } = await runtime.boundary.approvals.get(['default'], id);
  expect(votes).toMatchObject([{ approverId: 'anna', verified: true }]);
});

test('the key of the running server names who decides, as trusted loopback does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-approvals-'));
  const strict = await createRuntime({
    load: () => Promise.resolve(parseConfig('auth: { loopback: credential }')),
  });
  try {
    const withFolder = new Proxy(strict, {
      get: (target, name): unknown =>
        name === 'stateFolder' ? folder : Reflect.get(target, name, target),
    });
    const { url, server } = await startServer(withFolder);
    const { token } = JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')) as {
      token: string;
    };
    const headers = { 'x-safeai-key': token };
    const first = await send(url, '/v1/intercept/tool', {
      headers,
      body: {
        phase: 'request',
        tool_name: 'database_query',
        parameters: { query: 'DROP TABLE users' },
      },
    });
    const path = `/v1/approvals/${String(first.json().approval_request_id)}/approve`;
    const decide = (body: object) => send(url, path, { headers, body });
    expect((await decide({})).status).toBe(422);
    expect((await decide({ approver_id: 'local-cli' })).status).toBe(403);
    expect((await decide({ approver_id: 'security-admin' })).json()).toMatchObject({
      status: 'approved',
    });
    await server.close();
  } finally {
    await strict.close();
    await rm(folder, { recursive: true, force: true });
  }
});
