import type { ToolRequest } from '../src/boundary/boundary.ts';
import { MemoryLimitStore } from '../src/in-memory/limits.ts';
import type { CallLimitRules } from '../src/limits/call-limit-rules.ts';
import type { SafeAIRules } from '../src/options.ts';
import type { LimitStore, Ports } from '../src/ports.ts';
import { APPROVER, house } from './house.ts';

/** What a test says differently of a call; undefined takes a field away. */
export type Change = { readonly [F in keyof ToolRequest]?: ToolRequest[F] | undefined };

export const CALL: ToolRequest = {
  phase: 'request',
  toolName: 'send_mail',
  parameters: { to: 'team' },
  agentId: 'mailer',
};

/** A house with limits on tool calls. */
export function limited(limits: CallLimitRules, rules: SafeAIRules = {}, ports?: Partial<Ports>) {
  const made = house({ ...rules, limits }, ports);
  const ask = (change: Change = {}) =>
    made.safeai.interceptTool({ ...CALL, ...change } as ToolRequest);
  const action = async (change: Change = {}) => (await ask(change)).decision.action;
  const approve = (requestId: string | undefined) =>
    made.safeai.approvals.approve(APPROVER, ['*'], requestId ?? '');
  const deny = (requestId: string | undefined) =>
    made.safeai.approvals.deny(APPROVER, ['*'], requestId ?? '');
  const requests = async () =>
    (await made.safeai.approvals.list({ tenants: ['*'], limit: 100 })).requests;
  return { ...made, ask, action, approve, deny, requests };
}

/** A store in memory whose answers take several turns, with what it was asked. */
export function slowStore() {
  const inner = new MemoryLimitStore({ monotonic: () => 0 });
  const keys: string[] = [];
  const turns = async (key: string) => {
    keys.push(key);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  const store: LimitStore = {
    add: async (key, points, windowMs) => {
      await turns(key);
      return inner.add(key, points, windowMs);
    },
    get: async (key) => {
      await turns(key);
      return inner.get(key);
    },
    delete: (key) => inner.delete(key),
  };
  return { store, keys };
}
