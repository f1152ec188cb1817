import { describe, expect, test } from '@jest/globals';

import { SafeAIError } from '../src/errors.ts';
import type { AuditRecord } from '../src/boundary/record.ts';
import type { SafeAIRules } from '../src/options.ts';
import type { PolicyRule } from '../src/policy/rule.ts';
import { APPROVER, house, SECRET } from './house.ts';
import { CARD, MAIL, stream } from './output-streams.ts';

const rule = (action: PolicyRule['action'], part: Partial<PolicyRule> = {}): PolicyRule => ({
  name: `${action}-mail`,
  boundary: 'output',
  dataTags: ['personal.pii.email'],
  action,
  ...part,
});

const events = (records: readonly AuditRecord[]): string[] => records.map(({ event }) => event);

describe('an answer in pieces', () => {
  test('goes on as soon as it is certain, with what policy redacts replaced', async () => {
    const { safeai } = house();
    const output = await safeai.openOutput({ agentId: 'support-bot' });
    expect(output).toMatchObject({ mode: 'window', blocked: null });
    const first = await output.write('answer', 'Ask ann@exam');
    expect(first).toEqual({ text: 'Ask ', settled: 4, blocked: null });
    const second = await output.write('answer', 'ple.org, or me. ');
    expect('[EMAIL_REDACTED], or me. '.startsWith(second.text)).toBe(true);
    const third = await output.endChannel('answer');
    expect(second.text + third.text).toBe('[EMAIL_REDACTED], or me. ');
    const { decision, counts, found, rest, blocked } = await output.end();
    expect(decision).toMatchObject({ action: 'redact', policyName: 'default-pii-redaction' });
    expect(found).toEqual([{ type: 'email', count: 1 }]);
    expect(counts).toEqual({ channels: 1, received: 28, passed: 29, detections: 1, redactions: 1 });
    expect({ rest, blocked }).toEqual({ rest: [], blocked: null });
  });

  test('ends where a finding blocks: nothing of that piece or after it, in any channel', async () => {
    const { safeai } = house({
      policies: [rule('block', { fallbackTemplate: 'Not for {tags}.' })],
    });
    const output = await safeai.openOutput({});
    const before = await output.write('reasoning', 'a word and then more ');
    expect(before.text).toContain('a word');
    const { text, blocked } = await output.write('answer', `fine so far, ${MAIL} says it. And on`);
    expect(text).toBe('');
    expect(blocked).toMatchObject({
      decision: { action: 'block', policyName: 'block-mail' },
      fallback: 'Not for personal.pii.email.',
    });
    expect(await output.write('answer', ' and on')).toEqual({ text: '', settled: 0, blocked });
    expect(await output.write('new', 'hello')).toEqual({ text: '', settled: 0, blocked });
    expect(await output.endChannel('reasoning')).toEqual({ text: '', settled: 0, blocked });
    expect(output.blocked).toEqual(blocked);
    const ended = await output.end();
    expect(ended).toMatchObject({ decision: blocked?.decision, blocked, rest: [] });
  });

  test('that needs an approval is blocked: nobody could give it', async () => {
    const { safeai } = house({ policies: [rule('require_approval')] });
    const { decision } = await stream(safeai, [['answer', `${MAIL} `]]);
    expect(decision.action).toBe('block');
    expect(decision.reason).toContain('only tool requests and messages can be approved');
  });

  test('is replaced from where it is redacted by a rule with a fallback', async () => {
    const { safeai } = house({ policies: [rule('redact', { fallbackTemplate: 'Ask us.' })] });
    const ended = await stream(safeai, [['answer', `To begin with, hello. ${MAIL} `]]);
    expect(ended.blocked).toMatchObject({ decision: { action: 'redact' }, fallback: 'Ask us.' });
    expect(ended.out.answer).toBe('');
  });

  test('is flagged and goes on', async () => {
    const { safeai } = house({ policies: [rule('flag')] });
    const ended = await stream(safeai, [['answer', `${MAIL} `]]);
    expect(ended).toMatchObject({ decision: { action: 'flag' }, out: { answer: `${MAIL} ` } });
  });

  test.each<[string, SafeAIRules, readonly string[]]>([
    ['text without findings is denied', { policyDefaults: false }, []],
    ['a declared tag is to be redacted', {}, ['personal']],
    [
      'a rule is about commands that are mentioned',
      { policies: [rule('block', { dataTags: ['destructive'], minConfidence: 0.1 })] },
      [],
    ],
  ])('is held whole where %s', async (_, rules, dataTags) => {
    const output = await house(rules).safeai.openOutput({ dataTags });
    expect(output.mode).toBe('buffer');
    expect(await output.write('answer', 'hello there, ')).toEqual({
      text: '',
      settled: 0,
      blocked: null,
    });
    expect(await output.endChannel('answer')).toEqual({ text: '', settled: 0, blocked: null });
  });

  test('held whole comes out at its end, or is blocked past what may be held', async () => {
    const { safeai } = house();
    const ended = await stream(
      safeai,
      [
        ['b', MAIL.slice(0, 5)],
        ['a', 'hello'],
        ['b', MAIL.slice(5)],
      ],
      { mode: 'buffer' },
    );
    expect(ended.rest).toEqual([
      { channel: 'b', text: '[EMAIL_REDACTED]' },
      { channel: 'a', text: 'hello' },
    ]);
    const long = await stream(
      safeai,
      [
        ['a', '12345'],
        ['b', '67890'],
        ['a', '!'],
      ],
      {
        mode: 'buffer',
        maxHeld: 10,
      },
    );
    expect(long).toMatchObject({ decision: { reasonCode: 'answer_too_large' }, rest: [] });
    expect(long.pieces.map(({ blocked }) => blocked !== null)).toEqual([false, false, true]);
  });

  test('has at most 4096 channels', async () => {
    const output = await house().safeai.openOutput({ mode: 'buffer' });
    for (let index = 0; index < 4096; index++) await output.endChannel(String(index));
    const { blocked } = await output.write('one more', 'hello');
    expect(blocked?.decision).toMatchObject({ action: 'block', reasonCode: 'answer_too_large' });
  });

  test('that is only audited goes on at once; the decision says what would have been', async () => {
    const { safeai, records } = house({ policies: [rule('block')] });
    const ended = await stream(safeai, [['answer', `at ${MAIL}`]], { mode: 'audit' });
    expect(ended.pieces[0]?.text).toBe(`at ${MAIL}`);
    expect(ended.decision).toMatchObject({
      action: 'flag',
      reasonCode: 'audit_mode',
      wouldHave: { action: 'block', policyName: 'block-mail' },
    });
    expect(records.at(-1)).toMatchObject({ event: 'guard.flagged', detail: { would: 'block' } });
  });

  test('that is cut off gives nothing of what was held back', async () => {
    const { safeai, records } = house();
    const ended = await stream(safeai, [['answer', 'Ask ann@exam']], {}, { aborted: true });
    expect(ended).toMatchObject({ rest: [], out: { answer: 'Ask ' } });
    expect(records.at(-1)).toMatchObject({ detail: { aborted: true } });
  });

  test('explains itself where it is asked to', async () => {
    const { safeai } = house();
    const { explanation } = await stream(safeai, [['answer', `${MAIL} `]], { explain: true });
    expect(explanation).toMatchObject({ action: 'redact' });
  });

  test('takes calls in the order in which they were made', async () => {
    const output = await house().safeai.openOutput({});
    const pieces = `hello ${MAIL} bye `.split('').map((char) => output.write('answer', char));
    const ending = output.end();
    const texts = (await Promise.all(pieces)).map(({ text }) => text);
    const { rest } = await ending;
    expect(texts.join('') + (rest[0]?.text ?? '')).toBe('hello [EMAIL_REDACTED] bye ');
    expect(output.end()).toBe(ending);
  });

  test('gives a piece at once, unless a record is due or others wait for one', async () => {
    const { safeai, records } = house();
    const output = await safeai.openOutput({});
    expect(output.writeNow('answer', 'Hello, ')).toMatchObject({ blocked: null });
    const redacted = output.writeNow('answer', `${MAIL} and`);
    const after = output.writeNow('other', 'more ');
    expect([redacted, after]).toEqual([expect.any(Promise), expect.any(Promise)]);
    expect(await redacted).toMatchObject({ blocked: null });
    expect(events(records)).toContain('guard.redacting');
    expect(await after).toMatchObject({ blocked: null });
    expect(output.writeNow('other', 'and more')).toMatchObject({ blocked: null });
    await output.end();
    expect(() => output.writeNow('other', 'more')).toThrow('The answer has ended');
  });

  test('takes nothing after its end, or that of a channel', async () => {
    const output = await house().safeai.openOutput({});
    await output.endChannel('answer');
    await expect(output.write('answer', 'more')).rejects.toThrow('The channel has ended');
    expect((await output.write('other', 'fine ')).blocked).toBeNull();
    await output.end();
    await expect(output.write('other', 'more')).rejects.toThrow('The answer has ended');
    await expect(output.endChannel('other')).rejects.toThrow(TypeError);
  });

  test.each<[string, object]>([
    ['an unknown mode', { mode: 'off' }],
    ['a bound that is none', { maxHeld: 0 }],
    ['a tag that is none', { dataTags: [''] }],
  ])('is not opened with %s', async (_, request) => {
    const { safeai, records } = house();
    await expect(safeai.openOutput(request)).rejects.toBeInstanceOf(SafeAIError);
    expect(records).toEqual([]);
  });

  test('keeps the rules that it began with', async () => {
    const { safeai } = house();
    const output = await safeai.openOutput({});
    safeai.replaceRules({ policies: [rule('block')] });
    expect((await output.write('answer', `${MAIL}, and more `)).blocked).toBeNull();
  });

  test('of an unknown agent is refused from the beginning', async () => {
    const { safeai, records } = house({ identities: [{ agentId: 'known', tools: [] }] });
    const whole = await safeai.guardOutput({ text: 'hello', agentId: 'stranger' });
    const output = await safeai.openOutput({ agentId: 'stranger' });
    expect(output.blocked?.decision).toMatchObject({
      action: 'block',
      reasonCode: 'unknown_agent',
    });
    expect((await output.write('answer', 'hello ')).text).toBe('');
    const { decision } = await output.end();
    expect({ ...decision, decisionId: '' }).toEqual({ ...whole.decision, decisionId: '' });
    expect(events(records.slice(1))).toEqual(['guard.opened', 'guard.blocking', 'guard.blocked']);
  });
});

