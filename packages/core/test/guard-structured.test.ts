import { describe, expect, test } from '@jest/globals';
import { house, SECRET } from './house.ts';

const MAIL = 'ann@example.com';

describe('an answer as JSON', () => {
  test('goes on as it is where nothing was found', async () => {
    const { safeai, records } = house();
    const payload = ['fine', { command: 'ls', n: [1, null, true] }];
    const answer = await safeai.guardStructured({ payload });
    expect(answer).toMatchObject({ fallback: null, redactions: 0, detections: [] });
    expect(answer.filtered).toBe(payload);
    expect(records).toMatchObject([{ event: 'guard.allowed', boundary: 'output' }]);
  });

  test('is redacted in texts, keys and numbers, as an answer in one text would be', async () => {
    const { safeai } = house();
    const answer = await safeai.guardStructured({
      payload: [`mail ${MAIL}`, { [`of ${MAIL}`]: `key ${SECRET}` }, 'ok'],
    });
    expect(answer.decision).toMatchObject({
      action: 'redact',
      reason: expect.stringContaining('output'),
    });
    expect(answer.filtered).toEqual([
      'mail [EMAIL_REDACTED]',
      { 'of [EMAIL_REDACTED]': 'key [SECRET_REDACTED]' },
      'ok',
    ]);
    expect(answer.redactions).toBe(3);
  });

  test('is not there where a rule blocks it, and a fallback of the rule takes its place', async () => {
    for (const action of ['block', 'redact'] as const) {
      for (const fallbackTemplate of ['Not that.', undefined]) {
        const { safeai } = house({
          policies: [
            {
              name: 'mine',
              boundary: 'output',
              dataTags: ['personal'],
              action,
              reason: 'No',
              ...(fallbackTemplate === undefined ? {} : { fallbackTemplate }),
            },
          ],
        });
        const answer = await safeai.guardStructured({ payload: [MAIL] });
        expect(answer.decision.action).toBe(action);
        expect(answer.fallback).toBe(fallbackTemplate ?? null);
        const isOut = action === 'redact' && fallbackTemplate === undefined;
        expect(answer.filtered).toEqual(isOut ? ['[EMAIL_REDACTED]'] : null);
        expect(answer.redactions).toBe(isOut ? 1 : 0);
      }
    }
  });

  test('strings in fields of commands are prose: an answer runs nothing', async () => {
    const { safeai } = house();
    const answer = await safeai.guardStructured({ payload: { command: 'rm -rf /' } });
    expect(answer.decision.action).toBe('allow');
  });

  test('has the values of its session in the place of pseudonyms', async () => {
    const { safeai } = house({
      policies: [
        {
          name: 'in',
          boundary: 'input',
          dataTags: ['personal'],
          action: 'pseudonymize',
          reason: 'r',
        },
      ],
    });
    const asked = await safeai.scanStructured({ payload: [MAIL], sessionId: 's-1' });
    expect(JSON.stringify(asked.filtered)).not.toContain(MAIL);
    expect(asked.redactions).toBe(1);
    const said = await safeai.guardStructured({ payload: asked.filtered, sessionId: 's-1' });
    expect(said.filtered).toEqual([MAIL]);
    expect(said.redactions).toBe(0);
  });
});

describe('a list of texts', () => {
  // A German tax id, which is taken for one only where a text is nothing else, or says so.
  const ALONE = '65929970489';

  test('is judged text by text: what is alone in one is found as it is in a text', async () => {
    const { safeai } = house();
    const text = await safeai.guardOutput({ text: ALONE });
    expect(text.detections).not.toEqual([]);
    for (const { areTexts, found } of [
      { areTexts: true, found: text.detections.length },
      { areTexts: false, found: 0 },
    ]) {
      const payload = [ALONE, 'fine', { a: ALONE }];
      const out = await safeai.guardStructured({ payload, areTexts });
      const asked = await safeai.scanStructured({ payload, areTexts });
      expect([out.detections.length, asked.detections.length]).toEqual([found, found]);
      if (areTexts) expect(out.filtered).toEqual([text.safeOutput, 'fine', { a: ALONE }]);
    }
  });
});

test('what somebody else has bounded is judged whatever its size', async () => {
  const { safeai } = house({ limits: { jsonLeaves: 3, jsonDepth: 2 } });
  const payload = { a: [1, 2, [3, { b: MAIL }]] };
  const bounded = { isBounded: true };
  const refused = { code: 'limit_exceeded' };
  await expect(safeai.guardStructured({ payload })).rejects.toMatchObject(refused);
  await expect(safeai.scanStructured({ payload })).rejects.toMatchObject(refused);
  expect((await safeai.guardStructured({ payload }, bounded)).redactions).toBe(1);
  expect((await safeai.scanStructured({ payload }, bounded)).detections).toHaveLength(1);
  const coming = { phase: 'response', toolName: 'f', response: payload } as const;
  await expect(safeai.interceptTool(coming)).rejects.toMatchObject(refused);
  expect((await safeai.interceptTool(coming, bounded)).redactions).toBe(1);
  const going = { phase: 'request', toolName: 'f', parameters: payload } as const;
  await expect(safeai.interceptTool(going)).rejects.toMatchObject(refused);
  expect((await safeai.interceptTool(going, bounded)).decision.action).toBe('allow');
  const earlier = { toolName: 'f', responses: [payload] };
  expect((await safeai.interceptToolHistory(earlier, bounded)).redactions).toBe(1);
});

describe('a record', () => {
  test('says how many places nobody could look into, where there are any', async () => {
    const { safeai, records } = house();
    await safeai.scanStructured({ payload: [] }, { unscanned: 3 });
    await safeai.guardStructured({ payload: [] }, { unscanned: 1 });
    await safeai.guardOutput({ text: 'a' }, { unscanned: 0 });
    expect(records.map(({ detail }) => detail)).toEqual([
      { unscanned: 3 },
      { unscanned: 1 },
      undefined,
    ]);
  });
});

describe('how many findings were replaced', () => {
  test('is told of texts and tool calls', async () => {
    const { safeai } = house();
    const text = await safeai.guardOutput({ text: `${MAIL} and bob@example.com` });
    expect(text.redactions).toBe(2);
    const coming = await safeai.interceptTool({
      phase: 'response',
      toolName: 'crm',
      response: { mail: MAIL, name: 'Ann' },
    });
    expect(coming.redactions).toBe(1);
    const going = await safeai.interceptTool({
      phase: 'request',
      toolName: 'send_mail',
      parameters: { to: MAIL },
    });
    expect(going).toMatchObject({ redactions: 0, decision: { action: 'allow' } });
    const blocked = await safeai.interceptTool({
      phase: 'request',
      toolName: 'send_mail',
      parameters: { to: MAIL, body: SECRET },
    });
    expect(blocked).toMatchObject({ redactions: 0, decision: { action: 'block' } });
  });
});
