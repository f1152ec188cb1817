import { SafeAIError, type AgentGuard } from '@safeai/core';

const SECRET = 'sk-ABCDEF1234567890ABCDEF';
const MAIL = 'alice.liddell@example.com';
const DROP = {
  phase: 'request',
  toolName: 'database_query',
  parameters: { query: 'DROP TABLE users', contact: MAIL },
  agentId: 'default-agent',
  sessionId: 's-1',
  justification: `for ${MAIL}`,
} as const;

/** What a program does with a guard, by what it is about. Each has to come out the same with every guard. */
export const GUARD_SCENARIOS: readonly (readonly [
  name: string,
  run: (guard: AgentGuard) => Promise<unknown>,
])[] = [
  ['harmless text', (guard) => guard.scanInput({ text: 'hello' })],
  ['a secret on its way in', (guard) => guard.scanInput({ text: `token=${SECRET}` })],
  [
    'PII on its way in, with all that may be said of a request',
    (guard) =>
      guard.scanInput({
        ...{ text: `mail ${MAIL} or +1 415 555 2671`, agentId: 'a', tenantId: 'default' },
        ...{ sessionId: 's', dataTags: ['internal'], model: 'm', explain: true },
      }),
  ],
  [
    'text that no UTF-8 can say as it is',
    (guard) => guard.scanInput({ text: 'a\u0000\ufffe😀\n"' }),
  ],
  ['empty text', (guard) => guard.scanInput({ text: '' })],
  [
    'a payload with findings in keys, strings and numbers',
    (guard) =>
      guard.scanStructured({
        payload: { [MAIL]: { 'a b': [MAIL, 4111111111111111, null, true] }, note: 'fine' },
      }),
  ],
  ['a payload that is no object', (guard) => guard.scanStructured({ payload: null })],
  ['an answer with PII', (guard) => guard.guardOutput({ text: `Ask ${MAIL}.` })],
  ['an answer with a secret', (guard) => guard.guardOutput({ text: `It is ${SECRET}.` })],
  [
    'a destructive command',
    (guard) =>
      guard.interceptTool({
        phase: 'request',
        toolName: 'shell_exec',
        parameters: { command: 'rm -rf /' },
      }),
  ],
  [
    'a harmless call, and how it ended, twice, and otherwise',
    async (guard) => {
      const { decision, ...rest } = await guard.interceptTool({
        ...{ phase: 'request', toolName: 'add', parameters: { a: 1 }, agentId: 'a' },
        ...{ sourceAgentId: 'x', destinationAgentId: 'y', operationId: 'op-1' },
      });
      const { decisionId } = decision;
      const detail = 'done';
      const ends = [
        await guard.reportOutcome({ decisionId, outcome: 'succeeded', detail }),
        await guard.reportOutcome({ decisionId, outcome: 'succeeded' }),
        await settled(guard.reportOutcome({ decisionId, outcome: 'failed' })),
      ];
      return { decision, rest, ends };
    },
  ],
  [
    'an outcome of nothing',
    (guard) =>
      settled(
        guard.reportOutcome({
          decisionId: '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10',
          outcome: 'failed',
        }),
      ),
  ],
  [
    'a response of a tool',
    (guard) =>
      guard.interceptTool({
        phase: 'response',
        toolName: 'crm',
        response: { rows: [{ mail: MAIL }], token: SECRET },
      }),
  ],
  [
    'a message between agents',
    (guard) =>
      guard.interceptMessage({
        message: `Write to ${MAIL}.`,
        sourceAgentId: 'one',
        destinationAgentId: 'two',
      }),
  ],
  [
    'a call that waits for a person',
    async (guard) => {
      const first = await guard.interceptTool(DROP);
      const { approvalRequestId = '' } = first;
      const standing = await guard.approvalStanding({ approvalRequestId });
      const early = await guard.interceptTool({ ...DROP, approvalRequestId });
      return { first, standing: { ...standing, expiresAt: 0 }, early };
    },
  ],
  [
    'an approval that nobody asked for',
    (guard) =>
      settled(guard.approvalStanding({ approvalRequestId: 'ar-000000000000000000000000' })),
  ],
  [
    'why',
    (guard) =>
      guard.explain({ boundary: 'output', dataTags: ['personal.pii.email'], text: `to ${MAIL}` }),
  ],
  [
    'why, of an action',
    (guard) =>
      guard.explain({
        ...{ boundary: 'action', direction: 'request', toolName: 'shell_exec' },
        parameters: { command: 'rm -rf /' },
      }),
  ],
  ['a tag that is none', (guard) => settled(guard.scanInput({ text: 'a', dataTags: [' '] }))],
  [
    'a payload that is too deep',
    (guard) => {
      let payload: unknown = 1;
      for (let depth = 0; depth < 200; depth++) payload = [payload];
      return settled(guard.scanStructured({ payload: payload as never }));
    },
  ],
  ['no phase', (guard) => settled(guard.interceptTool({ toolName: 't' } as never))],
];

/** How a call ended, if badly: by the code of its error. */
async function settled(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => {
    if (SafeAIError.isInstance(error)) return { code: error.code, status: error.status };
    throw error;
  });
}

/** What is new each time, and what the wire does not tell. */
const NOT_COMPARED: ReadonlySet<string> = new Set([
  'decisionId',
  'approvalRequestId',
  'redactions',
  'leftEncoded',
  'key',
]);

/** What has to be the same. */
export function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, part: unknown) => (NOT_COMPARED.has(name) ? undefined : part)),
  );
}