describe('an emergency stop', () => {
  test.each(['window', 'buffer', 'audit'] as const)('ends an answer in mode %s', async (mode) => {
    const { safeai, records } = house();
    const output = await safeai.openOutput({ mode, agentId: 'a' });
    await output.write('answer', 'hello there, ');
    const { id } = await safeai.lockdowns.set({ agentId: 'a', reason: 'enough' });
    const { text, blocked } = await output.write('answer', 'and so on ');
    expect(text).toBe('');
    expect(blocked?.decision).toMatchObject({ reasonCode: 'lockdown', reason: 'Stopped: enough' });
    await safeai.lockdowns.lift(id);
    expect((await output.write('answer', 'hello ')).text).toBe('');
    expect((await output.end()).decision.reasonCode).toBe('lockdown');
    expect(records.at(-1)).toMatchObject({ event: 'guard.blocked', detail: { lockdown_id: id } });
  });

  test('keeps what is held back from coming out at the end', async () => {
    const { safeai } = house();
    const output = await safeai.openOutput({ mode: 'buffer' });
    await output.write('answer', 'hello');
    await safeai.lockdowns.set({ reason: 'enough' });
    expect(await output.end()).toMatchObject({ rest: [], decision: { reasonCode: 'lockdown' } });
  });

  test('is one of the configuration in force, not of that at the opening', async () => {
    const { safeai } = house();
    const output = await safeai.openOutput({});
    safeai.replaceRules({ lockdown: [{ reason: 'enough' }] });
    expect((await output.write('answer', 'hello ')).blocked?.decision.reasonCode).toBe('lockdown');
  });

  test('that is there already refuses it', async () => {
    const { safeai } = house({ lockdown: [{ reason: 'enough' }] });
    expect((await safeai.openOutput({})).blocked?.decision.reasonCode).toBe('lockdown');
  });

  test('that cannot be known lets none be opened; later what was known holds', async () => {
    let fails = false;
    const { safeai, time } = house(
      {},
      {
        lockdowns: {
          add: () => Promise.resolve(),
          active: () => (fails ? Promise.reject(new Error('gone')) : Promise.resolve([])),
          lift: () => Promise.resolve(undefined),
        },
      },
    );
    fails = true;
    await expect(safeai.openOutput({})).rejects.toMatchObject({ code: 'state_unavailable' });
    fails = false;
    const output = await safeai.openOutput({});
    fails = true;
    time.now += 10_000;
    expect((await output.write('answer', 'hello there and so on ')).text).toContain('hello');
  });
});

