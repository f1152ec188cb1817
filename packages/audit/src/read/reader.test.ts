import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { FixtureWriter, START, uuidV7 } from '../../test/fixture-writer.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { AuditLine } from '../format/record-line.ts';
import { compressSegment } from '../maintain/compress-segment.ts';
import { verifyLog } from '../verify/safeai-verify.ts';
import type { AuditFilter } from '@safeai/core';
import { AuditReader } from './reader.ts';

const ALL = { tenants: ['*'], limit: 1000 };

const names = (records: readonly AuditLine[]): (string | null)[] =>
  records.map(({ request_id }) => request_id);

function log(): { folder: string; writer: FixtureWriter; reader: AuditReader } {
  const folder = temporaryFolder();
  return { folder, writer: new FixtureWriter(folder), reader: new AuditReader({ folder }) };
}

async function found(reader: AuditReader, filter: Partial<AuditFilter>): Promise<unknown[]> {
  const { records } = await reader.query({ ...ALL, ...filter });
  return names(records);
}

describe('a page', () => {
  test('is newest first, over all writers and segments', async () => {
    const { folder, writer, reader } = log();
    const other = new FixtureWriter(folder, 'w2');
    writer.append({ ts: START + 1, requestId: 'a' });
    other.append({ ts: START + 2, requestId: 'b' });
    writer.begin();
    writer.append({ ts: START + 3, requestId: 'c' }, { ts: START + 5, requestId: 'e' });
    other.append({ ts: START + 4, requestId: 'd' });
    expect(await found(reader, {})).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  test('of an empty or missing folder is empty', async () => {
    const folder = temporaryFolder();
    for (const where of [folder, join(folder, 'none')]) {
      const page = await new AuditReader({ folder: where }).query(ALL);
      expect(page).toEqual({ records: [], nextCursor: null });
    }
  });

  test('has the fields of the log', async () => {
    const { writer, reader } = log();
    writer.append({ agentId: 'claude', dataTags: ['secret.token'] });
    const { records } = await reader.query(ALL);
    expect(records[0]).toMatchObject({
      v: 1,
      writer: 'w1',
      seq: 2,
      ts: '2026-01-01T00:00:00.000Z',
      agent_id: 'claude',
      data_tags: ['secret.token'],
    });
  });

  test('goes on at its cursor while the log grows, without losing or repeating a record', async () => {
    const { folder, writer, reader } = log();
    const other = new FixtureWriter(folder, 'w2');
    for (let index = 0; index < 50; index++) {
      (index % 3 === 0 ? other : writer).append({ ts: START + index, requestId: `r${index}` });
    }
    const seen: (string | null)[] = [];
    const page = async (cursor?: string): Promise<string | null> => {
      const query = { ...ALL, limit: 7, ...(cursor !== undefined && { cursor }) };
      const { records, nextCursor } = await reader.query(query);
      seen.push(...names(records));
      writer.append({ ts: START + 1000, requestId: 'late' });
      new FixtureWriter(folder, `w${100 + seen.length}`).append({ requestId: 'new writer' });
      return nextCursor;
    };
    let cursor = await page();
    while (cursor !== null) cursor = await page(cursor);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => `r${49 - index}`));
  });

  test('is the last one when nothing comes after it', async () => {
    const { writer, reader } = log();
    writer.append({ requestId: 'a' }, { requestId: 'b' });
    expect((await reader.query({ ...ALL, limit: 2 })).nextCursor).toBeNull();
    expect((await reader.query({ ...ALL, limit: 1 })).nextCursor).not.toBeNull();
  });

  test.each([
    '',
    'x',
    '!',
    'bnVsbA',
    'W10',
    'e30',
    'eyJ3MSI6LTF9',
    'eyJ4IjoxfQ',
    'a'.repeat(70_000),
  ])('refuses a cursor that is none (%#)', async (cursor) => {
    const { writer, reader } = log();
    writer.append({});
    await expect(reader.query({ ...ALL, cursor })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses the limit %p', async (limit) => {
    await expect(log().reader.query({ ...ALL, limit })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('a filter', () => {
  const LINES = [
    { requestId: 'a', tenantId: 't1', agentId: 'bot', toolName: 'db', sessionId: 's1' },
    { requestId: 'b', tenantId: 't2', agentId: 'bot"\n', event: 'scan.blocked', action: 'block' },
    { requestId: 'c', boundary: 'output', dataTags: ['secret.api_key.openai'], policyName: 'p' },
    { requestId: 'd', approvalRequestId: 'ar-1', event: 'scan', dataTags: ['secrets'] },
    {
      requestId: 'e',
      agentId: 'null',
      detail: { would_have: { action: 'block', policy_name: 'x' } },
    },
  ] as const;

  test.each<[Partial<AuditFilter>, string[]]>([
    [{ tenants: ['t1'] }, ['a']],
    [{ tenants: ['t1', 't2'] }, ['b', 'a']],
    [{ tenants: [] }, []],
    [{ agentId: 'bot' }, ['a']],
    [{ agentId: 'bot"\n' }, ['b']],
    [{ toolName: 'db' }, ['a']],
    [{ sessionId: 's1' }, ['a']],
    [{ event: 'scan.blocked' }, ['b']],
    [{ event: 'scan.*' }, ['e', 'c', 'b', 'a']],
    [{ events: ['scan.blocked', 'scan'] }, ['d', 'b']],
    [{ events: ['scan.*'] }, []],
    [{ event: 'scan.*', events: ['scan.blocked', 'scan'] }, ['b']],
    [{ action: 'block' }, ['b']],
    [{ boundary: 'output' }, ['c']],
    [{ policyName: 'p' }, ['c']],
    [{ dataTag: 'secret' }, ['c']],
    [{ dataTag: 'secret.api_key' }, ['c']],
    [{ dataTag: 'api_key' }, []],
    [{ approvalRequestId: 'ar-1' }, ['d']],
    [{ agentId: null }, ['d', 'c']],
    [{ agentId: 'null' }, ['e']],
    [{ toolName: null, agentId: 'bot"\n' }, ['b']],
    [{ sessionId: null, approvalRequestId: null, dataTag: null }, ['e', 'b']],
    [{ wouldHave: 'any' }, ['e']],
    [{ wouldHave: 'block' }, ['e']],
    [{ wouldHave: 'allow' }, []],
    [{ shadowPolicyName: 'x' }, ['e']],
    [{ shadowPolicyName: 'p' }, []],
    [{ since: START + 2 }, ['e', 'd', 'c']],
    [{ until: START + 2 }, ['b', 'a']],
    [{ since: START + 1, until: START + 3, tenants: ['t2'] }, ['b']],
    [{ agentId: 'bot', tenants: ['t2'] }, []],
  ])('%j finds %j', async (filter, expected) => {
    const { writer, reader } = log();
    writer.append(...LINES.map((line, index) => ({ ...line, ts: START + index })));
    expect(await found(reader, filter)).toEqual(expected);
  });

  test("shows the log's own lines on request only, and to those alone who see all tenants", async () => {
    const { writer, reader } = log();
    writer.append({ requestId: 'a' });
    writer.system('audit.sealed', { records: 1 });
    const events = async (filter: Partial<AuditFilter>): Promise<string[]> =>
      (await reader.query({ ...ALL, ...filter })).records.map(({ event }) => event);
    expect(await events({})).toEqual(['scan.allowed']);
    expect(await events({ event: 'audit.*' })).toEqual(['audit.sealed', 'audit.segment']);
    expect(await events({ event: 'audit.sealed' })).toEqual(['audit.sealed']);
    expect(await events({ event: 'audit.*', tenants: ['default'] })).toEqual([]);
    expect(await events({ event: 'audit.*', agentId: 'x' })).toEqual([]);
    expect(await events({ event: 'audit.*', agentId: null })).toEqual([]);
    expect(await events({ event: 'audit.*', wouldHave: 'any' })).toEqual([]);
  });
});

describe('one decision', () => {
  test('is found by its id, in the tenants of the caller', async () => {
    const { writer, reader } = log();
    const decisionId = uuidV7(START + 5);
    writer.append({ ts: START }, { ts: START + 5, decisionId, tenantId: 't1' }, { ts: START + 9 });
    expect(await reader.find(['*'], decisionId)).toMatchObject({ decision_id: decisionId, seq: 3 });
    expect(await reader.find(['t1'], decisionId)).toMatchObject({ seq: 3 });
    expect(await reader.find(['t2'], decisionId)).toBeUndefined();
    expect(await reader.find(['*'], uuidV7(START + 5))).toBeUndefined();
    expect(await reader.find(['*'], 'no uuid')).toBeUndefined();
  });

  test('is its first record, though others follow', async () => {
    const { writer, reader } = log();
    const decisionId = uuidV7(START);
    writer.append({ decisionId }, { decisionId, event: 'action.succeeded', ts: START + 90_000 });
    expect(await reader.find(['*'], decisionId)).toMatchObject({ event: 'scan.allowed' });
  });

  test('is found where it stands later than its time, as drained records do', async () => {
    const { writer, reader } = log();
    const decisionId = uuidV7(START);
    writer.append({ ts: START + 90_000_000 }, { ts: START, decisionId });
    expect(await reader.find(['*'], decisionId)).toMatchObject({ decision_id: decisionId });
  });
});

test('a record is in the log if one of its decision, event and time is', async () => {
  const { writer, reader } = log();
  const decisionId = uuidV7(START);
  const record = {
    decision_id: decisionId,
    event: 'scan.allowed',
    ts: new Date(START).toISOString(),
  };
  expect(await reader.has(record)).toBe(false);
  writer.append({}, { decisionId }, { decisionId, event: 'action.failed', ts: START + 5 });
  expect(await reader.has(record)).toBe(true);
  expect(await reader.has({ ...record, event: 'action.failed' })).toBe(false);
  expect(await reader.has({ ...record, ts: new Date(START + 5).toISOString() })).toBe(false);
});

test('a folder that cannot be read is told as such', async () => {
  const { folder, writer } = log();
  writer.append({});
  const reader = new AuditReader({ folder: writer.path });
  const told = { code: 'audit_unavailable', message: expect.stringContaining('ENOTDIR') };
  await expect(reader.query(ALL)).rejects.toMatchObject(told);
  await expect(reader.find(['*'], uuidV7(START))).rejects.toMatchObject(told);
  await expect(new AuditReader({ folder }).query(ALL)).resolves.toMatchObject({});
});

describe('a damaged log', () => {
  test('a compressed segment with changed bytes gives what of it is whole', async () => {
    const { folder, writer, reader } = log();
    writer.append(...Array.from({ length: 300 }, (_, index) => ({ requestId: `a${index}` })));
    const file = `${writer.path}.gz`;
    const name = { writer: 'w1', firstSeq: 1, compressed: false };
    await compressSegment({ folder, name, end: Infinity });
    writer.begin();
    writer.append({ requestId: 'b' });
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xff, at, at + 20);
      writeFileSync(file, damaged);
      const rest = await found(reader, {});
      expect(rest[0]).toBe('b');
      expect(rest.length).toBeLessThan(301);
      expect(rest.length).toBeGreaterThan(100);
    }
  });

  test('a torn last line is left out', async () => {
    const { writer, reader } = log();
    writer.append({ requestId: 'a' }, { requestId: 'b' });
    truncateSync(writer.path, readFileSync(writer.path).length - 5);
    expect(await found(reader, {})).toEqual(['a']);
  });

  test('lines that are none are left out, the others stay', async () => {
    const { writer, reader } = log();
    writer.append({ requestId: 'a' });
    appendFileSync(
      writer.path,
      `\n{}\nnull\n[1]\n{"v":1,"writer":"w1","seq":9}\n\0\n${'x'.repeat(200_000)}\n`,
    );
    writer.append({ requestId: 'b' });
    expect(await found(reader, {})).toEqual(['b', 'a']);
    expect((await scanned(reader)).map(({ request_id }) => request_id)).toEqual(['a', 'b']);
  });

  test('void lines do not count', async () => {
    const { writer, reader } = log();
    writer.append({ requestId: 'a' });
    const good = readFileSync(writer.path);
    const hash = (JSON.parse(good.toString().trimEnd().split('\n').at(-1) ?? '') as AuditLine).hash;
    writer.append({ requestId: 'void' });
    writer.goBack(2, hash);
    writer.begin({ voidFrom: good.length });
    writer.append({ requestId: 'b' });
    expect(await found(reader, {})).toEqual(['b', 'a']);
  });

  test('what has the name of a segment and is no file does not disturb', async () => {
    const { folder, writer, reader } = log();
    writer.append({ requestId: 'a' });
    mkdirSync(join(folder, 'audit-w1-000000000000009.ndjson'));
    execFileSync('mkfifo', [join(folder, 'audit-w2-000000000000001.ndjson')]);
    execFileSync('mkfifo', [join(folder, 'audit-w3-000000000000001.ndjson.gz')]);
    execFileSync('mkfifo', [`${writer.path}.idx`]);
    expect(await found(reader, {})).toEqual(['a']);
    const { problems } = await verifyLog({ folder });
    expect(problems.map(({ code, file }) => [code, file])).toEqual([
      ['unreadable', 'audit-w1-000000000000009.ndjson'],
      ['unreadable', 'audit-w2-000000000000001.ndjson'],
      ['unreadable', 'audit-w3-000000000000001.ndjson.gz'],
    ]);
  });

  test('other files in the folder do not disturb', async () => {
    const { folder, writer, reader } = log();
    writer.append({ requestId: 'a' });
    mkdirSync(join(folder, 'spool'));
    appendFileSync(join(folder, 'audit-w1-1.ndjson'), 'x');
    appendFileSync(`${writer.path}.idx`, 'no index');
    expect(await found(reader, {})).toEqual(['a']);
  });
});

async function scanned(reader: AuditReader): Promise<AuditLine[]> {
  const lines: AuditLine[] = [];
  for await (const line of reader.scan({ tenants: ['*'] })) lines.push(line);
  return lines;
}

test('a scan is oldest first over all writers', async () => {
  const { folder, writer, reader } = log();
  const other = new FixtureWriter(folder, 'w2');
  for (let index = 0; index < 2000; index++) {
    (index % 7 === 0 ? other : writer).append({ ts: START + index, requestId: `r${index}` });
    if (index % 500 === 0) writer.begin();
  }
  expect((await scanned(reader)).map(({ request_id }) => request_id)).toEqual(
    Array.from({ length: 2000 }, (_, index) => `r${index}`),
  );
});
