import { describe, expect, test } from '@jest/globals';
import type { Decision, Detection, JsonValue, PolicyExplanation } from '@safeai/core';
import fc from 'fast-check';
import { fromExplainResult, toExplainRequest } from './explain.ts';
import { fromGuardOutputResult, toGuardOutputRequest } from './guard.ts';
import {
  fromAgentMessageResult,
  fromToolRequestResult,
  fromToolResponseResult,
  toAgentMessage,
  toToolRequest,
  toToolResponse,
} from './intercept.ts';
import * as client from './index.ts';
import { fromOutcomeAnswer, toOutcomeRequest } from './actions.ts';
import {
  fromMemoryDeleteResult,
  fromMemoryReadResult,
  fromMemoryWriteResult,
  toMemoryDeleteRequest,
  toMemoryHandleRequest,
  toMemoryPurgeRequest,
  toMemoryReadRequest,
  toMemoryShredRequest,
  toMemoryWriteRequest,
} from './memory.ts';
import {
  fromScanInputResult,
  fromScanStructuredResult,
  toScanInputRequest,
  toScanStructuredRequest,
} from './scan.ts';

const text = fc.string();
const texts = fc.array(text, { maxLength: 3 });
const flag = fc.boolean();
const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;
const object: fc.Arbitrary<Record<string, JsonValue>> = fc.dictionary(fc.string(), json);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** A record with some of the optional fields. */
function some<Required, Optional>(
  required: { [Name in keyof Required]: fc.Arbitrary<Required[Name]> },
  optional: { [Name in keyof Optional]: fc.Arbitrary<Optional[Name]> },
): fc.Arbitrary<Required & Partial<Optional>> {
  const all = { ...required, ...optional };
  const requiredKeys = Object.keys(required) as never[];
  const made: fc.Arbitrary<unknown> = fc.record(all, { requiredKeys });
  return made as fc.Arbitrary<Required & Partial<Optional>>;
}

const context = {
  ...{ agentId: text, tenantId: text, sessionId: text, dataTags: texts, model: text },
};
const asked = { ...context, explain: fc.constant(true) };
const agents = { sourceAgentId: text, destinationAgentId: text };
const action = {
  ...{ approvalRequestId: text, justification: text, idempotencyKey: text },
  ...{ operationId: text, capabilityToken: text },
};
const key = { key: text };

/** As a body arrives: written and read again. */
function sent<Body>(body: Body): Body {
  return JSON.parse(JSON.stringify(body)) as Body;
}

function query({ explain }: { readonly explain?: boolean }): { explain?: boolean } {
  return explain === undefined ? {} : { explain };
}

describe('what a client asks is what a server is asked', () => {
  test.each<[string, fc.Arbitrary<never>, (request: never) => unknown]>(
    cases([
      [
        'scan input',
        some({ text }, asked),
        (one) => toScanInputRequest(sent(client.fromScanInputRequest(one)), query(one)),
      ],
      [
        'scan structured',
        some({ payload: json }, asked),
        (one) => toScanStructuredRequest(sent(client.fromScanStructuredRequest(one)), query(one)),
      ],
      [
        'guard output',
        some({ text }, asked),
        (one) => toGuardOutputRequest(sent(client.fromGuardOutputRequest(one)), query(one)),
      ],
      [
        'tool request',
        some(
          { phase: fc.constant('request' as const), toolName: text, parameters: object },
          { ...asked, ...agents, ...action },
        ),
        (one) => toToolRequest(sent(client.fromToolRequest(one)), query(one)),
      ],
      [
        'tool response',
        some(
          { phase: fc.constant('response' as const), toolName: text, response: json },
          { ...asked, ...agents, decisionId: text },
        ),
        (one) => toToolResponse(sent(client.fromToolResponse(one)), query(one)),
      ],
      [
        'message',
        some({ message: text, ...agents }, { ...asked, ...action }),
        (one) => toAgentMessage(sent(client.fromAgentMessage(one)), query(one)),
      ],
      [
        'explain',
        some(
          { boundary: fc.constantFrom('input' as const, 'memory' as const) },
          {
            ...{ ...context, toolName: text, text, parameters: object },
            direction: fc.constantFrom('request' as const, 'message' as const),
          },
        ),
        (one) => toExplainRequest(sent(client.fromExplainRequest(one))),
      ],
      [
        'outcome',
        some(
          { decisionId: text, outcome: fc.constantFrom('succeeded' as const, 'failed' as const) },
          { detail: text },
        ),
        (one) => toOutcomeRequest(one.decisionId, sent(client.fromOutcomeRequest(one))),
      ],
      [
        'memory write',
        some({ ...key, value: json }, { ...asked, schema: text, toolName: text }),
        (one) => toMemoryWriteRequest(sent(client.fromMemoryWriteRequest(one)), query(one)),
      ],
      [
        'memory read',
        some(key, { ...asked, schema: text, asHandle: flag }),
        (one) => toMemoryReadRequest(sent(client.fromMemoryReadRequest(one)), query(one)),
      ],
      [
        'memory delete',
        some(key, { ...asked, schema: text }),
        (one) => toMemoryDeleteRequest(sent(client.fromMemoryDeleteRequest(one)), query(one)),
      ],
      [
        'memory handle',
        some({ handle: text }, asked),
        (one) => toMemoryHandleRequest(sent(client.fromMemoryHandleRequest(one)), query(one)),
      ],
      [
        'memory purge',
        some({}, { tenantId: text }),
        (one) => toMemoryPurgeRequest(sent(client.fromMemoryPurgeRequest(one))),
      ],
      [
        'memory shred',
        some({ tenantId: text, confirm: text }, {}),
        (one) => toMemoryShredRequest(sent(client.fromMemoryShredRequest(one))),
      ],
    ]),
  )('%s', holdsFor);
});

