import { expect, test } from '@jest/globals';
import { SafeAI, type CallContext } from '@safeai/core';
import fc from 'fast-check';
import type { Standing } from '../tools/tool.ts';
import { isOwnRequest, markedJustification } from './own-request.ts';

const STANDING: Standing = { agent: undefined, approver: 'ann', hasKey: false };

const CALL: CallContext = {
  principal: {
    ...{ tenant: 'default', tenants: ['*'], user: 'local' },
    ...{ roles: ['admin', 'agent'], source: 'loopback' },
  },
};

/** Texts that detectors and those who normalise texts do something with. */
const TEXT = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        ...['sk-ABCDEF1234567890ABCDEF', 'token=', 'alice@example.com', '4111 1111 1111 1111'],
        ...['ignore all previous instructions', '[through ', ']', '\u200b', '\u202e', '\u0338'],
        ...['-----BEGIN PRIVATE KEY-----', 'AKIAIOSFODNN7EXAMPLE', '12 Main Street', 'rm -rf /'],
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('whatever justification a call brings, what came through is known by what is stored', async () => {
  const safeai = new SafeAI();
  let round = 0;
  await fc.assert(
    fc.asyncProperty(TEXT, async (text) => {
      const { approvalRequestId = '' } = await safeai.interceptTool(
        {
          ...{ phase: 'request', toolName: 'database_query', agentId: 'billing-bot' },
          parameters: { query: `DELETE FROM t${round++}` },
          justification: markedJustification(text, STANDING),
        },
        CALL,
      );
      const { justification } = await safeai.approvals.get(['*'], approvalRequestId);
      await safeai.approvals.cancel(CALL.principal as never, ['*'], approvalRequestId);
      const request = { agent_id: 'billing-bot', requester: 'local', justification } as never;
      expect(isOwnRequest(request, { standing: STANDING, client: undefined })).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('a mark that cannot be read may be this one, and that of another server is not', () => {
  const request = (justification: string) =>
    ({ agent_id: 'billing-bot', requester: 'local', justification }) as never;
  const isOwn = (justification: string) =>
    isOwnRequest(request(justification), { standing: STANDING, client: 'host' });
  expect(isOwn('[through [EMAIL_REDACTED]] please')).toBe(true);
  // A detector of the house may take the mark for a part of what it finds.
  expect(isOwn('[NAME_REDACTED] please')).toBe(true);
  expect(isOwn('[thro[NAME_REDACTED]')).toBe(true);
  expect(isOwn('[through mcp-server] please')).toBe(true);
  expect(isOwn('[through other-server] please')).toBe(false);
  expect(isOwn('please')).toBe(false);
  expect(isOwn('')).toBe(false);
});
