import { describe, expect, it } from '@jest/globals';
import { DetectionEngine } from '../../src/detection/engine/engine.ts';
import { ExactValues } from '../../src/detection/exact/exact-values.ts';
import { StreamRedactor } from '../../src/redaction/stream-redactor.ts';
import { HOSTILE_RULES } from './hostile-rules.ts';

const engine = new DetectionEngine({ rules: HOSTILE_RULES });

function redacted(pieces: readonly string[], from = engine): string[] {
  const redactor = new StreamRedactor(from.openStream());
  return [...pieces.map((piece) => redactor.write(piece).text), redactor.end().text];
}

describe('a stream, where one piece ends and the next begins', () => {
  it.each([0, 1, 20, 34])(
    'remembers a word that stands %i characters before a value, however much was passed on before',
    (distance) => {
      const before = `${'we met. '.repeat(1000)}code${' '.repeat(distance)} `;
      expect(redacted([before, '4711.']).join('').slice(before.length)).toBe('[CODE_REDACTED].');
    },
  );

  it('remembers the characters that a look-behind asks for', () => {
    const before = 'we met. '.repeat(1000);
    const after = (char: string): string =>
      redacted([before + char, 'tok_abc!'])
        .join('')
        .slice(before.length);
    expect(after('x')).toBe('xtok_abc!');
    expect(after(' ')).toBe(' [SECRET_REDACTED]!');
  });

  it('finds a known value after much text', () => {
    const exact = new ExactValues(
      [{ name: 'horse', value: 'correct horse' }],
      new Uint8Array(32).fill(3),
    );
    const known = new DetectionEngine({ rules: HOSTILE_RULES, exact });
    const before = 'we met. '.repeat(1000);
    const pieces = [before, 'a correct', ' horse, a ', before, 'correct ho', 'rse.'];
    expect(redacted(pieces, known).join('')).toBe(
      `${before}a [SECRET_REDACTED], a ${before}[SECRET_REDACTED].`,
    );
  });

  it('passes on no half of a character, even where a piece ends within one', () => {
    const text = 'a key \u{1F511} and a lock \u{1F512}, sk-abc \u{1F511}\u{1F511}';
    const passed = redacted(text.split(''));
    expect(passed.join('')).toBe(text.replace('sk-abc', '[SECRET_REDACTED]'));
    for (const piece of passed) expect(() => encodeURIComponent(piece)).not.toThrow();
  });
});
