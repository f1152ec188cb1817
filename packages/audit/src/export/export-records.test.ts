import { describe, expect, test } from '@jest/globals';
import type { AuditRecord } from '@safeai/core';
import fc from 'fast-check';

import { FixtureWriter, START } from '../../test/fixture-writer.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { AuditLine } from '../format/record-line.ts';
import { AuditReader } from '../read/reader.ts';
import { exportRecords, type AuditExportFormat } from './export-records.ts';

async function exported(
  format: AuditExportFormat,
  records: Partial<AuditRecord>[],
  event?: string,
): Promise<string> {
  const writer = new FixtureWriter(temporaryFolder());
  writer.append(...records);
  const reader = new AuditReader({ folder: writer.folder });
  const lines = reader.scan({ tenants: ['*'], ...(event !== undefined && { event }) });
  let text = '';
  for await (const piece of exportRecords(lines, format)) text += piece;
  return text;
}

async function event(record: Partial<AuditRecord>): Promise<Record<string, unknown>> {
  return JSON.parse(await exported('ocsf', [record])) as Record<string, unknown>;
}

/** Reads RFC 4180 as a spreadsheet does. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== '\r\n') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('ndjson', () => {
  test('is the lines of the log, oldest first', async () => {
    const text = await exported('ndjson', [{ requestId: 'a' }, { requestId: 'b' }]);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditLine);
    expect(lines.map(({ request_id }) => request_id)).toEqual(['a', 'b']);
    expect(lines[0]).toMatchObject({ v: 1, writer: 'w1', seq: 2, latency_us: 12 });
  });

  test('of nothing is nothing', async () => {
    expect(await exported('ndjson', [])).toBe('');
  });

  test('comes in pieces, and none is lost between them', async () => {
    const text = await exported(
      'ndjson',
      Array.from({ length: 1000 }, (_, index) => ({ requestId: `r${index}` })),
    );
    expect(text.trimEnd().split('\n')).toHaveLength(1000);
  });
});

describe('csv', () => {
  test('has a header and the fields of the log', async () => {
    const [header, row] = parseCsv(
      await exported('csv', [
        {
          agentId: 'a,"b"\n',
          dataTags: ['secret.token', 'personal.pii'],
          detections: [{ type: 'secret.token', detector: 'd', count: 1, digest: 'ab' }],
          detail: { would_have: { action: 'block', policy_name: 'p' } },
        },
      ]),
    );
    const fields = Object.fromEntries((header ?? []).map((name, index) => [name, row?.[index]]));
    expect(fields).toMatchObject({
      seq: '2',
      ts: '2026-01-01T00:00:00.000Z',
      agent_id: 'a,"b"\n',
      session_id: '',
      data_tags: 'secret.token personal.pii',
      detections: '[{"type":"secret.token","detector":"d","count":1,"digest":"ab"}]',
      detail: '{"would_have":{"action":"block","policy_name":"p"}}',
      latency_us: '12',
      writer: 'w1',
    });
  });

  test('any texts come back from a spreadsheet as they were, and none begins a formula', async () => {
    const texts = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", 'a', 'ü', '😀'),
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 5 }), async (values) => {
        const text = await exported(
          'csv',
          values.map((agentId) => ({ agentId })),
        );
        const [header, ...rows] = parseCsv(text);
        expect(rows).toHaveLength(values.length);
        const cells = rows.map((row) => row[header?.indexOf('agent_id') ?? -1] ?? '');
        for (const [index, cell] of cells.entries()) {
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          const value = values[index] ?? '';
          expect(cell).toBe(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("holds the log's own lines too", async () => {
    const [header, row] = parseCsv(await exported('csv', [{}], 'audit.*'));
    expect(row?.[header?.indexOf('event') ?? -1]).toBe('audit.segment');
    expect(row).toHaveLength(header?.length ?? 0);
  });

  test('of nothing is a header', async () => {
    expect(parseCsv(await exported('csv', []))).toHaveLength(1);
  });
});

describe('ocsf', () => {
  test('a decision about a tool is API activity', async () => {
    expect(
      await event({
        event: 'intercept.allowed',
        boundary: 'action',
        agentId: 'bot',
        toolName: 'db_query',
        sessionId: 's1',
        requestId: 'r1',
      }),
    ).toMatchObject({
      class_uid: 6003,
      category_uid: 6,
      activity_id: 99,
      activity_name: 'intercept.allowed',
      type_uid: 600399,
      severity_id: 1,
      time: START,
      action_id: 1,
      disposition_id: 1,
      actor: { user: { uid: 'local' }, session: { uid: 's1' } },
      api: { operation: 'db_query', request: { uid: 'r1' } },
      src_endpoint: { name: 'bot' },
      metadata: {
        version: '1.9.0',
        product: { name: 'SafeAI' },
        profiles: ['security_control'],
        tenant_uid: 'default',
        uid: 'w1:2',
      },
      policy: { name: 'default-allow', version: 'r1' },
    });
  });

  test.each([
    ['secret.api_key.openai', 4, 'Secret blocked'],
    ['personal.pii.email', 3, 'Personal data blocked'],
  ])('blocked %s is a detection finding', async (tag, severity, title) => {
    const record = { action: 'block', event: 'scan.blocked', dataTags: [tag] } as const;
    expect(await event(record)).toMatchObject({
      class_uid: 2004,
      category_uid: 2,
      activity_id: 1,
      type_uid: 200401,
      severity_id: severity,
      action_id: 2,
      disposition_id: 2,
      finding_info: { title, types: [tag] },
      evidences: [{ api: { operation: 'scan.blocked' } }],
    });
    expect(await event({ ...record, action: 'redact' })).toMatchObject({ class_uid: 6003 });
  });

  test.each([
    ['approval.approved', 300301, 1],
    ['approval.denied', 300399, 2],
    ['approval.expired', 300399, 2],
    ['approval.created', 300399, 99],
  ])('%s is an authorised session', async (name, type, status) => {
    expect(
      await event({ event: name, agentId: 'bot', toolName: 'deploy', approverId: 'ann' }),
    ).toMatchObject({
      class_uid: 3003,
      category_uid: 3,
      type_uid: type,
      status_id: status,
      user: { uid: 'bot' },
      privileges: ['deploy'],
      actor: { user: { uid: 'ann' } },
    });
  });

  test('whatever the record, the attributes that OCSF requires are there', async () => {
    const records = fc.record({
      event: fc.constantFrom('scan.allowed', 'approval.denied', 'memory.read', 'x'),
      action: fc.constantFrom('allow', 'flag', 'redact', 'block', 'pending_approval'),
      principal: fc.option(fc.constant('p')),
      agentId: fc.option(fc.constant('a')),
      toolName: fc.option(fc.constant('t')),
      policyName: fc.option(fc.constant('n')),
      dataTags: fc.subarray(['secret', 'personal.pii', 'internal']),
    }) as fc.Arbitrary<Partial<AuditRecord>>;
    await fc.assert(
      fc.asyncProperty(records, async (record) => {
        const found = await event(record);
        for (const name of [
          'category_uid',
          'class_uid',
          'activity_id',
          'type_uid',
          'severity_id',
        ]) {
          expect(Number.isInteger(found[name])).toBe(true);
        }
        expect(found.type_uid).toBe(
          (found.class_uid as number) * 100 + (found.activity_id as number),
        );
        expect(found).toMatchObject({
          time: START,
          metadata: { version: '1.9.0', product: { name: 'SafeAI' } },
          unmapped: { data_tags: record.dataTags },
        });
        const required: Record<number, object> = {
          6003: {
            actor: { user: { uid: expect.any(String) } },
            api: { operation: expect.any(String) },
            src_endpoint: { name: expect.any(String) },
          },
          2004: { finding_info: { uid: expect.any(String) } },
          3003: { user: { uid: expect.any(String) }, privileges: [expect.any(String)] },
        };
        expect(found).toMatchObject(required[found.class_uid as number] ?? {});
      }),
      { numRuns: 60 },
    );
  });

  test("the log's own lines are API activity", async () => {
    const found = JSON.parse(await exported('ocsf', [{}], 'audit.segment')) as object;
    expect(found).toMatchObject({
      class_uid: 6003,
      api: { operation: 'audit.segment' },
      actor: { user: { name: 'SafeAI' } },
      src_endpoint: { name: 'SafeAI' },
    });
  });
});
