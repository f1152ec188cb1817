import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@safeai/core';
import { applyEdits, readJson, type JsonPath } from '@safeai/protocols';
import fc from 'fast-check';

import { BODIES, type MarkedBody } from '../../../packages/protocols/test/bodies.ts';
import { guardAnswer } from '../src/gateway/guard/answer-guard.ts';
import { guardRequest } from '../src/gateway/guard/request-guard.ts';
import { guardedCall, OPEN, SECRET } from './support/guarded-streams.ts';

const MAIL = 'alice@example.com';
const MARK = /<<(\w+)\|(\w+)>>/;
const UNSEEN = ['binary', 'encrypted', 'tokens'];

/** What a guard makes of a body: the text that goes on, or the code of what it throws. */
async function guarded({ protocol, direction }: MarkedBody, text: string, rules = {}) {
  const { call, records } = guardedCall({ protocol, rules });
  const body = readJson(text);
  const run = async () =>
    direction === 'request'
      ? await guardRequest(call, body, protocol.readRequest(body.value))
      : await guardAnswer(call, body);
  const result = await run().catch((error: unknown) => ({ error }));
  expect(JSON.stringify(records)).not.toContain(SECRET);
  return 'error' in result
    ? { code: (result.error as { code: string }).code, text: '', report: undefined, records }
    : { ...result, code: undefined, records };
}

/** Every marked string of a body: where it is, and what it was marked as. */
function marksOf(body: JsonValue): { path: JsonPath; what: string; whose: string }[] {
  const marks: { path: JsonPath; what: string; whose: string }[] = [];
  const visit = (value: JsonValue, path: JsonPath) => {
    const [, what, whose] = typeof value === 'string' ? (MARK.exec(value) ?? []) : [];
    if (what !== undefined && whose !== undefined) marks.push({ path, what, whose });
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value as Record<string, JsonValue>)) {
      visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  visit(body, []);
  return marks;
}

const isResult = (what: string, whose: string) =>
  what === 'tool_result' || (whose === 'tool' && !['definition', 'setting'].includes(what));

describe.each(BODIES)('$name', (marked) => {
  const { body, direction } = marked;
  const written = JSON.stringify(body, null, 1);
  const marks = marksOf(body);

  test('goes on byte for byte where nothing is found, and says what nobody looked into', async () => {
    const { text, report, records } = await guarded(marked, written);
    expect(text).toBe(written);
    expect(report).toMatchObject({ redactions: 0 });
    const reading =
      direction === 'request'
        ? marked.protocol.readRequest(body)
        : marked.protocol.readAnswer(body);
    expect(report?.unscanned).toBeGreaterThanOrEqual(reading.unscanned.length);
    const decided = records.find(({ decisionId }) => decisionId === report?.decisionId);
    expect(decided?.boundary).toBe(direction === 'request' ? 'input' : 'output');
    expect(decided?.detail?.unscanned ?? 0).toBe(report?.unscanned);
  });

  test.each(marks)('a secret at $path ($what) does not go on', async ({ path, what, whose }) => {
    const { text, code } = await guarded(
      marked,
      applyEdits(written, [{ path, value: `see ${SECRET} there` }]),
    );
    if (what === 'unscanned' && UNSEEN.includes(whose)) return;
    expect(text).not.toContain(SECRET);
    const isBlocked = direction === 'request' ? !isResult(what, whose) : what === 'tool_call';
    expect(code).toBe(isBlocked ? 'safeai_blocked' : undefined);
    if (code === undefined) expect(() => readJson(text)).not.toThrow();
  });

  test('a mail address is taken out of answers and results of tools, and of nothing else', async () => {
    for (const { path, what, whose } of marks) {
      if (what === 'unscanned' && UNSEEN.includes(whose)) continue;
      const changed = applyEdits(written, [{ path, value: `to ${MAIL}` }]);
      const { text, report } = await guarded(marked, changed);
      const isOut = direction === 'request' ? !isResult(what, whose) : what === 'tool_call';
      if (isOut) {
        expect(text).toBe(changed);
        expect(report?.redactions).toBe(0);
      } else {
        expect(text).not.toContain(MAIL);
        expect(report?.redactions).toBeGreaterThan(0);
      }
    }
  });

  test('with anything anywhere in it goes on byte for byte where no rule takes anything out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('', '\n', ' '),
        async (value, pick, space) => {
          const paths: JsonPath[] = [];
          const visit = (inner: JsonValue, path: JsonPath) => {
            if (path.length > 0) paths.push(path);
            if (typeof inner !== 'object' || inner === null) return;
            for (const [key, child] of Object.entries(inner as Record<string, JsonValue>)) {
              visit(child, [...path, Array.isArray(inner) ? Number(key) : key]);
            }
          };
          visit(body, []);
          const path = paths[pick % paths.length] ?? [];
          const text = applyEdits(JSON.stringify(body, null, space), [
            { path, value: value as JsonValue },
          ]).replace(/[^\0-\x7f]/g, (at) => `\\u${at.charCodeAt(0).toString(16).padStart(4, '0')}`);
          const answer = await guarded(marked, text, OPEN);
          expect(answer.text).toBe(text);
        },
      ),
      { numRuns: 40 },
    );
  });
});
