import {
  InvalidRequestError,
  SafeAI,
  type CallContext,
  type PolicyRule,
  type Principal,
  type ToolRequest,
} from '@safeai/core';
import type { Guard } from '../guard.ts';

/** Redacts personal data wherever it stands; the shipped rules do the rest. */
const PII: PolicyRule = {
  name: 'pii',
  boundary: ['input', 'action', 'output'],
  dataTags: ['personal'],
  action: 'redact',
};

/** Who approves in tests. */
export const APPROVER: Principal = {
  tenant: 'default',
  tenants: ['*'],
  user: 'ada',
  roles: ['approver'],
  source: 'embedded',
};

/** A guard whose state a test can change. */
export interface TestGuard {
  readonly guard: Guard;
  readonly safeai: SafeAI;
  /** From now on every question fails, as with a gateway that is out of reach. */
  readonly fail: () => void;
}

/** @param isRemote it does no more than a client of a gateway does */
export function testGuard({ isRemote = false }: { readonly isRemote?: boolean } = {}): TestGuard {
  const safeai = new SafeAI({ policies: [PII] });
  let isDown = false;
  const up = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
    isDown ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve().then(ask);
  const guard: Guard = {
    scanInput: (request, call) => up(() => safeai.scanInput(request, call)),
    scanStructured: (request, call) =>
      up(() => {
        if (isRemote && request.areTexts !== undefined) throw inProgram('areTexts');
        return safeai.scanStructured(request, call);
      }),
    guardOutput: (request, call) => up(() => safeai.guardOutput(request, call)),
    interceptTool: ((request: ToolRequest, call?: CallContext) =>
      up(() => {
        if (isRemote && request.isAudited !== undefined) throw inProgram('isAudited');
        return safeai.interceptTool(request, call);
      })) as Guard['interceptTool'],
    interceptMessage: (request, call) => up(() => safeai.interceptMessage(request, call)),
    explain: (request, call) => up(() => safeai.explain(request, call)),
    approvalStanding: (question) => up(() => safeai.approvalStanding(question)),
    reportOutcome: (report) => up(() => safeai.reportOutcome(report)),
    ...(isRemote
      ? {}
      : {
          openOutput: (request, call) => up(() => safeai.openOutput(request, call)),
          guardStructured: (request, call) => up(() => safeai.guardStructured(request, call)),
        }),
  } satisfies Guard;
  return {
    guard,
    safeai,
    fail: () => {
      isDown = true;
    },
  };
}

/** What a client of a gateway cannot say. */
function inProgram(field: string): InvalidRequestError {
  return new InvalidRequestError(`${field} cannot be said to a gateway.`);
}

/** Approves all that waits. */
export async function approveAll(safeai: SafeAI): Promise<void> {
  const filter = { tenants: ['*'], status: 'pending', limit: 100 } as const;
  const { requests } = await safeai.approvals.list(filter);
  for (const { requestId } of requests) await safeai.approvals.approve(APPROVER, ['*'], requestId);
}
