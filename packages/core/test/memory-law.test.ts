import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { CallContext } from '../src/boundary/boundary.ts';
import type { JsonValue } from '../src/json.ts';
import type { SafeAIRules } from '../src/options.ts';
import { APPROVER, house, SECRET } from './house.ts';

const MAIL = 'alice.liddell@example.com';
const RETENTION = 1000;

/** One key of each scope; `__proto__` is a key like any other. */
const RULES: SafeAIRules = {
  policyDefaults: false,
  defaultAction: 'allow',
  memory: {
    defaultRetentionMs: RETENTION,
    schemas: [
      { name: 's', scope: 'session', fields: [{ name: 'session key' }] },
      { name: 'a', scope: 'agent', fields: [{ name: '__proto__' }, { name: 'agent key' }] },
      { name: 'u', scope: 'user', fields: [{ name: 'user key' }] },
      { name: 'g', scope: 'global', fields: [{ name: '🔑' }] },
    ],
  },
};

interface Caller {
  readonly tenantId: string;
  readonly agentId: string;
  readonly sessionId: string;
  readonly user: string;
}

/** Names that could be taken for one another if owners were put together carelessly. */
const names = fc.constantFrom('a', 'b', 'a","b', '["a","b"]', '__proto__', 'a\0b');
const callers: fc.Arbitrary<Caller> = fc.record({
  tenantId: names,
  agentId: names,
  sessionId: names,
  user: names,
});

const KEYS = {
  'session key': ({ agentId, sessionId }: Caller) => [agentId, sessionId],
  ['__proto__']: ({ agentId }: Caller) => [agentId],
  'agent key': ({ agentId }: Caller) => [agentId],
  'user key': ({ user }: Caller) => [user],
  '🔑': () => [],
};
type Key = keyof typeof KEYS;
const keys = fc.constantFrom(...(Object.keys(KEYS) as Key[]));

const placeOf = (caller: Caller, key: Key): string =>
  JSON.stringify([caller.tenantId, key, KEYS[key](caller)]);

const callOf = ({ user, tenantId }: Caller): CallContext => ({
  principal: { ...APPROVER, user, tenant: tenantId, tenants: [tenantId] },
});

const steps = fc.oneof(
  fc.record({
    do: fc.constant('write' as const),
    caller: callers,
    key: keys,
    value: fc.jsonValue(),
  }),
  fc.record({ do: fc.constant('read' as const), caller: callers, key: keys }),
  fc.record({ do: fc.constant('resolve' as const), caller: callers, which: fc.nat() }),
  fc.record({ do: fc.constant('delete' as const), caller: callers, key: keys }),
  fc.record({ do: fc.constant('wait' as const), milliseconds: fc.nat({ max: RETENTION }) }),
  fc.record({ do: fc.constant('purge' as const), caller: callers }),
);

