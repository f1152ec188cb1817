import { describe, expect, test } from '@jest/globals';
import { asksValue } from '../../../test/policy/condition.ts';

describe('hostIn', () => {
  const isIn = asksValue({
    hostIn: ['good.com', '*.example.org', '127.0.0.1', 'bücher.de', '2001:db8::1'],
  });

  test.each([
    ['good.com', 'yes'],
    ['GOOD.com', 'yes'],
    ['good.com.', 'yes'],
    ['good.com:8080', 'yes'],
    ['good.com/path?x', 'yes'],
    ['https://good.com', 'yes'],
    ['HTTPS://Good.Com:443/x?y#z', 'yes'],
    ['//good.com/x', 'yes'],
    ['postgres://user:pass@good.com:5432/db', 'yes'],
    ['a.example.org', 'yes'],
    ['https://a.b.example.org/', 'yes'],
    ['example.org', 'no'],
    ['badexample.org', 'no'],
    ['good.com.evil.net', 'no'],
    ['evil.net', 'no'],
    ['https://good.com@evil.net/', 'no'],
    ['https://good.com:x@evil.net/', 'no'],
    ['https://evil.net/good.com', 'no'],
    ['https://evil.net/@good.com', 'no'],
    ['www.good.com', 'no'],
    // Spellings of the same.
    ['http://2130706433/', 'yes'],
    ['0x7f.1', 'yes'],
    ['http://017700000001/', 'yes'],
    ['xn--bcher-kva.de', 'yes'],
    ['https://BÜCHER.de', 'yes'],
    ['[2001:db8::1]:80', 'yes'],
    ['2001:0db8:0:0::1', 'yes'],
    ['http://[2001:db8::1%25eth0]/', 'yes'],
    // Clients disagree, or there is no host.
    ['https://good.com\\@evil.net/', 'unsure'],
    ['https://good.com#@evil.net/', 'unsure'],
    ['https://good.com?@evil.net/', 'unsure'],
    ['https://a@good.com@evil.net/', 'unsure'],
    ['https://good.com%2eevil.net/', 'unsure'],
    [' https://good.com', 'unsure'],
    ['https://good.com\t.evil.net', 'unsure'],
    ['http:/evil.net', 'unsure'],
    ['http:evil.net', 'unsure'],
    ['http:8080', 'unsure'],
    ['https:///evil.net', 'unsure'],
    ['javascript:alert(1)', 'unsure'],
    ['mailto:a@good.com', 'unsure'],
    ['file:///etc/passwd', 'unsure'],
    ['/relative', 'unsure'],
    ['good.com..', 'unsure'],
    ['good.com:port', 'unsure'],
    ['', 'unsure'],
    [5, 'unsure'],
    [['good.com'], 'unsure'],
  ])('%j: %s', (value, answer) => {
    expect(isIn(value)).toBe(answer);
  });

  test.each([
    'https://a.com',
    'a.com:80',
    'a.com/',
    '*',
    '*.',
    'a.*.com',
    'a@b.com',
    ' a.com',
    'a b',
    '',
  ])('%j is no host', (host) => {
    expect(() => asksValue({ hostIn: [host] })).toThrow('hostIn[0]');
  });

  test.each([[], 'good.com', null])('%j is no list', (operand) => {
    expect(() => asksValue({ hostIn: operand as string[] })).toThrow('hostIn');
  });
});

describe('cidrIn', () => {
  const isIn = asksValue({
    cidrIn: ['10.0.0.0/8', '127.0.0.0/8', '169.254.169.254/32', '::1/128', 'fc00::/7'],
  });

  test.each([
    ['10.1.2.3', 'yes'],
    ['http://10.1.2.3:8080/x', 'yes'],
    ['11.1.2.3', 'no'],
    ['9.255.255.255', 'no'],
    ['127.0.0.1', 'yes'],
    ['127.1', 'yes'],
    ['http://2130706433/', 'yes'],
    ['0x7f000001', 'yes'],
    ['0x7f.0.0.1', 'yes'],
    ['0177.0.0.1', 'unsure'],
    ['http://[::ffff:127.0.0.1]/', 'yes'],
    ['::ffff:7f00:1', 'yes'],
    ['[::FFFF:A9FE:A9FE]', 'yes'],
    ['http://169.254.169.254/latest/meta-data', 'yes'],
    ['http://2852039166/', 'yes'],
    ['http://１２７.0.0.1/', 'yes'],
    ['[::1]:80', 'yes'],
    ['::1', 'yes'],
    ['::1%lo', 'yes'],
    ['fd12::1', 'yes'],
    ['2001:db8::1', 'no'],
    ['localhost', 'yes'],
    ['http://LOCALHOST:3000/', 'yes'],
    ['a.localhost', 'yes'],
    // Names are not resolved.
    ['https://example.com/', 'no'],
    ['10.example.com', 'no'],
    // Octal to some, decimal to others.
    ['010.0.0.1', 'unsure'],
    ['011.0.0.1', 'no'],
    // Addresses that lead to an IPv4 one in some networks.
    ['::127.0.0.1', 'unsure'],
    ['64:ff9b::7f00:1', 'unsure'],
    ['64:ff9b:1::a00:1', 'unsure'],
    ['2002:7f00:1::', 'unsure'],
    ['2001:0:0:0:0:0:80ff:fffe', 'unsure'],
    ['2002:808:808::', 'no'],
    ['256.1.1.1', 'unsure'],
    ['', 'unsure'],
    ['not a host', 'unsure'],
    [2130706433, 'unsure'],
  ])('%j: %s', (value, answer) => {
    expect(isIn(value)).toBe(answer);
  });

  test('a range of mapped addresses is one of IPv4', () => {
    const isMapped = asksValue({ cidrIn: ['::ffff:10.0.0.0/104'] });
    expect(isMapped('10.9.9.9')).toBe('yes');
    expect(isMapped('::ffff:10.9.9.9')).toBe('yes');
    expect(isMapped('11.9.9.9')).toBe('no');
  });

  test('0.0.0.0/0 and ::/0 are all of their kind', () => {
    expect(asksValue({ cidrIn: ['0.0.0.0/0'] })('8.8.8.8')).toBe('yes');
    expect(asksValue({ cidrIn: ['0.0.0.0/0'] })('2001:db8::1')).toBe('no');
    expect(asksValue({ cidrIn: ['::/0'] })('2001:db8::1')).toBe('yes');
    expect(asksValue({ cidrIn: ['::/0'] })('::ffff:8.8.8.8')).toBe('yes');
  });

  test.each([
    '10/8',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.0/8',
    '::1',
    '::/129',
    'x/8',
    '',
    ' 10.0.0.0/8',
  ])('%j is no range', (range) => {
    expect(() => asksValue({ cidrIn: ['10.0.0.0/8', range] })).toThrow('cidrIn[1]');
  });
});
