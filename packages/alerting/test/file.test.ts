import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { FileAlertChannel, newAlert } from '../src/index.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'safeai-alerts-'));
  folders.push(folder);
  return join(folder, 'alerts.ndjson');
}

const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').trim().split('\n');

test('each alert is a line, readable by this user alone', async () => {
  const path = newFile();
  const channel = new FileAlertChannel({ path });
  const rules = Array.from({ length: 20 }, (_, number) => `r${String(number)}`);
  await Promise.all(rules.map((rule) => channel.send(newAlert({ rule, tenantId: 'a\nb' }))));
  await channel.close();
  const read = linesOf(path).map((line) => JSON.parse(line) as { data: { rule: string } });
  expect(read.map(({ data }) => data.rule)).toEqual(rules);
  expect(read[0]).toMatchObject({ type: 'alert.triggered', data: { tenant_id: 'a b' } });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a line that was cut off is left alone, and the next one stands on its own', async () => {
  const path = newFile();
  const channel = new FileAlertChannel({ path });
  await channel.send(newAlert({ rule: 'first' }));
  appendFileSync(path, '{"type":"alert.trig');
  await channel.send(newAlert({ rule: 'second' }));
  const lines = linesOf(path);
  expect(lines.length).toBe(3);
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ data: { rule: 'second' } });
});

test('a file that cannot be written is tried again', async () => {
  const channel = new FileAlertChannel({ path: join(newFile(), 'in', 'nothing') });
  await expect(channel.send(newAlert({ rule: 'r' }))).rejects.toMatchObject({
    ...{ failure: 'unavailable', problem: 'file_enoent' },
  });
  const folder = new FileAlertChannel({ path: tmpdir() });
  await expect(folder.send(newAlert({ rule: 'r' }))).rejects.toMatchObject({
    problem: 'file_eisdir',
  });
});
