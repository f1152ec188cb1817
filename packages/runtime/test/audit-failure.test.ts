import { expect, test } from '@jest/globals';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Runtime } from '../src/index.ts';
import { eventually, newInstallation, type Installation } from './installation.ts';

const scan = ({ boundary }: Runtime) => boundary.scanInput({ text: 'ann@example.org' });

/** Puts a file in the place of a log that nothing was recorded in yet. */
async function breakLog({ log }: Installation): Promise<{ readonly mend: () => void }> {
  await eventually(() => (existsSync(join(log, 'spool')) ? true : undefined));
  renameSync(log, `${log}-away`);
  writeFileSync(log, '');
  return {
    mend: () => {
      rmSync(log);
      renameSync(`${log}-away`, log);
    },
  };
}

const failures = ({ events }: Installation) =>
  events.filter(({ event }) => event === 'audit.failure');

/** What the operator was told about recording. */
const told = ({ notices }: Installation) =>
  notices.map(({ message }) => message).filter((message) => !message.includes('kept in order'));

const recovered = (runtime: Runtime) =>
  eventually(() => (runtime.audit.status().state === 'ok' ? true : undefined));

test('a log that fails refuses all, says so once, and goes on when it can', async () => {
  const installation = newInstallation();
  const runtime = await installation.start();
  const { mend } = await breakLog(installation);
  for (let times = 0; times < 3; times++) {
    await expect(scan(runtime)).rejects.toMatchObject({ code: 'audit_unavailable' });
  }
  const { audit } = await runtime.health();
  expect(audit).toEqual({ state: 'failing', reason: expect.stringMatching(/audit log/) });
  expect(runtime.audit.status().refused).toBe(3);
  expect(failures(installation)).toMatchObject([
    { tenantId: '*', decisionId: null, detail: { reason: audit.reason, on_failure: 'block' } },
  ]);
  mend();
  await recovered(runtime);
  await scan(runtime);
  expect(failures(installation)).toHaveLength(1);
  expect(told(installation)).toEqual([audit.reason, 'The audit log is written again.']);
  expect(await runtime.audit.verify()).toMatchObject({ ok: true, problems: [] });
});

test('where requests go on without it, that is an alert, a warning, and a gap in the log', async () => {
  const installation = newInstallation();
  installation.configure('audit: {on_failure: allow_with_alert}\n');
  const runtime = await installation.start();
  const { mend } = await breakLog(installation);
  for (let times = 0; times < 3; times++) {
    expect((await scan(runtime)).decision.action).toBe('allow');
  }
  expect((await runtime.health()).audit).toMatchObject({
    state: 'warning',
    reason: expect.stringMatching(/audit log/),
  });
  expect(failures(installation)).toMatchObject([{ detail: { on_failure: 'allow_with_alert' } }]);
  expect(told(installation)).toEqual([
    expect.stringMatching(/audit log/),
    expect.stringContaining('without being recorded'),
  ]);
  mend();
  await recovered(runtime);
  await scan(runtime);
  expect(told(installation)).toContainEqual(expect.stringMatching(/^3 records since/));
  expect(await runtime.health()).toMatchObject({ audit: { state: 'ok' } });
  expect(await runtime.audit.verify()).toMatchObject({ ok: true, problems: [] });
  expect(JSON.stringify([installation.events, installation.notices])).not.toContain('ann@');
});
