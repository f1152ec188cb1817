import { describe, expect, it, test } from '@jest/globals';
import * as fc from 'fast-check';
import { base62, crc32 } from './crc32-token.ts';
import { IBAN_LENGTHS, mod97 } from './iban.ts';
import { VALIDATORS, type ValidatorName } from './index.ts';
import { luhnHolds } from './luhn.ts';
import { verhoeffHolds } from './verhoeff.ts';

/** Numbers that the standard or the issuer prints as samples, and neighbours of them that must not pass. */
const CASES: Partial<Record<ValidatorName, { holds: string[]; fails: string[] }>> = {
  aadhaar: {
    holds: ['3998-7654-3211', '3998 7654 3211'],
    fails: ['3998-7654-3212', '1998 7654 3211', '222222222222'],
  },
  abaRouting: {
    holds: ['021000021', '011000015', '121000358'],
    fails: ['021000022', '991000021', '000000000', '02100002'],
  },
  basicCredentials: {
    holds: [btoa('Aladdin:open sesame')],
    fails: [btoa('no colon here'), 'authentication', ''],
  },
  bitcoinAddress: {
    holds: [
      '1BoatSLRHtKNngkdXEeobR76b53LETtpyT',
      '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
      'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
    ],
    fails: [
      '1BoatSLRHtKNngkdXEeobR76b53LETtpyU',
      'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
      'bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
      '1',
      '0BoatSLR',
    ],
  },
  card: {
    holds: [
      '4111 1111 1111 1111',
      '5555-5555-5555-4444',
      '378282246310005',
      '6011111111111117',
      '3530111333300000',
      '30569309025904',
      '6200000000000005',
    ],
    fails: [
      '4111 1111 1111 1112',
      '1234567890123456',
      '1700000000000',
      '0000000000000000',
      '9999999999999995',
    ],
  },
  crc32Token: {
    holds: [`ghp_${'a'.repeat(30)}${base62(crc32('a'.repeat(30)), 6)}`],
    fails: [`ghp_${'a'.repeat(36)}`, 'ghp_short', ''],
  },
  dea: { holds: ['AB1234563', 'BS1234563'], fails: ['AB1234564', 'QB1234563', 'AB123456'] },
  ethereumAddress: {
    holds: [
      '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
      '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
      '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359',
    ],
    fails: [
      '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD',
      '0x0000000000000000000000000000000000000000',
      '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe',
    ],
  },
  iban: {
    holds: [
      'GB82 WEST 1234 5698 7654 32',
      'DE89370400440532013000',
      'FR14 2004 1010 0505 0001 3M02 606',
      'NO93 8601 1117 947',
      'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
    ],
    fails: ['GB82 WEST 1234 5698 7654 33', 'DE8937040044053201300', 'XX82WEST12345698765432', ''],
  },
  internationalPhone: {
    holds: ['+1 212 555 0142', '+442079460958', '+49 30 5550142', '+380 44 555 0142'],
    fails: ['+1 012 555 0142', '+999 123 456', '+12', '+1234567890123456'],
  },
  itin: {
    holds: ['912-78-1234', '900-70-0001'],
    fails: ['912-40-1234', '912-93-1234', '812-78-1234'],
  },
  jwt: {
    holds: ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
    fails: ['eyJzdWIiOiIxIn0.eyJzdWIiOiIxIn0.c2ln', 'abc.def.ghi', 'eyJhbGciOiJIUzI1NiJ9', ''],
  },
  luhn: { holds: ['79927398713', '490154203237518'], fails: ['79927398710', '4', ''] },
  macAddress: {
    holds: ['02:1a:2b:3c:4d:5e'],
    fails: ['00:00:00:00:00:00', 'ff-ff-ff-ff-ff-ff', '02:1a'],
  },
  mbi: {
    holds: ['1EG4-TE5-MK73', '1EG4TE5MK72'],
    fails: ['1SG4-TE5-MK73', '0EG4-TE5-MK73', '1EG4-TE5-MK7'],
  },
  nanp: {
    holds: ['(212) 555-0142', '1-800-555-0199', '212.555.0142 ext. 7'],
    fails: ['112 555 0142', '212 155 0142', '911-555-0142', '212 411 0142'],
  },
  nationalPhone: {
    holds: ['020 7946 0958', '030 / 5550142'],
    fails: ['01/02/2024', '7946 0958', '01-02'],
  },
  npi: { holds: ['1234567893', '1245319599'], fails: ['1234567890', '3234567893', '123456789'] },
  publicIp: {
    holds: ['203.0.113.7', '8.8.8.8', '2001:db8::1'],
    fails: ['10.0.0.1', '127.0.0.1', '192.168.1.1', '256.1.1.1', '1.2.3', '::1', 'fe80::1'],
  },
  publicIpv6: {
    holds: ['2001:db8:85a3::8a2e:370:7334'],
    fails: ['a::b', '12:34:56', 'fe80::1ff:fe23:4567:890a', '1.2.3.4'],
  },
  ssn: {
    holds: ['536-22-8726', '123 45 6789'],
    fails: [
      '000-12-3456',
      '666-12-3456',
      '900-12-3456',
      '536-00-8726',
      '536-22-0000',
      '078-05-1120',
      '219-09-9999',
    ],
  },
  subscriberPhone: {
    holds: ['912 34 56 78'],
    fails: ['12-10-2024', '192.168.10.12', '012 34 56 78', '1234567'],
  },
  swiftBic: {
    holds: ['DEUTDEFF', 'NWBKGB2L', 'COBADEFFXXX'],
    fails: ['DEUTZZFF', 'DEUTDEF', 'deutdeff', 'DEUTDEFFXX'],
  },
};