describe('pseudonyms of the session', () => {
  const RULES: SafeAIRules = {
    policies: [rule('pseudonymize', { boundary: ['input', 'output'] })],
  };
  const HERE = { tenantId: 'acme', sessionId: 's-1' };

  test('are restored behind the guard, however they are cut', async () => {
    const { safeai } = house(RULES);
    const { filtered } = await safeai.scanInput({ ...HERE, text: MAIL });
    const text = `Dear ${String(filtered)}, not bob@example.org`;
    const { safeOutput } = await safeai.guardOutput({ ...HERE, text });
    expect(safeOutput).toBe(`Dear ${MAIL}, not [EMAIL_REDACTED]`);
    for (const mode of ['window', 'buffer'] as const) {
      for (let at = 0; at <= text.length; at++) {
        const written = [
          ['answer', text.slice(0, at)],
          ['answer', text.slice(at)],
        ] as const;
        const { out } = await stream(safeai, written, { ...HERE, mode });
        expect(out.answer).toBe(safeOutput);
      }
    }
  });

  test('are not restored for a caller of another tenant', async () => {
    const { safeai } = house(RULES);
    const { filtered } = await safeai.scanInput({ ...HERE, text: MAIL });
    const principal = { ...APPROVER, tenant: 'other', tenants: ['other'] };
    const written = [['answer', String(filtered)]] as const;
    const { out } = await stream(safeai, written, HERE, {}, { principal });
    expect(out.answer).toBe(filtered);
  });
});

