import { describe, expect, it, test } from '@jest/globals';
import { normalizeTag } from '../../tags.ts';
import type { Detection } from '../detection.ts';
import { DetectionEngine } from '../engine/engine.ts';
import { checkPattern } from '../engine/pattern.ts';
import { CATALOGUE } from './index.ts';

const engine = new DetectionEngine({ rules: CATALOGUE });

/** Rules about wording are proved beside their own files. */
const DATA_RULES = CATALOGUE.filter(({ type }) => type !== 'injection');

/** Most steps at one place, so that a text full of anchors can be gone through. */
const MAX_STEPS = 200_000;

const TAG = new RegExp(
  '^(?:secret\\.(?:credential|api_key|token|private_key|password|connection_string)(?:\\.[a-z0-9_]+)?|' +
    'personal\\.(?:pii|financial|phi)\\.[a-z0-9_]+|injection\\.[a-z_]+|destructive\\.[a-z_]+)$',
);

/** Type and value of all that is sure enough for a policy to act on. */
function found(text: string): string[] {
  return sure(engine.scan(text)).map(({ type, value }) => `${type} ${value}`);
}

function sure(detections: readonly Detection[]): Detection[] {
  return detections.filter(({ confidence }) => confidence >= 0.5);
}

describe('every rule', () => {
  test.each(DATA_RULES.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
    expect(rule.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(rule.type).toMatch(/^[a-z][a-z_]*$/);
    expect(rule.source).toMatch(/^https:\/\/[a-z0-9.-]+\.[a-z]{2,}\//);
    expect(rule.tags.length).toBeGreaterThan(0);
    for (const tag of rule.tags) {
      expect(tag).toMatch(TAG);
      expect(normalizeTag(tag)).toBe(tag);
    }
    for (const anchor of rule.anchors) {
      const structural = anchor === '@';
      const separated = anchor.length === 3 && /[^A-Za-z0-9]$/.test(anchor);
      expect({ anchor, ok: structural || separated || anchor.length >= 4 }).toEqual({
        anchor,
        ok: true,
      });
    }
    const check = checkPattern(rule.pattern, rule.ignoreCase === true ? 'i' : '', MAX_STEPS);
    expect(check).toMatchObject({ ok: true });
    if (check.ok) expect(check.maxLength).toBeLessThanOrEqual(rule.maxLength);
    expect(rule.examples.positive.length).toBeGreaterThanOrEqual(2);
    expect(rule.examples.negative.length).toBeGreaterThanOrEqual(2);
    const alone = new DetectionEngine({ rules: [rule] });
    for (const text of rule.examples.positive) {
      expect({ text, found: alone.scan(text).length > 0 }).toEqual({ text, found: true });
    }
    for (const text of rule.examples.negative) {
      expect({ text, found: alone.scan(text).map(({ value }) => value) }).toEqual({
        text,
        found: [],
      });
    }
  });

  it('has an id of its own', () => {
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
  });

  it('is found by the whole catalogue too, by this rule or by one that outranks it', () => {
    for (const rule of DATA_RULES) {
      for (const text of rule.examples.positive) {
        const types = engine.scan(text).map(({ type }) => type);
        expect({ rule: rule.id, text, types }).toMatchObject({
          types: expect.arrayContaining([rule.type]),
        });
      }
    }
  });
});

describe("the documents' examples", () => {
  it('finds the address and the number, and nothing else', () => {
    const detections = engine.scan('Contact alice@example.com or call 555-0100.');
    expect(detections.map(({ type, value, placeholder }) => [type, value, placeholder])).toEqual([
      ['email', 'alice@example.com', '[EMAIL_REDACTED]'],
      ['phone', '555-0100', '[PHONE_REDACTED]'],
    ]);
  });

  it('finds one secret, at its value', () => {
    expect(engine.scan('token=sk-ABCDEF1234567890ABCDEF')).toMatchObject([
      { type: 'secret', value: 'sk-ABCDEF1234567890ABCDEF', location: { start: 6, end: 31 } },
    ]);
  });

  test.each([
    '{"token": "sk-ABCDEF1234567890ABCDEF"}',
    'my key is sk-ABCDEF1234567890ABCDEF',
    'sk-ABCDEF1234567890ABCDEF',
  ])('finds the same secret in %s', (text) => {
    expect(found(text)).toEqual(['secret sk-ABCDEF1234567890ABCDEF']);
  });
});

describe('what is no secret', () => {
  test.each([
    'password: string',
    'token = getToken()',
    'api_key = os.environ["X"]',
    'apiKey: process.env.API_KEY',
    'api_key: <your-api-key>',
    'API_KEY=your-api-key-here',
    'password: changeme',
    'password = "********"',
    'secret: xxxxxxxxxxxxxxxx',
    'token: ${API_TOKEN}',
    'token: "{{ .Values.token }}"',
    'password=%DB_PASSWORD%',
    'commit fa4e0123456789bcdfa4e0123456789bcdfa4e01',
    'id 123e4567-e89b-12d3-a456-426614174000',
    'sha256:fa4e0123456789bcdfa4e0123456789bcdfa4e0123456789bcdfa4e012345678',
    'integrity sha512-AbCdEf0123456789AbCdEf0123456789AbCdEf0123456789AbCdEf==',
    'const tokenizer = new Tokenizer(options)',
    'public_key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE0123456789"',
    'secretName: tls-certificate-2024-01',
    'the password must have 12 characters',
    'function resetPassword(token: string): Promise<void>',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('what is no personal data', () => {
  test.each([
    'order 1234567890123456',
    'at 1700000000000 ms since the epoch',
    '000-00-0000',
    'v1.2.3.4 is out',
    'version 1.2.3.4',
    'http://localhost:8080 and 127.0.0.1',
    'gateway 192.168.0.1',
    '2024-01-15T10:30:00Z',
    'lines 120-2000 of 555',
    'ISO 8601-1234',
    'npm i react@18.2.0',
    'git@github.com:owner/repo.git',
    'icon@2x.png',
    '3.14159265358979',
    '0x1f4 and 1e10',
    'std::vector<int>::iterator',
    '10:20:30',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});