describe.each(Object.keys(VALIDATORS) as ValidatorName[])('%s', (name) => {
  const validate = VALIDATORS[name];
  const cases = CASES[name];

  it('has cases', () => {
    expect(cases).toBeDefined();
  });

  test.each(cases?.holds ?? [])('holds for %s', (value) => {
    expect(validate(value)).toBe(true);
  });

  test.each(cases?.fails ?? [])('fails for "%s"', (value) => {
    expect(validate(value)).toBe(false);
  });

  it('never throws, whatever the value', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        (value) => typeof validate(value) === 'boolean',
      ),
    );
  });
});

describe('what a checksum catches', () => {
  const digits = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 30 })
    .map((list) => list.join(''));
  const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 9 }));

  function changed(text: string, [place, by]: readonly [number, number]): string {
    const at = place % text.length;
    return text.slice(0, at) + String((Number(text[at]) + by) % 10) + text.slice(at + 1);
  }

  /** The text with the one check digit that makes it hold. */
  function completed(text: string, holds: (digits: string) => boolean): string {
    for (let digit = 0; digit < 10; digit++)
      if (holds(text + String(digit))) return text + String(digit);
    throw new Error('No digit completes it.');
  }

  it('Luhn: every change of one digit', () => {
    fc.assert(
      fc.property(
        digits,
        change,
        (text, edit) => !luhnHolds(changed(completed(text, luhnHolds), edit)),
      ),
    );
  });

  it('Verhoeff: every change of one digit and every swap of unequal neighbours', () => {
    fc.assert(
      fc.property(digits, change, fc.nat(), (text, edit, place) => {
        const whole = completed(text, verhoeffHolds);
        const at = place % (whole.length - 1);
        const left = whole.charAt(at);
        const right = whole.charAt(at + 1);
        const swapped = whole.slice(0, at) + right + left + whole.slice(at + 2);
        return !verhoeffHolds(changed(whole, edit)) && (left === right || !verhoeffHolds(swapped));
      }),
    );
  });

  it('MOD 97-10: every change of one digit of an IBAN', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...IBAN_LENGTHS),
        digits,
        change,
        ([country, length], text, edit) => {
          const account = text.repeat(30).slice(0, length - 4);
          const check = String(98 - mod97(`${account}${country}00`)).padStart(2, '0');
          const iban = `${country}${check}${account}`;
          const spoilt = `${country}${changed(check + account, edit)}`;
          return VALIDATORS.iban(iban) && !VALIDATORS.iban(spoilt);
        },
      ),
    );
  });

  it('CRC-32: known value of the standard', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
  });
});