test('the session remembers what went out of an answer, and not what did not', async () => {
  const rules: SafeAIRules = {
    policies: [
      rule('flag'),
      rule('block', { name: 'after-mail', dataTags: ['secret'] }),
      {
        name: 'seen-mail',
        boundary: 'input',
        action: 'block',
        when: { 'session.tags': { has: 'personal.pii.email' } },
      },
    ],
  };
  const { safeai } = house(rules);
  const ask = async () =>
    (await safeai.scanInput({ sessionId: 's', text: 'hello' })).decision.policyName;
  await stream(safeai, [['answer', `${MAIL} ${SECRET} `]], { sessionId: 's', mode: 'buffer' });
  expect(await ask()).toBe('default-allow');
  await stream(
    safeai,
    [
      ['a', `${MAIL} and so on `],
      ['a', `${SECRET} `],
    ],
    { sessionId: 's' },
  );
  expect(await ask()).toBe('seen-mail');
});

describe('the records', () => {
  const WRITTEN = [
    ['answer', 'hello there, '],
    ['answer', `${MAIL} and `],
    ['answer', `${CARD} and so on, `],
    ['answer', `${SECRET} , ${SECRET} , ${'and so on '.repeat(30)}`],
  ] as const;
  const BLOCKS: SafeAIRules = {
    policies: [rule('block', { name: 'no-secrets', dataTags: ['secret'], priority: 1 })],
  };

  test('are there before their effects, and one event at the end', async () => {
    const here = house(BLOCKS);
    const output = await here.safeai.openOutput({ agentId: 'a', sessionId: 's' });
    const seen = [events(here.records)];
    for (const [channel, text] of WRITTEN) {
      await output.write(channel, text);
      seen.push(events(here.records));
    }
    expect(seen.map((names) => names.at(-1))).toEqual([
      'guard.opened',
      'guard.opened',
      'guard.redacting',
      'guard.redacting',
      'guard.blocking',
    ]);
    expect(here.events).toEqual([]);
    const { decision } = await output.end({ unscanned: 2 });
    expect(events(here.records)).toEqual([
      'guard.opened',
      'guard.redacting',
      'guard.blocking',
      'guard.blocked',
    ]);
    const [opened, redacting, blocking, closed] = here.records;
    for (const record of [opened, redacting, blocking]) {
      expect(record).toMatchObject({ agentId: 'a', detail: { of: decision.decisionId } });
    }
    expect(opened).toMatchObject({ action: 'allow', detail: { mode: 'window' } });
    expect(redacting).toMatchObject({ action: 'redact', detections: [{ type: 'email' }] });
    expect(closed).toMatchObject({
      decisionId: decision.decisionId,
      action: 'block',
      policyName: 'no-secrets',
      boundary: 'output',
      detail: { mode: 'window', channels: 1, unscanned: 2, aborted: false },
    });
    expect(closed?.detections.map(({ type, count }) => [type, count])).toEqual([
      ['email', 1],
      ['card', 1],
      ['secret', 2],
    ]);
    expect(here.events).toHaveLength(1);
    expect(here.events[0]).toMatchObject({
      event: 'guard.blocked',
      id: decision.decisionId,
      detail: { detection_type: 'email', detections: 4 },
    });
  });

  test('hold nothing that was found, nor do the events', async () => {
    for (const mode of ['window', 'buffer', 'audit'] as const) {
      const here = house(BLOCKS);
      await stream(here.safeai, WRITTEN, { mode, agentId: SECRET, sessionId: MAIL });
      const all = JSON.stringify([here.records, here.events]);
      for (const value of [SECRET, MAIL, CARD]) expect(all).not.toContain(value);
    }
  });

  test.each([0, 1, 2, 3])('that fail at number %i end the answer there', async (fatal) => {
    let count = 0;
    const told: string[] = [];
    const { safeai } = house(BLOCKS, {
      audit: {
        append: () => (count++ === fatal ? Promise.reject(new Error('disk full')) : undefined),
      },
      events: { emit: ({ event }) => void told.push(event) },
    });
    const unavailable = { code: 'audit_unavailable' };
    const opening = safeai.openOutput({});
    if (fatal === 0) return expect(opening).rejects.toMatchObject(unavailable);
    const output = await opening;
    let out = '';
    let failed = false;
    for (const [channel, text] of WRITTEN) {
      const before = failed;
      try {
        const piece = await output.write(channel, text);
        expect(before).toBe(false);
        out += piece.text;
      } catch (error) {
        expect(error).toMatchObject(unavailable);
        failed = true;
      }
    }
    expect(failed).toBe(fatal < 3);
    if (fatal === 1) expect('hello there, '.startsWith(out)).toBe(true);
    expect(out).not.toContain('SECRET');
    if (fatal === 3) return expect(output.end()).rejects.toMatchObject(unavailable);
    const { decision, rest } = await output.end({ aborted: true });
    expect(decision).toMatchObject({ action: 'block', reasonCode: 'audit_unavailable' });
    expect(rest).toEqual([]);
    expect(told).toEqual(['guard.blocked']);
    return undefined;
  });

  test('that fail at the end keep what is held back', async () => {
    let fails = false;
    const { safeai, events: told } = house(
      {},
      {
        audit: { append: () => (fails ? Promise.reject(new Error('disk full')) : undefined) },
      },
    );
    const output = await safeai.openOutput({ mode: 'buffer' });
    await output.write('answer', 'hello');
    fails = true;
    await expect(output.end()).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(told).toEqual([]);
  });

  test('list a bounded number of values, and count the rest', async () => {
    const { safeai, records } = house();
    const mails = Array.from({ length: 1005 }, (_, index) => `u${String(index)}@example.org `);
    const { counts, found } = await stream(safeai, [['answer', mails.join('')]]);
    expect(counts.detections).toBe(1005);
    expect(found).toEqual([{ type: 'email', count: 1005 }]);
    const last = records.at(-1);
    expect(last?.detections).toHaveLength(1000);
    expect(last?.detail).toMatchObject({ unlisted_detections: 5 });
  });
});
