import { describe, expect, test } from '@jest/globals';

import { house } from './house.ts';

// No detector of the catalogue knows it.
const VALUE = 'correct horse battery';
const RULES = { detection: { exact: [{ name: 'db-password', value: VALUE }] } };

describe('a value that is looked for as it stands', () => {
  test('is found at every boundary, as a secret', async () => {
    const { safeai } = house(RULES);
    const text = `log in with ${VALUE}!`;
    const found = {
      type: 'secret',
      detector: 'exact:db-password',
      tags: ['secret.exact'],
      confidence: 1,
      location: { start: 12, end: 33 },
    };
    const input = await safeai.scanInput({ text });
    expect(input.detections).toEqual([expect.objectContaining(found)]);
    expect(input.decision.action).toBe('block');
    const payload = await safeai.scanStructured({ payload: { a: [text], [text]: 1 } });
    expect(payload.detections).toHaveLength(2);
    const output = await safeai.guardOutput({ text });
    expect(output.safeOutput).toBe('log in with [SECRET_REDACTED]!');
    const call = { toolName: 'psql', parameters: { line: text } };
    expect((await safeai.interceptTool({ phase: 'request', ...call })).decision.action).toBe(
      'block',
    );
    const answer = await safeai.interceptTool({
      phase: 'response',
      toolName: 'psql',
      response: [text],
    });
    expect(answer.filteredResponse).toEqual(['log in with [SECRET_REDACTED]!']);
    const message = await safeai.interceptMessage({
      message: text,
      sourceAgentId: 'a',
      destinationAgentId: 'b',
    });
    expect(message.decision.action).toBe('block');
  });

  test('is in no record, no event and no identifier; its name is', async () => {
    const { safeai, records, events } = house(RULES);
    await safeai.guardOutput({ text: VALUE, agentId: `agent ${VALUE}`, sessionId: VALUE });
    expect(JSON.stringify([records, events])).not.toContain('horse');
    expect(records[0]?.detections).toEqual([
      expect.objectContaining({ type: 'secret', detector: 'exact:db-password', count: 1 }),
    ]);
  });

  test('is replaced by a reload, with the rest', async () => {
    const { safeai } = house(RULES);
    safeai.replaceRules({ detection: { exact: [{ name: 'other', value: 'another passphrase' }] } });
    expect((await safeai.scanInput({ text: VALUE })).detections).toEqual([]);
    const { detections } = await safeai.scanInput({ text: 'another passphrase' });
    expect(detections.map(({ detector }) => detector)).toEqual(['exact:other']);
  });

  test('that is too short is refused without being told, and what was in force stays', async () => {
    const { safeai } = house(RULES);
    const replace = () => {
      safeai.replaceRules({ detection: { exact: [{ name: 'pin', value: 'hunter2' }] } });
    };
    expect(replace).toThrow(
      "Exact value 'pin': it has 7 characters and would be found by chance; 8 are the least.",
    );
    expect((await safeai.scanInput({ text: VALUE })).decision.action).toBe('block');
  });
});
