import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { verifyReceipt } from '@safeai/audit';

import { AFTER_ROTATION, KEY_NAMES, rotateKey, type KeyName, type Runtime } from '../src/index.ts';
import { APPROVER, newInstallation, RISKY, type Installation } from './installation.ts';

const MEMORY = { key: 'user_preference', agentId: 'agent' };
const HERE = { tenantId: 'default', sessionId: 's' };
const MAIL = 'ann@example.org';

/** Versions of a key, newest first. */
function versionsOf(installation: Installation, name: KeyName): readonly string[] {
  const text = readFileSync(join(installation.keys, `${name}.json`), 'utf8');
  return (JSON.parse(text) as { versions: { key: string }[] }).versions.map(({ key }) => key);
}

async function receiptOf({ audit }: Runtime, decisionId: string): Promise<string> {
  const line = await audit.find(['*'], decisionId);
  if (line === undefined) throw new Error('It is not on record.');
  return audit.receipt(line);
}

const digestOfMail = async (runtime: Runtime): Promise<string | undefined> => {
  const { decision } = await runtime.boundary.guardOutput({ ...HERE, text: MAIL });
  const line = await runtime.audit.find(['*'], decision.decisionId);
  return line?.detections[0]?.digest;
};

/** What a server leaves behind that a rotation must not take away. */
async function leave(installation: Installation) {
  const runtime = await installation.start();
  const written = await runtime.boundary.memory.write({ ...MEMORY, value: 'en-US' });
  expect(written.ok).toBe(true);
  const { decision } = await runtime.boundary.scanInput({ text: 'hi' });
  const left = {
    decisionId: decision.decisionId,
    receipt: await receiptOf(runtime, decision.decisionId),
    digest: await digestOfMail(runtime),
  };
  await runtime.close();
  return left;
}

describe.each(KEY_NAMES)('after the key for %s was rotated twice', (name) => {
  test('what was made before is good, and new things are made with the new key', async () => {
    const installation = newInstallation();
    const left = await leave(installation);
    const before = versionsOf(installation, name);
    for (const now of [1, 2]) {
      await rotateKey(await installation.load(), installation.state, name, now);
    }
    expect(versionsOf(installation, name).slice(2)).toEqual(before);
    expect(AFTER_ROTATION[name]).not.toBe('');

    const runtime = await installation.start();
    const read = await runtime.boundary.memory.read(MEMORY);
    expect(read.value).toBe('en-US');
    const { decision } = await runtime.boundary.scanInput({ text: 'hi' });
    const report = await runtime.audit.verify();
    expect(report).toMatchObject({ ok: true, problems: [] });
    expect(report.segments).toBe(2);

    const jwks = runtime.audit.publicKeys();
    expect(jwks.keys).toHaveLength(name === 'checkpoints' ? 3 : 1);
    expect(verifyReceipt(left.receipt, jwks)).toMatchObject({ ok: true });
    const again = await receiptOf(runtime, left.decisionId);
    expect(verifyReceipt(again, jwks)).toMatchObject({ ok: true });
    const newest = await receiptOf(runtime, decision.decisionId);
    const newKey = { keys: jwks.keys.slice(0, 1) };
    expect(verifyReceipt(newest, newKey)).toMatchObject({ ok: true });
    expect(verifyReceipt(left.receipt, newKey).ok).toBe(name !== 'checkpoints');

    const digest = await digestOfMail(runtime);
    expect(digest).toBeDefined();
    expect(digest === left.digest).toBe(name !== 'digests');
  });
});

test('two rotations at once lose no version', async () => {
  const installation = newInstallation();
  const loaded = await installation.load();
  await rotateKey(loaded, installation.state, 'memory', 1);
  const before = versionsOf(installation, 'memory');
  const rotations = await Promise.allSettled(
    [2, 3, 4].map((now) => rotateKey(loaded, installation.state, 'memory', now)),
  );
  const made = rotations.filter(({ status }) => status === 'fulfilled').length;
  const after = versionsOf(installation, 'memory');
  expect(made).toBeGreaterThan(0);
  expect(after).toHaveLength(made + before.length);
  expect(after.slice(made)).toEqual(before);
});

test('a rotation that a crash cut short is told, with what to do', async () => {
  const installation = newInstallation();
  const loaded = await installation.load();
  await rotateKey(loaded, installation.state, 'audit', 1);
  const next = join(installation.keys, 'audit.json.next');
  writeFileSync(next, '');
  await expect(rotateKey(loaded, installation.state, 'audit', 2)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`delete ${next}`),
  });
  const runtime = await installation.start();
  expect((await runtime.health()).audit.state).toBe('ok');
});

test('a key of the configuration is not rotated, and its file not made', async () => {
  const installation = newInstallation();
  const key = '00'.repeat(32);
  installation.configure(`keys: {audit: "${key}", digests: "${key}"}\n`);
  const loaded = await installation.load();
  const refusal = (name: KeyName) =>
    rotateKey(loaded, installation.state, name, 1).then(
      () => undefined,
      (error: unknown) => error,
    );
  expect(await refusal('audit')).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('list the former one under keys.previous.audit'),
  });
  expect(await refusal('digests')).toMatchObject({
    code: 'conflict',
    message: expect.not.stringContaining('previous'),
  });
  expect(existsSync(installation.keys)).toBe(false);
});

describe('memory', () => {
  test('is read after its key has moved from the file to the configuration, and back', async () => {
    const installation = newInstallation();
    await leave(installation);
    const [old = ''] = versionsOf(installation, 'memory');
    const key = 'ab'.repeat(32);
    const read = async () => {
      const runtime = await installation.start();
      const { value } = await runtime.boundary.memory.read(MEMORY);
      await runtime.close();
      return value;
    };
    installation.configure(`keys: {memory: "${key}"}\n`);
    await expect(read()).rejects.toMatchObject({ code: 'state_unavailable' });
    installation.configure(`keys: {memory: "${key}", previous: {memory: ["${old}"]}}\n`);
    expect(await read()).toBe('en-US');
    // It is wrapped anew: the former key has no more to say.
    installation.configure(`keys: {memory: "${key}"}\n`);
    expect(await read()).toBe('en-US');
    installation.configure(`keys: {previous: {memory: ["${key}"]}}\n`);
    expect(await read()).toBe('en-US');
    installation.configure('');
    expect(await read()).toBe('en-US');
  });
});

test('after the key for approvals was rotated, an open request no longer serves its retry', async () => {
  const installation = newInstallation();
  const first = await installation.start();
  const asked = await first.boundary.interceptTool(RISKY);
  const id = asked.approvalRequestId ?? '';
  await first.boundary.approvals.approve(APPROVER, ['*'], id);
  await first.close();
  await rotateKey(await installation.load(), installation.state, 'approvals', 1);
  const { boundary } = await installation.start();
  const retried = await boundary.interceptTool({ ...RISKY, approvalRequestId: id });
  expect(retried.decision).toMatchObject({ action: 'block', reasonCode: 'approval_mismatch' });
  const { approvalRequestId } = await boundary.interceptTool(RISKY);
  expect(approvalRequestId).not.toBe(id);
});