test('what was written and has not expired is what its owners read, and nobody else finds it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 40 }), async (sequence) => {
      const { safeai, time } = house(RULES);
      const model = new Map<string, { json: string; until: number; handle: string }>();
      const handles: { handle: string; key: Key; place: string }[] = [];
      const live = (place: string) => {
        const known = model.get(place);
        return known !== undefined && time.now < known.until ? known : undefined;
      };
      for (const step of sequence) {
        if (step.do === 'wait') {
          time.now += step.milliseconds;
          continue;
        }
        const { caller } = step;
        const { user: _user, ...context } = caller;
        const call = callOf(caller);
        if (step.do === 'write') {
          const { key } = step;
          const value = step.value as JsonValue;
          const { ok, handle } = await safeai.memory.write({ key, value, ...context }, call);
          expect(ok).toBe(true);
          const place = placeOf(caller, key);
          const json = JSON.stringify(value);
          model.set(place, { json, until: time.now + RETENTION, handle: handle ?? '' });
          handles.push({ handle: handle ?? '', key, place });
        } else if (step.do === 'read') {
          const known = live(placeOf(caller, step.key));
          const read = await safeai.memory.read({ key: step.key, ...context }, call);
          expect(read.found).toBe(known !== undefined);
          expect(JSON.stringify(read.value)).toBe(known?.json ?? 'null');
        } else if (step.do === 'resolve') {
          const named = handles[step.which % Math.max(1, handles.length)];
          if (named === undefined) continue;
          const known = placeOf(caller, named.key) === named.place ? live(named.place) : undefined;
          const isCurrent = known?.handle === named.handle;
          const { handle } = named;
          const read = await safeai.memory.resolveHandle({ handle, ...context }, call);
          expect(read.found).toBe(isCurrent);
          expect(JSON.stringify(read.value)).toBe(isCurrent ? known.json : 'null');
        } else if (step.do === 'delete') {
          const place = placeOf(caller, step.key);
          const deleted = await safeai.memory.delete({ key: step.key, ...context }, call);
          expect(deleted).toMatchObject({ ok: true, found: live(place) !== undefined });
          model.delete(place);
        } else {
          await safeai.memory.purgeExpired({}, call);
        }
      }
    }),
    { numRuns: 200 },
  );
});

const canaries = fc.constantFrom(SECRET, MAIL, `note ${SECRET} end`, `mail to ${MAIL} now`);
const canaryValues = fc
  .tuple(canaries, fc.constantFrom('bare', 'deep', 'key'))
  .map(([canary, where]) => {
    if (where === 'bare') return canary;
    return where === 'deep' ? { list: [{ text: canary }] } : { [canary]: { [canary]: 1 } };
  });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const contexts = fc.record(
  {
    tenantId: maybe(canaries),
    agentId: maybe(canaries),
    sessionId: maybe(canaries),
    dataTags: maybe(fc.tuple(fc.constantFrom(SECRET, MAIL))),
    toolName: maybe(canaries),
    schema: maybe(canaries),
  },
  { noNullPrototype: true },
);

test.each([
  ['allowed', 'allow'],
  ['flagged', 'flag'],
  ['redacted', 'redact'],
  ['blocked', 'block'],
] as const)('%s, no value of any field is in a record, an event or an error', async (_, action) => {
  await fc.assert(
    fc.asyncProperty(
      contexts,
      canaryValues,
      fc.constantFrom('user_preference', SECRET, MAIL),
      async (given, value, key) => {
        const { safeai, records, events } = house({ ...RULES, memory: {}, defaultAction: action });
        const { toolName, schema, ...rest } = Object.fromEntries(
          Object.entries(given).filter(([, each]) => each !== undefined),
        ) as { toolName?: string; schema?: string; tenantId?: string };
        const named = { key, ...rest, ...(schema === undefined ? {} : { schema }) };
        const errors: unknown[] = [];
        const attempt = async (call: Promise<unknown>) => {
          await call.catch((error: unknown) => errors.push(error));
        };
        await attempt(
          safeai.memory.write({ ...named, value, ...(toolName === undefined ? {} : { toolName }) }),
        );
        await attempt(safeai.memory.read(named));
        await attempt(safeai.memory.read({ ...named, asHandle: true }));
        await attempt(safeai.memory.resolveHandle({ handle: SECRET, ...rest }));
        await attempt(safeai.memory.delete(named));
        const tenantId = rest.tenantId ?? MAIL;
        await attempt(safeai.memory.shred({ tenantId, confirm: tenantId }));
        await attempt(safeai.memory.shred({ tenantId, confirm: SECRET }));
        expect(records.length + errors.length).toBeGreaterThan(5);
        const said = errors.map((error) => [String(error), JSON.stringify(error)]);
        const told = JSON.stringify([records, events, said]).toLowerCase();
        expect(told).not.toContain(SECRET.toLowerCase());
        expect(told).not.toContain(MAIL);
      },
    ),
    { numRuns: 60 },
  );
});
