import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

import { differences } from './matches.mjs';
import { startSafeAI } from './server.mjs';

/** The examples of the documents that the product must satisfy as printed. */
const cases = JSON.parse(
  readFileSync(new URL('./fixtures/documents.json', import.meta.url), 'utf8'),
);

describe('the documents, as printed', () => {
  let safeai;

  beforeAll(async () => {
    const files = Object.assign({}, ...cases.map((example) => example.files ?? {}));
    safeai = await startSafeAI({ files });
  });

  afterAll(async () => {
    await expect(safeai?.stop()).resolves.toBe(0);
  });

  test.each(cases.map((example) => [example.name, example]))('%s', async (_, example) => {
    const { method, path, headers, body } = example.request;
    const response = await fetch(safeai.url + path, {
      method,
      redirect: 'follow',
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(example.status);
    const text = await response.text();
    for (const part of example.text ?? []) expect(text).toContain(part);
    if (example.answer) expect(differences(example.answer, JSON.parse(text))).toEqual([]);
  });

  test('the approval workflow, step by step', async () => {
    const call = {
      phase: 'request',
      tool_name: 'database_query',
      parameters: { query: 'DELETE FROM users WHERE active = false' },
      data_tags: ['destructive', 'pii'],
      agent_id: 'default-agent',
      session_id: 'sess-002-steps',
    };
    const post = async (path, body) => {
      const answer = await fetch(safeai.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(200);
      return answer.json();
    };
    const { decision, approval_request_id: id } = await post('/v1/intercept/tool', call);
    expect(decision).toMatchObject({
      action: 'pending_approval',
      reason: 'Human approval required for destructive database operation',
    });

    const listed = await fetch(`${safeai.url}/v1/approvals?status=pending&limit=10`);
    expect(await listed.json()).toContainEqual(
      expect.objectContaining({
        request_id: id,
        agent_id: 'default-agent',
        tool_name: 'database_query',
        status: 'pending',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      }),
    );

    const decided = await post(`/v1/approvals/${id}/approve`, {
      approver_id: 'security-admin',
      note: 'Reviewed — safe to proceed with cleanup',
    });
    expect(decided).toMatchObject({
      request_id: id,
      status: 'approved',
      approver_id: 'security-admin',
    });

    const retried = await post('/v1/intercept/tool', { ...call, approval_request_id: id });
    expect(retried.decision).toMatchObject({
      action: 'allow',
      reason: 'Approved by security-admin',
    });
  });
});
