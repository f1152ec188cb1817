import { describe, expect, test } from '@jest/globals';

import type { AgentGuard } from '../src/boundary/agent-guard.ts';
import { APPROVER, house } from './house.ts';

const CALL = {
  phase: 'request',
  toolName: 'database_query',
  parameters: { query: 'DROP TABLE users' },
  agentId: 'agent',
} as const;

async function asked() {
  const { safeai } = house();
  const guard: AgentGuard = safeai;
  const { approvalRequestId = '', decision } = await guard.interceptTool(CALL);
  return { safeai, guard, approvalRequestId, decision };
}

describe('what an agent may know of an approval', () => {
  test('how it stands, and what the approver wrote, without what was detected in it', async () => {
    const { safeai, guard, approvalRequestId } = await asked();
    await expect(guard.approvalStanding({ approvalRequestId })).resolves.toMatchObject({
      approvalRequestId,
      status: 'pending',
    });
    await safeai.approvals.deny(APPROVER, ['default'], approvalRequestId, {
      note: 'Ask ann@example.com first',
    });
    const standing = await guard.approvalStanding({ approvalRequestId });
    expect(standing).toMatchObject({ status: 'denied', note: 'Ask [EMAIL_REDACTED] first' });
    expect(Object.keys(standing).sort()).toEqual([
      'approvalRequestId',
      'expiresAt',
      'note',
      'status',
    ]);
  });

  test.each([{}, { tenantId: 'other' }])(
    'nothing of a request that is not its own: %j',
    async (where) => {
      const { guard, approvalRequestId } = await asked();
      const id = 'tenantId' in where ? approvalRequestId : 'ar-000000000000000000000000';
      await expect(
        guard.approvalStanding({ approvalRequestId: id, ...where }),
      ).rejects.toMatchObject({ code: 'not_found' });
    },
  );
});

test('an outcome is reported through the same guard', async () => {
  const { guard } = await asked();
  const { decision } = await guard.interceptTool({ ...CALL, parameters: { query: 'SELECT 1' } });
  await expect(
    guard.reportOutcome({ decisionId: decision.decisionId, outcome: 'failed' }),
  ).resolves.toMatchObject({ outcome: 'failed', result: 'settled' });
});
