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
  beyondAscii: { holds: ['jörg', '例'], fails: ['alice', ''] },
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
  publicIpv4: {
    holds: ['203.0.113.7', '8.8.100.8'],
    fails: [
      '10.0.0.100',
      '127.0.0.100',
      '192.168.1.1',
      '256.1.1.1',
      '1.2.3.4',
      '255.255.255.0',
      '::1',
    ],
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
  arCuit: { holds: ['20-12345678-6', '30-50001091-2'], fails: ['20-12345678-7', '21-12345678-6'] },
  atSvnr: { holds: ['1237 010180'], fails: ['1238 010180', '0237 010180'] },
  auAbn: { holds: ['51 824 753 556'], fails: ['52 824 753 556', '51 824 753 557'] },
  auAcn: { holds: ['004 085 616', '006249976'], fails: ['004 085 617', '000000000'] },
  auMedicare: { holds: ['2123 45670 1'], fails: ['2123 45671 1', '7123 45670 1'] },
  auTfn: { holds: ['876 543 210', '123 456 782'], fails: ['876 543 211', '12345678'] },
  balticCode: { holds: ['37605030299', '33309240064'], fails: ['37605030298', '37613030299'] },
  beNationalNumber: { holds: ['85.07.30-033 28'], fails: ['85.07.30-033 29', '85.73.30-033 28'] },
  bgEgn: { holds: ['7523169263'], fails: ['7523169264', '7599169263'] },
  caSin: {
    holds: ['193-456-787', '130692544'],
    fails: ['193-456-788', '046 454 286', '846-454-286'],
  },
  chAhv: { holds: ['756.1234.5678.97'], fails: ['756.1234.5678.98', '755.1234.5678.97'] },
  clRut: { holds: ['12.345.678-5', '7.654.321-6'], fails: ['12.345.678-6', '1-9'] },
  cnResidentId: {
    holds: ['11010519491231002X'],
    fails: ['110105194912310021', '11010519491331002X'],
  },
  cnpj: { holds: ['11.222.333/0001-81'], fails: ['11.222.333/0001-82', '00000000000000'] },
  cpf: { holds: ['123.456.789-09', '529.982.247-25'], fails: ['123.456.789-10', '111.111.111-11'] },
  czBirthNumber: { holds: ['736028/5163'], fails: ['736028/5164', '739928/5163'] },
  deHealthInsurance: { holds: ['A123456780', 'C000500021'], fails: ['A123456781', 'a'] },
  deSocialSecurity: {
    holds: ['15070649C103', '15 070649 C 103'],
    fails: ['15070649C104', '15990649C103'],
  },
  deTaxId: {
    holds: ['86 095 742 719', '47036892816', '65929970489'],
    fails: ['86095742718', '11111111111'],
  },
  deVatId: { holds: ['DE136695976', 'DE 129 273 398'], fails: ['DE136695975', '136695976'] },
  deDocument: {
    holds: ['C01X00T47', 'C01X00T478', 't220001293'],
    fails: ['C01X00T479', 'B01X00T47', 'CFGHJKLMN', 'C01X00T4'],
  },
  deLanr: { holds: ['123456601', '100000601'], fails: ['123456901', '123456600', '12345660'] },
  dkCpr: { holds: ['010190-1234'], fails: ['320190-1234', '010190'] },
  esNie: { holds: ['X1234567L', 'Z8078221M'], fails: ['X1234567A', '1234567L'] },
  esNif: { holds: ['12345678Z', '55555555-K'], fails: ['12345678A', '1234567Z'] },
  fiHetu: { holds: ['131052-308T', '010594Y9032'], fails: ['131052-308U', '321352-308T'] },
  frNir: {
    holds: ['2 55 08 14 168 025 38'],
    fails: ['2 55 08 14 168 025 39', '9 55 08 14 168 025 38'],
  },
  grAfm: { holds: ['094259216'], fails: ['094259217', '000000000'] },
  hkId: { holds: ['A123456(3)'], fails: ['A123456(4)', '123456(3)'] },
  hrOib: { holds: ['69435151530', '94577403194'], fails: ['69435151531', '6943515153'] },
  iePps: { holds: ['1234567T', '1234567FA'], fails: ['1234567A', '123456T'] },
  ilNationalId: { holds: ['123456782'], fails: ['123456783', '000000000'] },
  itCodiceFiscale: {
    holds: ['RSSMRA85T10A562S', 'rssmra85t10a562s'],
    fails: ['RSSMRA85T10A562T', 'RSSMRA85Z10A562S'],
  },
  itVat: { holds: ['12345678903'], fails: ['12345678904', '00000000000'] },
  jpMyNumber: { holds: ['123456789018'], fails: ['123456789019', '1234'] },
  krBusinessNumber: {
    holds: ['104-82-13138', '124-81-00998'],
    fails: ['104-82-13139', '0000000000'],
  },
  krCheckedNumber: {
    holds: ['9601211021413', '9111245678906'],
    fails: ['9601211021414', '9613211021413'],
  },
  krResidentNumber: { holds: ['960121-1021413'], fails: ['961321-1021413', '960121-9021413'] },
  mxCurp: { holds: ['HEGG560427MVZRRL04'], fails: ['HEGG560427MVZRRL05', 'HEGG561327MVZRRL04'] },
  myNric: { holds: ['900101-14-5678'], fails: ['901301-14-5678', '900101-00-5678'] },
  nlBsn: { holds: ['111222333', '1234.56.782'], fails: ['111222334', '111111111'] },
  noFodselsnummer: { holds: ['15076500565'], fails: ['15076500566', '99076500565'] },
  nzIrd: { holds: ['49-091-850', '136410132'], fails: ['49-091-851', '9125568'] },
  phone: {
    holds: ['+44 20 7946 0958', '(212) 555-0142', '020 7946 0958', '532 123 45 67'],
    fails: ['+999 123 456', '0000012345', '12.10.2024', '2125'],
  },
  plNip: { holds: ['123-456-32-18'], fails: ['123-456-32-19', '0234563218'] },
  plPesel: { holds: ['44051401359', '44051401458'], fails: ['44051401358', '44991401359'] },
  plRegon: {
    holds: ['123456785', '12345678512347'],
    fails: ['123456786', '12345678512348', '000000000'],
  },
  ptNif: { holds: ['501442600', '123 456 789'], fails: ['501442601', '401442600'] },
  roCnp: { holds: ['1800101221144'], fails: ['1800101221145', '1801301221144'] },
  seOrganisationsnummer: {
    holds: ['556703-7485', '212000-0142'],
    fails: ['556703-7486', '550703-7485'],
  },
  sePersonnummer: {
    holds: ['811228-9874', '19640823-3234'],
    fails: ['811228-9875', '811328-9874'],
  },
  sgNric: { holds: ['S1234567D', 'T7572225C'], fails: ['S1234567A', 'A1234567D'] },
  thNationalId: { holds: ['1-2345-67890-12-1'], fails: ['1234567890122', '9234567890121'] },
  trNationalId: { holds: ['10000000146', '94357219628'], fails: ['10000000145', '00000000146'] },
  twNationalId: { holds: ['A123456789'], fails: ['A123456788', 'A323456789'] },
  ukNhs: { holds: ['943 476 5919'], fails: ['943 476 5918', '1111111111'] },
  ukNino: { holds: ['AB123456C', 'ab 12 34 56 c'], fails: ['QQ123456C', 'GB123456A', 'AB123456E'] },
  zaId: { holds: ['8001015009087'], fails: ['8001015009088', '8013015009087'] },
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
