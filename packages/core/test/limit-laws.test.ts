import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { ToolLimit } from '../src/limits/call-limit-rules.ts';
import { SECRET } from './house.ts';
import { limited, type Change } from './limited.ts';

/** Which tools a pattern is for, by hand. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  send: ['send', 'mcp__x__send', 'Send'],
  '*': ['send', 'mcp__x__send', 'Send', 'read'],
  're*': ['read'],
};

const limitRule = fc.record({
  tool: fc.constantFrom(...Object.keys(MEANT)),
  calls: fc.integer({ min: 1, max: 3 }),
  windowMs: fc.constantFrom(10, 25),
  per: fc.constantFrom('agent', 'tenant', 'session'),
  action: fc.constantFrom('block', 'flag', 'require_approval'),
});

const step = fc.record({
  toolName: fc.constantFrom('send', 'mcp__x__send', 'Send', 'read'),
  tenantId: fc.constantFrom('one', 'two'),
  agentId: fc.constantFrom('a', 'b', undefined),
  sessionId: fc.constantFrom('s', undefined),
  isSecret: fc.boolean(),
  later: fc.integer({ min: 0, max: 6 }),
});

test('limits let through exactly what a plain count of each window lets through', async () => {
  const run = async (
    tools: readonly ToolLimit[],
    steps: readonly (Change & { later: number; toolName: string })[],
  ) => {
    const { ask, time } = limited({ tools });
    /** Of each limit's sharers the times at which the calls of the running window were let through. */
    const windows = new Map<string, number[]>();
    for (const { later, ...call } of steps) {
      time.now += later;
      const mine = tools
        .filter(({ tool }) => MEANT[tool]?.includes(call.toolName))
        .map((limit) => {
          const sharers = {
            tenant: [call.tenantId],
            agent: [call.tenantId, call.agentId],
            session: [call.tenantId, call.agentId, call.sessionId],
          }[limit.per ?? 'agent'];
          const id = JSON.stringify([tools.indexOf(limit), sharers]);
          const running = windows.get(id) ?? [];
          const isOver = time.now - (running[0] ?? 0) >= (limit.windowMs ?? 0);
          const passed = isOver ? [] : running;
          windows.set(id, passed);
          return { limit, passed };
        });
      const actions = new Set(
        mine.flatMap(({ limit, passed }) => (passed.length < limit.calls ? [] : [limit.action])),
      );
      const isSecret = JSON.stringify(call.parameters).includes(SECRET);
      const expected =
        isSecret || actions.has('block')
          ? 'block'
          : actions.has('require_approval')
            ? 'pending_approval'
            : actions.has('flag')
              ? 'flag'
              : 'allow';
      const { decision } = await ask(call);
      expect(decision.action).toBe(expected);
      expect(decision.reasonCode).toBe(isSecret || expected === 'allow' ? undefined : 'tool_limit');
      if (expected === 'allow' || expected === 'flag') {
        for (const { passed } of mine) passed.push(time.now);
      }
    }
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(limitRule, { minLength: 1, maxLength: 3 }),
      fc.array(step, { maxLength: 30 }),
      (tools, steps) =>
        run(
          tools,
          steps.map(({ isSecret, ...call }) => ({
            ...call,
            parameters: isSecret ? { note: SECRET } : {},
          })),
        ),
    ),
    { numRuns: 60 },
  );
});

test('a loop is flagged exactly from the set time on, whatever comes between', async () => {
  const call = fc.record({
    sessionId: fc.constantFrom('s', 't', undefined),
    agentId: fc.constantFrom('a', 'b'),
    parameters: fc.constantFrom({}, { n: 1 }, { n: [1] }, { n: '1' }),
    later: fc.integer({ min: 0, max: 5 }),
  });
  const law = async (repeats: number, calls: readonly (Change & { later: number })[]) => {
    const { ask, time } = limited({ loops: { repeats, windowMs: 30 } });
    const windows = new Map<string, { readonly start: number; count: number }>();
    for (const { later, ...change } of calls) {
      time.now += later;
      const id = JSON.stringify([change.sessionId, change.agentId, change.parameters]);
      const running = windows.get(id);
      const isRunning = running !== undefined && time.now - running.start < 30;
      const window = isRunning ? running : { start: time.now, count: 0 };
      windows.set(id, window);
      window.count++;
      const { decision } = await ask(change);
      expect(decision.action).toBe(window.count >= repeats ? 'flag' : 'allow');
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 4 }), fc.array(call, { maxLength: 40 }), law),
    { numRuns: 60 },
  );
});
