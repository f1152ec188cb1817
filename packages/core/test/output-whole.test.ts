import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { Decision } from '../src/boundary/boundary.ts';
import type { JsonValue } from '../src/json.ts';
import type { SafeAIRules } from '../src/options.ts';
import { house, SECRET } from './house.ts';
import { CUT_TEXT, MAIL, RULES, TEXT } from './output-streams.ts';

const said = ({ decisionId: _, ...rest }: Decision) => rest;

const BLOCKS: SafeAIRules = {
  policies: [{ name: 'no-secrets', boundary: 'output', dataTags: ['secret'], action: 'block' }],
};

describe('content of an answer that comes whole', () => {
  test('comes back as guardOutput gives a text, or ends the answer', async () => {
    const seen = { passed: 0, blocked: 0 };
    await fc.assert(
      fc.asyncProperty(TEXT, RULES, async (text, rules) => {
        const context = { model: 'small', sessionId: 's' };
        const whole = await house(rules).safeai.guardOutput({ ...context, text });
        const output = await house(rules).safeai.openOutput(context);
        const { value, blocked } = await output.writeWhole(text);
        const { decision, rest, counts } = await output.end();
        expect(said(decision)).toEqual(said(whole.decision));
        expect({ rest, channels: counts.channels }).toEqual({ rest: [], channels: 0 });
        if (output.mode === 'buffer') return;
        seen[blocked === null ? 'passed' : 'blocked']++;
        if (blocked === null) expect(value).toBe(whole.safeOutput);
        else expect([value, blocked.fallback ?? '']).toEqual([null, whole.safeOutput]);
      }),
      { numRuns: 200 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  }, 60_000);

  test('is redacted in keys, strings and numbers; nothing found is the same value', async () => {
    const { safeai } = house();
    const output = await safeai.openOutput({});
    const clean = { a: [1, 'two', { three: null }] };
    expect((await output.writeWhole(clean)).value).toBe(clean);
    expect((await output.writeWhole({ [MAIL]: [`to ${MAIL}`, 4111111111111111] })).value).toEqual({
      '[EMAIL_REDACTED]': ['to [EMAIL_REDACTED]', '[CARD_REDACTED]'],
    });
    expect(output.counts).toMatchObject({ channels: 0, detections: 3, redactions: 3 });
  });

  test('falls under the one decision with the texts', async () => {
    const { safeai, records } = house(BLOCKS);
    const output = await safeai.openOutput({});
    expect((await output.write('answer', `${MAIL} and so `)).blocked).toBeNull();
    const { value, blocked } = await output.writeWhole({ url: SECRET });
    expect({ value, action: blocked?.decision.action }).toEqual({ value: null, action: 'block' });
    expect((await output.write('answer', 'more ')).blocked).toEqual(blocked);
    expect(await output.writeWhole('fine')).toEqual({ value: null, blocked });
    const { decision, counts } = await output.end();
    expect(decision.decisionId).toBe(output.decisionId);
    expect(counts).toMatchObject({ detections: 2, redactions: 1 });
    expect(records.map(({ event }) => event)).toEqual([
      'guard.opened',
      'guard.redacting',
      'guard.blocking',
      'guard.blocked',
    ]);
  });

  test('in mode buffer is judged at once, and can block the whole at its end', async () => {
    const { safeai } = house(BLOCKS);
    const output = await safeai.openOutput({ mode: 'buffer' });
    await output.write('answer', 'hello');
    expect((await output.writeWhole(MAIL)).value).toBe('[EMAIL_REDACTED]');
    await output.writeWhole(SECRET);
    expect(await output.end()).toMatchObject({ rest: [], decision: { action: 'block' } });
  });

  test('in mode buffer counts to what may be held', async () => {
    const output = await house().safeai.openOutput({ mode: 'buffer', maxHeld: 10 });
    expect((await output.writeWhole(['123456789'])).blocked?.decision.reasonCode).toBe(
      'answer_too_large',
    );
  });

  test('in mode audit comes back as it is', async () => {
    const { safeai } = house(BLOCKS);
    const output = await safeai.openOutput({ mode: 'audit' });
    const value = { mail: MAIL, key: SECRET };
    expect(await output.writeWhole(value)).toEqual({ value, blocked: null });
    const { decision, counts } = await output.end();
    expect(decision.wouldHave?.action).toBe('block');
    expect(counts.redactions).toBe(0);
  });

  test('has the values of the pseudonyms of its session', async () => {
    const { safeai } = house({
      policies: [
        {
          name: 'pseudonyms',
          boundary: 'input',
          dataTags: ['personal.pii.email'],
          action: 'pseudonymize',
        },
      ],
    });
    const here = { tenantId: 'acme', sessionId: 's-1' };
    const { filtered } = await safeai.scanInput({ ...here, text: MAIL });
    const output = await safeai.openOutput(here);
    const value = { to: [filtered, 'bob@example.org'] } as JsonValue;
    expect((await output.writeWhole(value)).value).toEqual({ to: [MAIL, '[EMAIL_REDACTED]'] });
  });

  test('that is no JSON, too deep, or too late is refused', async () => {
    const { safeai } = house();
    const output = await safeai.openOutput({});
    await expect(output.writeWhole(undefined as unknown as string)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    let deep: JsonValue = MAIL;
    for (let depth = 0; depth < 200; depth++) deep = [deep];
    await expect(output.writeWhole(deep)).rejects.toMatchObject({ code: 'limit_exceeded' });
    await expect(output.write('answer', 'more')).rejects.toMatchObject({ code: 'limit_exceeded' });
    await output.end();
    await expect(output.writeWhole('late')).rejects.toThrow('The answer has ended');
  });
});

test('what came out of a channel is what became of its settled text', async () => {
  await fc.assert(
    fc.asyncProperty(CUT_TEXT, async (pieces) => {
      const text = pieces.join('');
      const output = await house().safeai.openOutput({});
      const marks: [settled: number, out: string][] = [[0, '']];
      let out = '';
      const take = ({ text: more, settled }: { text: string; settled: number }) => {
        out += more;
        const [before] = marks.at(-1) ?? [0];
        expect(settled).toBeGreaterThanOrEqual(before);
        if (settled > before) marks.push([settled, out]);
        else expect(more).toBe('');
      };
      for (const piece of pieces) take(await output.write('answer', piece));
      take(await output.endChannel('answer'));
      expect(marks.at(-1)).toEqual([text.length, out]);
      await output.end();
      for (const [settled, came] of marks) {
        // What stands alone up to there, guarded by itself, unless the cut made something of it.
        const { safeOutput, detections } = await house().safeai.guardOutput({ text });
        const cut = detections.some(
          ({ location }) => location.start < settled && settled < location.end,
        );
        if (!cut) expect(safeOutput.startsWith(came)).toBe(true);
        const rest = out.slice(came.length);
        const left = text.slice(settled);
        if (detections.every(({ location }) => location.start >= settled)) {
          expect(came).toBe(text.slice(0, settled));
        }
        if (detections.every(({ location }) => location.end <= settled)) expect(rest).toBe(left);
      }
    }),
    { numRuns: 200 },
  );
}, 60_000);
