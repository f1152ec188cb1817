import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { ASSIGNMENT_REACH, isValueStartDecided, keyBefore, valueStart } from './assignment.ts';

/** What stands at the value that is assigned to the first `password`, up to a quote, blank or `<`. */
function assigned(text: string): string | undefined {
  const keyword = /password/i.exec(text);
  const start = valueStart(text, (keyword?.index ?? 0) + 'password'.length);
  return start === -1 ? undefined : (/^[^\s"'`<\\]*/.exec(text.slice(start)) ?? [''])[0];
}

describe('a value is found after its name', () => {
  test.each([
    'password=x1',
    'password = x1',
    'PASSWORD: x1',
    '"password": "x1"',
    '\\"password\\": \\"x1\\"',
    '{\\\\"password\\\\":\\\\"x1\\\\"}',
    'password => "x1"',
    ":password => 'x1'",
    'password := "x1"',
    'password ::= x1',
    'password :::= "x1"',
    'PASSWORD ?= x1',
    'password ??= "x1"',
    'password ||= "x1"',
    'password += "x1"',
    'if password == "x1"',
    "if (password === 'x1')",
    'password <- "x1"',
    'password -> x1',
    'env["password"]="x1"',
    "$config['password'] = 'x1'",
    'password_for_staging = x1',
    'password: string = "x1"',
    'password: Optional[str] = "x1"',
    'var password string = "x1"',
    'char password[] = "x1"',
    'char password[16] = "x1"',
    'setPassword("x1")',
    ".password('x1')",
    'map.put("password", "x1")',
    "define('DB_PASSWORD', 'x1');",
    "password 'x1'",
    "ALTER USER u WITH PASSWORD 'x1'",
    '<password>x1</password>',
    '<ns:password>x1</ns:password>',
    '<property name="password">x1</property>',
    '<key>Password</key>\n  <string>x1</string>',
    '<add key="DbPassword" value="x1"/>',
    '{ "name": "DB_PASSWORD", "value": "x1" }',
    'name: DB_PASSWORD\n    value: x1',
    'name = "DB_PASSWORD"\n  value = "x1"',
    'password:\n  "x1"',
    'password = \\\n  "x1"',
    'password = ("x1")',
    'password = b"x1"',
    '@"password": @"x1"',
    'password = """x1"""',
    '**Password:** x1',
    '**Password**: x1',
  ])('%s', (text) => {
    expect(assigned(text)).toBe('x1');
  });
});

describe('no value is found where none is assigned', () => {
  test.each([
    'the password is long',
    'password',
    'password, x1',
    'password(x1)',
    'password > x1',
    'a password>x1',
    'password != x1',
    'password->x1',
    'password and more = x1',
    '"password" "x1"',
  ])('%s', (text) => {
    expect(assigned(text)).toBeUndefined();
  });
});

it('what comes later than its reach changes nothing', () => {
  const part = fc.constantFrom(
    ' ',
    '"',
    "'",
    '\\',
    ',',
    'value',
    '=',
    ':',
    '\n',
    '<',
    '>',
    'a',
    '[',
    '(',
    '?',
    '|',
  );
  const parts = fc.array(part, { maxLength: 90 }).map((all) => all.join(''));
  fc.assert(
    fc.property(parts, parts, (text, tail) => {
      const cut = text.slice(0, ASSIGNMENT_REACH);
      expect(valueStart(cut.padEnd(ASSIGNMENT_REACH) + tail, 0)).toBe(
        valueStart(cut.padEnd(ASSIGNMENT_REACH), 0),
      );
    }),
  );
});

describe('of a text that goes on', () => {
  it('what is decided stays as it is', () => {
    const part = fc.constantFrom(...' "\'\\,=:\n<>a[(?|.;+-_*1'.split(''), 'value', 'of', 'string');
    const parts = fc.array(part, { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(parts, parts, (text, tail) => {
        fc.pre(isValueStartDecided(text, 0));
        expect(valueStart(text + tail, 0)).toBe(valueStart(text, 0));
      }),
      { numRuns: 5000 },
    );
  });

  it('prose is decided after a word', () => {
    expect(isValueStartDecided('the token of ap', 9)).toBe(true);
    expect(isValueStartDecided('the token, ', 9)).toBe(true);
    expect(isValueStartDecided('the token of', 9)).toBe(false);
    expect(isValueStartDecided('the token string ', 9)).toBe(false);
    expect(isValueStartDecided('token: x', 5)).toBe(false);
  });
});

it('the name before a value is the nearest one, without joints and case', () => {
  const keyOf = (text: string): string => keyBefore(text, text.indexOf('x1'));
  expect(keyOf('Public_Key = "x1"')).toBe('publickey');
  expect(keyOf('"token-type": "x1"')).toBe('tokentype');
  expect(keyOf('x1')).toBe('');
});
