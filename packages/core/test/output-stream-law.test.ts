import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { Decision } from '../src/boundary/boundary.ts';
import type { DetectedTag } from '../src/policy/decision.ts';
import { redactText } from '../src/redaction/redact.ts';
import { house } from './house.ts';
import { CUT_TEXT, DECLARED, RULES, stream, type Written } from './output-streams.ts';

const said = ({ decisionId: _, ...rest }: Decision) => rest;

describe('an answer in pieces, however it is cut', () => {
  test('comes out as guardOutput gives the whole, or ends before what blocks', async () => {
    const seen = { passed: 0, redacted: 0, buffered: 0, blocked: 0, replaced: 0 };
    await fc.assert(
      fc.asyncProperty(CUT_TEXT, RULES, DECLARED, async (pieces, rules, dataTags) => {
        const text = pieces.join('');
        const { safeai } = house(rules);
        const context = { dataTags, model: 'small', sessionId: 's' };
        const whole = await safeai.guardOutput({ ...context, text });
        const streaming = house(rules).safeai;
        const output = await streaming.openOutput(context);
        await output.end();
        const written = pieces.map((piece): Written => ['answer', piece]);
        const ended = await stream(streaming, written, context);
        const out = ended.out.answer ?? '';
        if (ended.blocked === null) {
          seen.passed++;
          if (whole.decision.action === 'redact') seen.redacted++;
          expect(said(ended.decision)).toEqual(said(whole.decision));
          expect(out).toBe(whole.safeOutput);
          return;
        }
        expect(ended.decision).toEqual(ended.blocked.decision);
        if (output.mode === 'buffer') {
          seen.buffered++;
          expect(out).toBe('');
          expect(said(ended.decision)).toEqual(said(whole.decision));
          expect(ended.blocked.fallback ?? '').toBe(whole.safeOutput);
          return;
        }
        if (ended.decision.action === 'block') seen.blocked++;
        else seen.replaced++;
        // No milder than what is decided on the whole, and never stricter but for a fallback.
        if (ended.decision.action === 'block') expect(whole.decision.action).toBe('block');
        else expect(ended.blocked.fallback).not.toBeNull();
        const verdict = (found: { tags: readonly string[]; confidence: number }) =>
          streaming.policy.evaluate({
            boundary: 'output',
            detectedTags: found.tags.map((tag): DetectedTag => ({
              tag,
              confidence: found.confidence,
              span: true,
            })),
            model: 'small',
            session: { tags: [], calls: {} },
          });
        const found = streaming.detection.scan(text);
        const stops = found.filter((one) => {
          const { action, fallbackTemplate } = verdict(one);
          if (['block', 'require_approval'].includes(action)) return true;
          // What is let through shows no fallback, whatever its rule has.
          const isReplaced = ['redact', 'pseudonymize'].includes(action);
          return ended.decision.action === 'redact' && isReplaced && fallbackTemplate !== undefined;
        });
        const end = Math.min(...stops.map(({ location }) => location.start));
        const before = found.filter(
          (one) =>
            one.location.start < end && ['redact', 'pseudonymize'].includes(verdict(one).action),
        );
        // What stands before the finding that ends it; the same words may have stood there unfound.
        expect(redactText(text.slice(0, end), before).startsWith(out)).toBe(true);
      }),
      { numRuns: 600 },
    );
    // Every way to end was taken.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  }, 60_000);

  test('with several channels at once: each comes out as if it were alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(CUT_TEXT, { minLength: 2, maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        async (texts, order) => {
          const { safeai } = house();
          const left = texts.map((pieces) => [...pieces]);
          const written: Written[] = [];
          while (left.some((pieces) => pieces.length > 0)) {
            const open = left.flatMap((pieces, index) => (pieces.length > 0 ? [index] : []));
            const index = open[(order.next().value as number) % open.length] ?? 0;
            written.push([`c${String(index)}`, left[index]?.shift() ?? '']);
          }
          const { out, blocked } = await stream(safeai, written);
          expect(blocked).toBeNull();
          for (const [index, pieces] of texts.entries()) {
            const { safeOutput } = await safeai.guardOutput({ text: pieces.join('') });
            expect(out[`c${String(index)}`]).toBe(safeOutput);
          }
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);

  test('in mode buffer gives the whole decision, in every case', async () => {
    await fc.assert(
      fc.asyncProperty(CUT_TEXT, RULES, DECLARED, async (pieces, rules, dataTags) => {
        const whole = await house(rules).safeai.guardOutput({ text: pieces.join(''), dataTags });
        const written = pieces.map((piece): Written => ['answer', piece]);
        const ended = await stream(house(rules).safeai, written, { mode: 'buffer', dataTags });
        expect(ended.pieces.every(({ text }) => text === '')).toBe(true);
        expect(said(ended.decision)).toEqual(said(whole.decision));
        expect((ended.blocked?.fallback ?? '') + (ended.out.answer ?? '')).toBe(whole.safeOutput);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  test('in mode audit passes at once, and says what would have been', async () => {
    await fc.assert(
      fc.asyncProperty(CUT_TEXT, RULES, async (pieces, rules) => {
        const written = pieces.map((piece): Written => ['answer', piece]);
        const ended = await stream(house(rules).safeai, written, { mode: 'audit' });
        expect(ended.pieces.map(({ text }) => text)).toEqual(pieces);
        expect(['allow', 'flag']).toContain(ended.decision.action);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
