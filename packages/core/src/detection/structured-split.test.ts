import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../json.ts';
import { redactStructured } from '../redaction/redact.ts';
import { CATALOGUE } from './catalog/index.ts';
import { DetectionEngine } from './engine/engine.ts';
import { ExactValues } from './exact/exact-values.ts';
import { scanStructured } from './structured.ts';

const engine = new DetectionEngine({
  rules: CATALOGUE,
  exact: new ExactValues([{ name: 'door', value: 'swordfish99' }], new Uint8Array(32)),
});
const TOKEN = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;

function pathsOf(payload: JsonValue): (string | undefined)[] {
  return scanStructured(engine, payload).detections.map(({ path }) => path);
}

describe('a value that is spread over fields', () => {
  it('is found in each of them', () => {
    expect(pathsOf({ a: TOKEN.slice(0, 9), b: TOKEN.slice(9, 20), c: TOKEN.slice(20) })).toEqual([
      '$.a',
      '$.b',
      '$.c',
    ]);
    expect(pathsOf([{ part: TOKEN.slice(0, 20) }, { part: TOKEN.slice(20) }])).toEqual([
      '$[0].part',
      '$[1].part',
    ]);
    expect(pathsOf(TOKEN.split(''))).toHaveLength(TOKEN.length);
    expect(pathsOf(['sword', 'fish99'])).toEqual(['$[0]', '$[1]']);
    expect(pathsOf({ card: ['4111', '1111', '1111', '1111'] })).toHaveLength(4);
    expect(pathsOf({ card: [4111, 1111, 1111, 1111] })).toHaveLength(4);
  });

  it('is replaced in each of them, and what belongs to other values stays', () => {
    const payload = { id: 'x1', parts: [TOKEN.slice(0, 12), `${TOKEN.slice(12)}.tail`] };
    const { detections } = scanStructured(engine, payload);
    expect(redactStructured(payload, detections)).toEqual({
      id: 'x1',
      parts: ['[SECRET_REDACTED]', '[SECRET_REDACTED].tail'],
    });
  });

  it('is not made up of fields that have nothing to do with one another', () => {
    expect(pathsOf({ a: TOKEN.slice(0, 20), note: 'two words', b: TOKEN.slice(20) })).toEqual([]);
    expect(pathsOf({ series: [4111, 1111, 1111, 1111, 77, 77] })).toEqual([]);
    expect(pathsOf({ first: 'a@', second: 'example.org' })).toEqual([]);
    expect(
      pathsOf({ method: 'GET', path: '/v1/items', version: '1.2', host: 'localhost' }),
    ).toEqual([]);
  });

  it('does not take in the ordinary fields after it', () => {
    const payload = { a: ['sk-ABCDEF1234', '567890ABCDEF'], n: 1, ssn: 536902234, state: 'open' };
    const split = scanStructured(engine, payload).detections.filter(
      ({ detector }) => detector === 'openai-key',
    );
    expect(split.map(({ path }) => path)).toEqual(['$.a[0]', '$.a[1]']);
  });

  it('does not take in the ordinary field after a value that is whole', () => {
    expect(pathsOf([TOKEN, 'object', '12'])).toEqual(['$[0]']);
    expect(pathsOf([TOKEN, 'auto', 'file-1'])).toEqual(['$[0]']);
    expect(pathsOf([TOKEN.slice(0, 9), TOKEN.slice(9), 'auto', 'x-1'])).toEqual(['$[0]', '$[1]']);
    expect(pathsOf({ description: TOKEN, schema: { type: 'object' } })).toEqual(['$.description']);
  });

  it('is a card only in a few groups that are all of it', () => {
    expect(pathsOf({ groups: ['41', '11', '11', '11', '11', '11', '11', '11'] })).toEqual([]);
    expect(pathsOf({ groups: ['4111', '1111', '1111', '1111', '99'] })).toEqual([]);
  });

  it('is found wherever it lies among many fields', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `item-${index}`);
    const payload = [...many, TOKEN.slice(0, 15), TOKEN.slice(15), 'the end', ...many];
    expect(pathsOf(payload)).toEqual(['$[3000]', '$[3001]']);
  });

  it('is reported once in a field that lies in several of them', () => {
    const detections = pathsOf(Array.from({ length: 60 }, () => 'xoxb-12345'));
    expect(detections.length).toBeGreaterThan(0);
    expect(detections.length).toBeLessThan(60 * 3);
  });
});
