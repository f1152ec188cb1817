import { describe, expect, it, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DetectionEngine } from '../../engine/engine.ts';
import { FINANCIAL_RULES } from '../financial.ts';
import { HEALTH_RULES } from '../health.ts';
import { PII_RULES } from './index.ts';

const engine = new DetectionEngine({ rules: [...PII_RULES, ...FINANCIAL_RULES, ...HEALTH_RULES] });

/** Type and value of all that a policy acts on. */
function acted(text: string): string[] {
  return engine
    .scan(text)
    .filter(({ confidence }) => confidence >= 0.5)
    .map(({ type, value }) => `${type} ${value}`);
}

describe('a number that is the whole text', () => {
  test.each([
    ['021000021', 'aba_routing'],
    ['4010232137', 'uk_nhs'],
    ['1234567893', 'npi'],
    ['44051401359', 'pl_pesel'],
    ['07700900123', 'phone'],
    ['AB51 ABC', 'license_plate'],
  ])('%s is reported as a %s and not acted on', (text, type) => {
    for (const whole of [text, `${text}\n`]) {
      expect(engine.scan(whole).map((each) => `${each.type} ${each.value}`)).toContain(
        `${type} ${text}`,
      );
      expect(acted(whole)).toEqual([]);
    }
  });

  test.each(['021000021', '4010232137', '1234567893', '44051401359', '07700900123'])(
    '%s is nothing inside a text that does not say what it is',
    (number) => {
      expect(acted(`processed ${number} of them`)).toEqual([]);
      expect(acted(`${number} rows`)).toEqual([]);
    },
  );

  it('is no provider when it is the time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_500_000_000, max: 1_899_999_999 }), (seconds) => {
        expect(acted(String(seconds))).not.toContain(`npi ${String(seconds)}`);
      }),
    );
  });
});

describe('what a word says of a number', () => {
  it('outranks what its form alone suggests', () => {
    expect(acted('CNP 2710217400672')).toEqual(['ro_cnp 2710217400672']);
  });

  it('makes a weak check digit certain enough to act on', () => {
    expect(acted('code AB1234563')).toEqual([]);
    expect(acted('DEA number AB1234563')).toEqual(['dea AB1234563']);
  });
});

describe('phone numbers', () => {
  test.each([
    'they are not answering at 0211-5550142',
    '781 1704 office',
    'mobile: 06-12345678',
    '(02) 5550 0142',
    'fax +41 (0)44 555 01 42',
  ])('finds the one in %s', (text) => {
    expect(acted(text)).toHaveLength(1);
    expect(acted(text)[0]).toMatch(/^phone /);
  });

  test.each([
    'the answer is 027919244706',
    'call the function on line 7963 with 98041928 items',
    '<path d="M302.0368 849.8568 333.7625 661.7479z"/><text x="25">',
    'upgraded 2024-01-15 to 10.20.30',
    'part 555-0199-A',
    'a gain of +1000000 points',
    '550e8400-e29b-41d4-a716-446655440000',
  ])('finds none in %s', (text) => {
    expect(acted(text)).toEqual([]);
  });
});

describe('mail addresses', () => {
  test.each([
    ['请联系alice@example.com。谢谢', 'alice@example.com'],
    ['an jörg@bücher.example, bitte', 'jörg@bücher.example'],
    ['почта@пример.рф', 'почта@пример.рф'],
    ['"john..doe"@example.com', '"john..doe"@example.com'],
  ])('%s', (text, address) => {
    expect(acted(text)).toEqual([`email ${address}`]);
  });

  test.each(['git clone git@example.com:team/app.git', 'ssh://deploy@host.example.com/srv'])(
    'none in %s',
    (text) => {
      expect(acted(text)).toEqual([]);
    },
  );
});

it('takes an address with its town for one', () => {
  const address = '742 Evergreen Terrace, Apt. 3, Springfield, IL 62704';
  expect(acted(`She lives at ${address}, second floor.`)).toEqual([`address ${address}`]);
});
