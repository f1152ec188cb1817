import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Principal } from '../src/identity/principal.ts';
import type { SafeAIRules } from '../src/options.ts';
import type { PolicyRule } from '../src/policy/rule.ts';
import { createStreamRedactor } from '../src/redaction/create-stream-redactor.ts';
import { house, SECRET } from './house.ts';

const ANN = 'ann@example.org';
const BOB = 'bob@example.org';
const RULE: PolicyRule = {
  name: 'pseudonymize-pii',
  boundary: ['input', 'action', 'output'],
  dataTags: ['personal'],
  action: 'pseudonymize',
};
const RULES: SafeAIRules = { policies: [RULE] };
const HERE = { tenantId: 'acme', sessionId: 's-1' };
const PSEUDONYM = /\[EMAIL_[a-f][0-9a-f]{12}\]/;

async function pseudonymOf({ safeai }: ReturnType<typeof house>, value = ANN, at = HERE) {
  const { filtered } = await safeai.scanInput({ ...at, text: value });
  expect(filtered).toMatch(PSEUDONYM);
  return filtered ?? '';
}

describe('a rule that pseudonymizes', () => {
  test('reads redact to everyone outside, and sends a pseudonym to the model', async () => {
    const { safeai } = house(RULES);
    const text = `From ${ANN} to ${BOB}, cc ${ANN}`;
    const { decision, filtered } = await safeai.scanInput({ ...HERE, text });
    expect(decision).toMatchObject({
      action: 'redact',
      policyName: 'pseudonymize-pii',
      reason: 'Redacted by policy pseudonymize-pii',
    });
    const [from, to, cc] = filtered?.match(new RegExp(PSEUDONYM, 'g')) ?? [];
    expect(filtered).toBe(`From ${String(from)} to ${String(to)}, cc ${String(cc)}`);
    expect(cc).toBe(from);
    expect(to).not.toBe(from);
  });

  test('gives the same value the same pseudonym in a session, another one elsewhere', async () => {
    const here = house(RULES);
    const first = await pseudonymOf(here);
    expect(await pseudonymOf(here)).toBe(first);
    expect(await pseudonymOf(here, ANN, { ...HERE, sessionId: 's-2' })).not.toBe(first);
    expect(await pseudonymOf(here, ANN, { ...HERE, tenantId: 'other' })).not.toBe(first);
  });

  test('holds in payloads, keys and numbers included', async () => {
    const { safeai } = house(RULES);
    const payload = { [ANN]: [ANN, { card: 4111111111111111 }] };
    const { filtered } = await safeai.scanStructured({ ...HERE, payload });
    const text = JSON.stringify(filtered);
    expect(text).not.toContain(ANN);
    expect(text).not.toContain('4111111111111111');
    const restored = await safeai.guardOutput({ ...HERE, text });
    expect(JSON.parse(restored.safeOutput)).toEqual({ [ANN]: [ANN, { card: '4111111111111111' }] });
  });

  test('holds in tool results and messages', async () => {
    const { safeai } = house(RULES);
    const toolName = 'crm_lookup';
    const answer = await safeai.interceptTool({
      ...HERE,
      phase: 'response',
      toolName,
      response: { mail: ANN },
    });
    const message = await safeai.interceptMessage({
      ...HERE,
      message: ANN,
      sourceAgentId: 'a',
      destinationAgentId: 'b',
    });
    expect(answer.filteredResponse).toEqual({ mail: message.filteredMessage });
    expect(message.filteredMessage).toMatch(PSEUDONYM);
  });

  test('writes placeholders without a session, and says so', async () => {
    const { safeai } = house(RULES);
    for (const sessionId of [undefined, '']) {
      const request = sessionId === undefined ? { text: ANN } : { text: ANN, sessionId };
      const { decision, filtered } = await safeai.scanInput(request);
      expect(filtered).toBe('[EMAIL_REDACTED]');
      expect(decision.reason).toBe(
        'Redacted by policy pseudonymize-pii (placeholders: pseudonyms need a session)',
      );
    }
  });

  test('writes a placeholder for a value that is too long to keep', async () => {
    const value = `emp-${'x'.repeat(2000)}`;
    const rule = {
      id: 'long-number',
      type: 'employee_id',
      tags: ['personal.employee_id'],
      anchors: ['emp-'],
      mode: 'sticky',
      pattern: 'emp-x{1,3000}',
      maxLength: 3004,
      source: 'here',
      examples: { positive: ['emp-x'], negative: [] },
    } as const;
    const { safeai } = house({ ...RULES, detection: { rules: [rule] } });
    const { filtered } = await safeai.scanInput({ ...HERE, text: value });
    expect(filtered).toBe('[EMPLOYEE_ID_REDACTED]');
  });

  test('is milder than redact: where another rule or a secret asks for that, the placeholder stands', async () => {
    const stricter: PolicyRule = {
      name: 'redact-mail',
      boundary: 'input',
      dataTags: ['personal.pii.email'],
      action: 'redact',
      locked: true,
    };
    const { safeai } = house({ policies: [RULE, stricter] });
    const { decision, filtered } = await safeai.scanInput({ ...HERE, text: ANN });
    expect(filtered).toBe('[EMAIL_REDACTED]');
    expect(decision.policyName).toBe('redact-mail');

    const secrets: PolicyRule = { ...RULE, dataTags: ['secret'], priority: 1 };
    const { safeai: other } = house({ policies: [secrets] });
    const answer = await other.interceptTool({
      ...HERE,
      phase: 'response',
      toolName: 'read',
      response: SECRET,
    });
    expect(answer.filteredResponse).toBe('[SECRET_REDACTED]');
    expect(answer.decision.policyName).toBe('default-secret-redaction');
  });

  test('pseudonymizes secrets only where the rule that guards them is replaced by name', async () => {
    const secrets: PolicyRule = {
      ...RULE,
      name: 'default-secret-redaction',
      boundary: ['output', 'action'],
      direction: 'response',
      dataTags: ['secret'],
    };
    const { safeai } = house({ policies: [secrets] });
    const answer = await safeai.interceptTool({
      ...HERE,
      phase: 'response',
      toolName: 'read',
      response: SECRET,
    });
    expect(answer.filteredResponse).toMatch(/^\[SECRET_[a-f]/);
  });

  test('must name its tags, and is no default action', () => {
    const { dataTags: _, ...untagged } = RULE;
    expect(() => house({ policies: [untagged] })).toThrow('pseudonymize needs tags');
    expect(() => house({ defaultAction: 'pseudonymize' as never })).toThrow('must be one of');
  });
});

describe('an answer', () => {
  test('gets the values of its session back, after it has been guarded', async () => {
    const here = house(RULES);
    const ann = await pseudonymOf(here);
    const text = `Dear ${ann}, ask ${BOB}.`;
    const { safeOutput, decision } = await here.safeai.guardOutput({ ...HERE, text });
    expect(safeOutput).toBe(`Dear ${ANN}, ask [EMAIL_REDACTED].`);
    expect(decision.action).toBe('redact');
  });

  test('of a shipped policy keeps what the model brought from elsewhere to itself', async () => {
    const here = house({ policies: [{ ...RULE, boundary: 'input' }] });
    const ann = await pseudonymOf(here);
    const { safeOutput } = await here.safeai.guardOutput({ ...HERE, text: `${ann} ${ANN} ${BOB}` });
    expect(safeOutput).toBe(`${ANN} [EMAIL_REDACTED] [EMAIL_REDACTED]`);
  });

  test('of another session or tenant, or without a session, keeps the pseudonym', async () => {
    const here = house(RULES);
    const ann = await pseudonymOf(here);
    for (const at of [
      { ...HERE, sessionId: 's-2' },
      { ...HERE, tenantId: 'other' },
      { tenantId: 'acme' },
    ]) {
      expect((await here.safeai.guardOutput({ ...at, text: ann })).safeOutput).toBe(ann);
      const restorer = await here.safeai.pseudonymRestorer(at);
      expect(restorer.write(ann) + restorer.end()).toBe(ann);
    }
  });

  test('for a principal of another tenant keeps the pseudonym, whatever tenant it names', async () => {
    const here = house(RULES);
    const ann = await pseudonymOf(here);
    const principal: Principal = {
      tenant: 'other',
      tenants: ['other'],
      user: 'u',
      roles: ['agent'],
      source: 'key',
    };
    const request = { ...HERE, text: ann };
    expect((await here.safeai.guardOutput(request, { principal })).safeOutput).toBe(ann);
    const own = { principal: { ...principal, tenants: ['acme'] } };
    expect((await here.safeai.guardOutput(request, own)).safeOutput).toBe(ANN);
  });

  test('that is blocked or replaced holds no value', async () => {
    const block: PolicyRule = {
      name: 'no',
      boundary: 'output',
      dataTags: ['personal'],
      action: 'block',
    };
    const here = house({ policies: [block, RULE] });
    const ann = await pseudonymOf(here);
    const { safeOutput } = await here.safeai.guardOutput({ ...HERE, text: `${ann} ${BOB}` });
    expect(safeOutput).toBe('');
  });

  test('that comes as a stream gets the values back across the borders of its chunks', async () => {
    const here = house(RULES);
    const ann = await pseudonymOf(here);
    const restorer = await here.safeai.pseudonymRestorer(HERE);
    const chunks = Array.from(`Dear ${ann}!`, (char) => restorer.write(char));
    expect(chunks.join('') + restorer.end()).toBe(`Dear ${ANN}!`);
  });

  test('that is redacted and restored piece by piece reads as the whole one does', async () => {
    const here = house({ policies: [{ ...RULE, boundary: 'input' }] });
    const ann = await pseudonymOf(here);
    const bob = await pseudonymOf(here, BOB);
    const part = fc.constantFrom(ann, bob, ANN, BOB, '[EMAIL_', ' ', 'mail ', 'password=', ']');
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 8 }),
        fc.array(fc.nat(25), { maxLength: 20 }),
        async (parts, lengths) => {
          const text = parts.join('');
          const redactor = createStreamRedactor();
          const restorer = await here.safeai.pseudonymRestorer(HERE);
          let shown = '';
          let at = 0;
          for (const length of lengths) {
            shown += restorer.write(redactor.write(text.slice(at, at + length)).text);
            at += length;
          }
          shown += restorer.write(redactor.write(text.slice(at)).text);
          shown += restorer.write(redactor.end().text) + restorer.end();
          expect(shown).toBe((await here.safeai.guardOutput({ ...HERE, text })).safeOutput);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('keeps the pseudonym once the session has been forgotten', async () => {
    const here = house({ ...RULES, pseudonyms: { ttlMs: 1000 } });
    const ann = await pseudonymOf(here);
    here.time.now += 1000;
    expect((await here.safeai.guardOutput({ ...HERE, text: ann })).safeOutput).toBe(ann);
  });
});

describe('a tool', () => {
  const request = (mail: string, toolName = 'crm_update') =>
    ({ ...HERE, phase: 'request', toolName, parameters: { mail: [`<${mail}>`] } }) as const;

  test('gets pseudonyms, unless the operator named it by its full name', async () => {
    const plain = house({ policies: [{ ...RULE, boundary: 'input' }] });
    const kept = await pseudonymOf(plain);
    const unnamed = await plain.safeai.interceptTool(request(kept));
    expect(unnamed.filteredParameters).toEqual({ mail: [`<${kept}>`] });

    const named = house({
      policies: [{ ...RULE, boundary: 'input' }],
      pseudonyms: { restoreInTools: ['CRM_*'] },
    });
    const ann = await pseudonymOf(named);
    const parameters = async (toolName: string) =>
      (await named.safeai.interceptTool(request(ann, toolName))).filteredParameters;
    expect(await parameters('crm_update')).toEqual({ mail: [`<${ANN}>`] });
    expect(await parameters('mcp__evil__crm_update')).toEqual({ mail: [`<${ann}>`] });
    expect(await parameters('send_email')).toEqual({ mail: [`<${ann}>`] });
  });

  test('that gets values is judged by them', async () => {
    const block: PolicyRule = {
      name: 'no-mail',
      boundary: 'action',
      direction: 'request',
      dataTags: ['personal'],
      action: 'block',
    };
    const here = house({
      policies: [{ ...RULE, boundary: 'input' }, block],
      pseudonyms: { restoreInTools: ['*'] },
    });
    const { decision } = await here.safeai.interceptTool(request(await pseudonymOf(here)));
    expect(decision).toMatchObject({ action: 'block', policyName: 'no-mail' });
  });
});

describe('what pseudonyms stand for', () => {
  test('is in no record and no event', async () => {
    const here = house({ ...RULES, pseudonyms: { restoreInTools: ['*'] } });
    const ann = await pseudonymOf(here);
    await here.safeai.guardOutput({ ...HERE, text: ann });
    await here.safeai.interceptTool({
      ...HERE,
      phase: 'request',
      toolName: 'mail',
      parameters: { to: ann },
    });
    expect(JSON.stringify([here.records, here.events])).not.toContain('ann@');
    expect(here.records).toHaveLength(3);
  });

  test('is kept before the answer leaves: when it cannot be, there is no answer', async () => {
    const failing = {
      put: () => Promise.reject(new Error('down')),
      get: () => new Map(),
      all: () => new Map(),
    };
    const { safeai } = house(RULES, { pseudonyms: failing });
    await expect(safeai.scanInput({ ...HERE, text: ANN })).rejects.toThrow('down');
  });

  test('gets its placeholder where the pseudonym stands for another value already', async () => {
    const full = { put: (_: unknown, values: ReadonlyMap<string, string>) => [...values.keys()] };
    const { safeai } = house(RULES, {
      pseudonyms: { ...full, get: () => new Map(), all: () => new Map() },
    });
    const { filtered } = await safeai.scanInput({ ...HERE, text: ANN });
    expect(filtered).toBe('[EMAIL_REDACTED]');
  });
});