const actions = ['allow', 'flag', 'redact', 'pending_approval', 'block'] as const;
const decision: fc.Arbitrary<Decision> = some(
  {
    ...{ action: fc.constantFrom(...actions), reason: text, policyName: orNull(text) },
    ...{ decisionId: text, policyRevision: text },
  },
  {
    reasonCode: text,
    wouldHave: fc.record({ action: fc.constantFrom(...actions), policyName: orNull(text) }),
  },
);

const types = ['secret', 'email', 'credit_card'] as const;
/** With the placeholder that is usual for its type: the wire does not say another. */
const detection: fc.Arbitrary<Detection> = some(
  {
    ...{ type: fc.constantFrom(...types), detector: text, tags: texts, value: text },
    confidence: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
    location: fc.record({ start: fc.nat(), end: fc.nat() }),
    placeholder: fc.constant(''),
  },
  { path: text, in: fc.constant('key' as const) },
).map((found) => ({ ...found, placeholder: `[${found.type.toUpperCase()}_REDACTED]` }));

/** With actions that have the same name on both sides. */
const rule = fc.constantFrom('allow' as const, 'redact' as const, 'require_approval' as const);
const explanation: fc.Arbitrary<PolicyExplanation> = fc.record({
  ...{ policyRevision: text, boundary: text, tenantId: text, action: rule },
  ...{ policyName: orNull(text), defaultApplied: flag },
  tags: fc.array(
    fc.record({
      ...{ tag: orNull(text), source: fc.constantFrom('declared' as const, 'detected' as const) },
      ...{ confidence: fc.nat(), action: rule, policyName: orNull(text) },
      candidates: fc.array(
        fc.record({
          ...{ rule: text, locked: flag, priority: fc.integer(), action: rule, why: text },
          origin: fc.constantFrom('operator' as const, 'shipped' as const),
          mode: fc.constantFrom('enforce' as const, 'shadow' as const),
          matchedTag: orNull(text),
          outcome: fc.constantFrom('selected' as const, 'not_selected' as const),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  ),
});

const judged = { decision, detections: fc.array(detection, { maxLength: 3 }) };
const why = { explanation };
const permissions = { strippedFields: texts, unauthorizedTags: texts };
const values = { values: 'full' as const };

/** With the count that the wire lets one tell. */
function counted<Result extends { decision: Decision; detections: readonly Detection[] }>(
  result: Result,
  isKept = true,
): Result & { redactions: number } {
  const isRedacted = result.decision.action === 'redact' && isKept;
  return { ...result, redactions: isRedacted ? result.detections.length : 0 };
}

describe('what a server answers is what a client is answered', () => {
  test.each<[string, fc.Arbitrary<never>, (result: never) => unknown]>(
    cases([
      [
        'scan input',
        some({ ...judged, filtered: orNull(text) }, why),
        (one) => client.toScanInputResult(sent(fromScanInputResult(one, values))),
      ],
      [
        'scan structured',
        some({ ...judged, filtered: json }, why).map((one) => counted(one)),
        (one) => client.toScanStructuredResult(sent(fromScanStructuredResult(one, values))),
      ],
      [
        'guard output',
        some({ ...judged, safeOutput: text, fallbackUsed: flag }, why).map((one) =>
          counted(one, !one.fallbackUsed),
        ),
        (one) => client.toGuardOutputResult(sent(fromGuardOutputResult(one, values))),
      ],
      [
        'tool request',
        some(
          {
            ...{ ...judged, ...permissions, phase: fc.constant('request' as const) },
            filteredParameters: orNull(object),
          },
          { ...why, approvalRequestId: text },
        ).map((one) => counted(one)),
        (one) => client.toToolRequestResult(sent(fromToolRequestResult(one, values))),
      ],
      [
        'tool response',
        some(
          {
            ...{ ...judged, ...permissions, phase: fc.constant('response' as const) },
            filteredResponse: json,
          },
          why,
        ).map((one) => counted(one)),
        (one) => client.toToolResponseResult(sent(fromToolResponseResult(one, values))),
      ],
      [
        'message',
        some({ ...judged, filteredMessage: orNull(text) }, { ...why, approvalRequestId: text }),
        (one) => client.toAgentMessageResult(sent(fromAgentMessageResult(one, values))),
      ],
      [
        'explain',
        some({ ...judged, explanation }, {}),
        (one) => client.toExplainResult(sent(fromExplainResult(one, values))),
      ],
      [
        'outcome',
        some(
          {
            ...{ decisionId: text, operationId: orNull(text) },
            outcome: fc.constantFrom('succeeded' as const, 'unknown' as const),
            result: fc.constantFrom('settled' as const, 'same' as const),
          },
          {},
        ),
        (one) => client.toOutcomeAnswer(sent(fromOutcomeAnswer(one))),
      ],
      [
        'memory write',
        some(
          {
            ...{ ...judged, ok: flag, allowed: flag, reason: text, redacted: flag },
            ...{ handle: orNull(text), expiresAt: orNull(fc.nat(8e12)) },
          },
          why,
        ),
        (one) => client.toMemoryWriteResult(sent(fromMemoryWriteResult(one, values))),
      ],
      [
        'memory read',
        some({ ...judged, value: json, found: flag, reason: text, handle: orNull(text) }, why),
        (one) => client.toMemoryReadResult(sent(fromMemoryReadResult(one, values))),
      ],
      [
        'memory delete',
        some({ ...judged, ok: flag, found: flag, reason: text }, why),
        (one) => client.toMemoryDeleteResult(sent(fromMemoryDeleteResult(one, values))),
      ],
    ]),
  )('%s', holdsFor);
});

test('an action of a rule that the wire calls otherwise comes back as one that does just that', () => {
  const wire = { action: 'redact' as const, tags: [] };
  const answer = {
    ...{ policy_revision: '', boundary: '', tenant_id: '', policy_name: null },
    ...{ default_applied: false, ...wire },
  };
  const base = {
    ...{ action: 'allow' as const, reason: '', policy_name: null },
    ...{ decision_id: '', policy_revision: '' },
  };
  const asked = { decision: base, detections: [], explanation: answer };
  expect(client.toExplainResult(asked).explanation.action).toBe('redact');
  const waiting = { ...asked, explanation: { ...answer, action: 'pending_approval' as const } };
  expect(client.toExplainResult(waiting).explanation.action).toBe('require_approval');
});

type Case<Value> = [string, fc.Arbitrary<Value>, (value: Value) => unknown];

/** Cases of different kinds as a table. */
function cases<Values extends unknown[]>(table: {
  [Index in keyof Values]: Case<Values[Index]>;
}): [string, fc.Arbitrary<never>, (value: never) => unknown][] {
  return table as never;
}

function holdsFor(
  _: string,
  arbitrary: fc.Arbitrary<never>,
  thereAndBack: (value: never) => unknown,
): void {
  fc.assert(
    fc.property(arbitrary, (value) => {
      // JSON knows no -0.
      expect(thereAndBack(value)).toEqual(sent(value));
    }),
    { numRuns: 100 },
  );
}
