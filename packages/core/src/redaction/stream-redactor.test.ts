import { describe, expect, it } from '@jest/globals';
import { compileDetection } from '../detection/compile-detection.ts';
import type { Detection } from '../detection/detection.ts';
import { DetectionEngine } from '../detection/engine/engine.ts';
import { createStreamRedactor } from './create-stream-redactor.ts';
import { MAX_PSEUDONYM_VALUE } from './pseudonyms.ts';
import { redactText, type Redactable } from './redact.ts';

function redacted(pieces: readonly string[]): string[] {
  const redactor = createStreamRedactor();
  return [...pieces.map((piece) => redactor.write(piece).text), redactor.end().text];
}

const TAG = {
  type: 'secret',
  tags: ['secret.token.test'],
  mode: 'sticky',
  maxLength: 12,
  source: 'made for this test',
  examples: { positive: [], negative: [] },
} as const;

const KEY_BLOCK = [
  '-----BEGIN RSA PRIVATE KEY-----',
  ...Array.from({ length: 24 }, (_, line) =>
    Buffer.from(`line ${line} of a key that opens nothing at all..`)
      .toString('base64')
      .slice(0, 64),
  ),
  '-----END RSA PRIVATE KEY-----',
].join('\n');

describe('createStreamRedactor', () => {
  it('passes text on as soon as it cannot be part of anything any more', () => {
    const [first = '', second = '', third = ''] = redacted(['mail alice@exam', 'ple.com, now ']);
    expect(first + second + third).toBe('mail [EMAIL_REDACTED], now ');
    expect('mail '.startsWith(first)).toBe(true);
    expect(first + second).toContain('[EMAIL_REDACTED],');
  });

  it('holds back no more than the last word of ordinary text', () => {
    const redactor = createStreamRedactor();
    const words = 'we met in the garden and talked about nothing in particular for hours '.split(
      /(?<= )/,
    );
    for (const word of words.flatMap((each) => each.split(''))) {
      redactor.write(word);
      expect(redactor.held).toBeLessThanOrEqual(20);
    }
  });

  it('replaces a private key by one placeholder, whatever the pieces', () => {
    for (const size of [1, 7, 64, 1000]) {
      const text = `here: ${KEY_BLOCK}\nbye`;
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      expect(redacted(pieces).join('')).toBe('here: [PRIVATE_KEY_REDACTED]\nbye');
    }
  });

  it('says what was found, at the places of the whole text', () => {
    const redactor = createStreamRedactor();
    const text = `${'x '.repeat(5000)}me@example.org`;
    const found = [
      ...text.split('').flatMap((piece) => redactor.write(piece).detections),
      ...redactor.end().detections,
    ];
    expect(found).toEqual(compileDetection().scan(text));
    expect(found).toHaveLength(1);
  });

  it('replaces what its choice says and nothing else', () => {
    const redactor = createStreamRedactor({
      choose: (detections) => detections.filter(({ type }) => type === 'email'),
    });
    const text = 'me@example.org has 4111 1111 1111 1111';
    const passed = redactor.write(text).text + redactor.end().text;
    expect(passed).toBe('[EMAIL_REDACTED] has 4111 1111 1111 1111');
  });

  it('never holds back more than the engine says', () => {
    const detection = compileDetection();
    const redactor = createStreamRedactor();
    let most = 0;
    for (const piece of `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(6000)}`.match(/.{1,9}|\n/g) ??
      []) {
      redactor.write(piece);
      most = Math.max(most, redactor.held);
    }
    expect(most).toBeLessThanOrEqual(detection.holdBack.disguised + 9);
    expect(most).toBeGreaterThan(1000);
  });

  describe('of values that overlap one another without end', () => {
    const RULE = {
      type: 'secret',
      mode: 'sticky',
      maxLength: 12,
      source: 'made for this test',
      examples: { positive: [], negative: [] },
    } as const;
    const chained = new DetectionEngine({
      rules: [
        { ...RULE, id: 'a', tags: ['secret.a'], anchors: ['aaab'], pattern: 'aaab[a-d]{4}cccd' },
        { ...RULE, id: 'b', tags: ['personal.b'], anchors: ['cccd'], pattern: 'cccd[a-d]{4}aaab' },
      ],
    });
    const text = `so ${'aaabbbbbcccdbbbb'.repeat(300)} it ends`;

    it.each([
      ['placeholders', undefined],
      ['pseudonyms', (_: string, value: string) => `<${value.length}>`],
    ])('holds back as little as ever: %s', (_, pseudonym) => {
      const choose = (found: readonly Detection[]): Redactable[] =>
        found.map((each) => ({ ...each, ...(pseudonym === undefined ? {} : { pseudonym }) }));
      const redactor = createStreamRedactor({ detection: chained, choose });
      const most = chained.holdBack.plain + MAX_PSEUDONYM_VALUE;
      let passed = '';
      for (const piece of text.match(/.{1,5}/gs) ?? []) {
        passed += redactor.write(piece).text;
        expect(redactor.held).toBeLessThanOrEqual(pseudonym === undefined ? 64 : most);
      }
      passed += redactor.end().text;
      expect(passed).toBe('so [SECRET_REDACTED]bbbb it ends');
      expect(passed).toBe(redactText(text, choose(chained.scan(text))));
    });
  });

  it('is over once it has ended', () => {
    const redactor = createStreamRedactor({ detection: new DetectionEngine({ rules: [] }) });
    expect(redactor.write('a ').text + redactor.write('b ').text).toContain('a');
    expect(redactor.end()).toEqual({ text: '', detections: [] });
    expect(redactor.end()).toEqual({ text: '', detections: [] });
    expect(() => redactor.write('c')).toThrow('ended');
  });

  it('copes with every cut through a character', () => {
    const text = 'a\u{1F511} \ud83d x\udd11y me@example.org\ud83d';
    const expected = redactText(text, compileDetection().scan(text));
    expect(redacted(text.split('')).join('')).toBe(expected);
  });

  it('gives one pseudonym for values that overlap, wherever they are cut', () => {
    const detection = new DetectionEngine({
      rules: [
        { ...TAG, id: 'first', pattern: 'ab_c{1,4}d', anchors: ['ab_'], confidence: 0.7 },
        { ...TAG, id: 'second', pattern: 'cd_e{2}', anchors: ['cd_'], confidence: 0.8 },
      ],
    });
    const choose = (found: readonly Detection[]) =>
      found.map((each) => ({ ...each, pseudonym: (_: string, value: string) => `<${value}>` }));
    const text = 'x ab_ccd_ee y';
    const whole = redactText(text, choose(detection.scan(text)));
    expect(whole).toBe('x <ab_ccd_ee> y');
    for (let cut = 0; cut <= text.length; cut++) {
      const redactor = createStreamRedactor({ detection, choose });
      const pieces = [text.slice(0, cut), text.slice(cut)].map(
        (piece) => redactor.write(piece).text,
      );
      expect(pieces.join('') + redactor.end().text).toBe(whole);
    }
  });
});
