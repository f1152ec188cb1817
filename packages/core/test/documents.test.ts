import { describe, expect, test } from '@jest/globals';

import { PolicyEngine } from '../src/policy/engine.ts';
import { SafeAI } from '../src/safeai.ts';

describe('the documents, in a program', () => {
  const safeai = new SafeAI();

  test('a tenant keeps its exemption, everyone else is redacted', () => {
    const engine = new PolicyEngine({
      rules: [
        {
          name: 'global-block-secrets',
          boundary: 'input',
          dataTags: ['secret.credential'],
          action: 'block',
        },
        {
          name: 'acme-allow-pii',
          boundary: 'input',
          dataTags: ['personal.pii'],
          action: 'allow',
          tenantId: 'acme',
        },
        {
          name: 'default-redact-pii',
          boundary: 'input',
          dataTags: ['personal.pii'],
          action: 'redact',
        },
      ],
    });
    const ask = (tenantId: string) =>
      engine.evaluate({ boundary: 'input', dataTags: ['personal.pii'], tenantId }).action;
    expect(ask('acme')).toBe('allow');
    expect(ask('default')).toBe('redact');
  });

  test('a secret in the input is one detection, and blocks', async () => {
    const answer = await safeai.scanInput({ text: 'token=sk-ABCDEF1234567890ABCDEF' });
    expect(answer).toMatchObject({
      decision: {
        action: 'block',
        reason: 'Secret detected in input',
        policyName: 'default-secret-detection',
      },
      filtered: null,
    });
    expect(answer.detections).toHaveLength(1);
    expect(answer.detections[0]).toMatchObject({
      type: 'secret',
      value: 'sk-ABCDEF1234567890ABCDEF',
      location: { start: 6, end: 31 },
    });
  });

  test('a secret in a payload is found with its path', async () => {
    const answer = await safeai.scanStructured({
      payload: { request: { token: 'sk-ABCDEF1234567890ABCDEF', message: 'deploy to production' } },
    });
    expect(answer.decision).toMatchObject({
      action: 'block',
      reason: 'Secret detected in structured input',
    });
    expect(answer.detections).toHaveLength(1);
    expect(answer.detections[0]).toMatchObject({ type: 'secret', path: '$.request.token' });
  });

  test('personal data in an answer is replaced', async () => {
    const answer = await safeai.guardOutput({
      text: 'Contact alice@example.com or call 555-0100.',
    });
    expect(answer.decision).toMatchObject({ action: 'redact', reason: 'PII detected in output' });
    expect(answer.safeOutput).toBe('Contact [EMAIL_REDACTED] or call [PHONE_REDACTED].');
    expect(answer.fallbackUsed).toBe(false);
    expect(answer.detections).toHaveLength(2);
    expect(answer.detections).toMatchObject([
      { type: 'email', value: 'alice@example.com' },
      { type: 'phone', value: '555-0100' },
    ]);
  });

  test('a destructive command is blocked, declared or not', async () => {
    for (const dataTags of [['destructive'], []]) {
      const answer = await safeai.interceptTool({
        phase: 'request',
        toolName: 'shell_exec',
        parameters: { command: 'rm -rf /' },
        dataTags,
      });
      expect(answer.decision).toMatchObject({
        action: 'block',
        reason: 'Destructive command blocked by policy',
      });
      expect(answer.filteredParameters).toBeNull();
    }
  });

  test('a destructive query waits for a human, runs once approved, and only once', async () => {
    const call = {
      phase: 'request',
      toolName: 'database_query',
      parameters: { query: 'DELETE FROM users WHERE active = false' },
      dataTags: ['destructive', 'pii'],
      agentId: 'default-agent',
      sessionId: 'sess-002',
    } as const;
    const pending = await safeai.interceptTool(call);
    expect(pending.decision).toMatchObject({
      action: 'pending_approval',
      reason: 'Human approval required for destructive database operation',
    });
    const id = pending.approvalRequestId ?? '';
    expect(id).toMatch(/^ar-[0-9a-f]{24}$/);

    const approver = {
      tenant: 'default',
      tenants: ['*'],
      user: 'security-admin',
      roles: ['admin'],
      source: 'key',
    } as const;
    await safeai.approvals.approve(approver, ['default'], id, { note: 'Reviewed' });
    const retry = await safeai.interceptTool({ ...call, approvalRequestId: id });
    expect(retry.decision).toMatchObject({ action: 'allow', reason: 'Approved by security-admin' });
    expect(retry.filteredParameters).toEqual(call.parameters);

    const again = await safeai.interceptTool({ ...call, approvalRequestId: id });
    expect(again.decision).toMatchObject({ action: 'block', reasonCode: 'approval_consumed' });
  });
});
