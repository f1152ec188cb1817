import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asksValue } from '../../../test/policy/condition.ts';

describe('within a POSIX folder', () => {
  const isWithin = asksValue({ within: '/srv/app' });

  test.each([
    ['/srv/app', 'yes'],
    ['/srv/app/', 'yes'],
    ['/srv/app/a/b.txt', 'yes'],
    ['//srv///app/./a', 'yes'],
    ['/srv/app/a/../b', 'yes'],
    ['/srv/../srv/app/x', 'yes'],
    ['/../../srv/app/x', 'yes'],
    ['/srv/app/..', 'no'],
    ['/srv/app/../other', 'no'],
    ['/srv/app/a/../../other', 'no'],
    ['/srv/app/../../etc/passwd', 'no'],
    ['/srv/application', 'no'],
    ['/srv/app.bak', 'no'],
    ['/srv', 'no'],
    ['/', 'no'],
    ['/other/srv/app', 'no'],
    // Where it is depends on what the text does not say.
    ['', 'unsure'],
    ['a', 'unsure'],
    ['./srv/app/a', 'unsure'],
    ['../srv/app', 'unsure'],
    ['srv/app/a', 'unsure'],
    ['~/app', 'unsure'],
    ['$HOME/app', 'unsure'],
    ['file:///srv/app/a', 'unsure'],
    ['C:\\srv\\app\\a', 'unsure'],
    ['\\srv\\app', 'unsure'],
    ['/SRV/app/a', 'unsure'],
    ['/srv/App/../app/a', 'yes'],
    ['/srv/app/a\0', 'unsure'],
    ['/srv/app\0/../../etc', 'unsure'],
    ['/srv/app/a\\..\\..\\..\\etc', 'unsure'],
    ['/srv/app/a\\b', 'yes'],
    [7, 'unsure'],
    [null, 'unsure'],
    [['/srv/app/a'], 'unsure'],
  ])('%j: %s', (path, answer) => {
    expect(isWithin(path)).toBe(answer);
  });

  test('the root holds every absolute path', () => {
    const isAnywhere = asksValue({ within: '/' });
    expect(isAnywhere('/etc/../..')).toBe('yes');
    expect(isAnywhere('etc')).toBe('unsure');
  });

  test('a folder is resolved too', () => {
    expect(asksValue({ within: '/srv/x/../app/' })('/srv/app/a')).toBe('yes');
  });

  test('agrees with walking the path step by step', () => {
    const steps = fc.array(fc.constantFrom('srv', 'app', '..', '.', '', 'x'), { maxLength: 8 });
    fc.assert(
      fc.property(steps, (names) => {
        let place: string[] = [];
        for (const name of names) {
          if (name === '..') place = place.slice(0, -1);
          else if (name !== '.' && name !== '') place.push(name);
        }
        const expected = place[0] === 'srv' && place[1] === 'app' ? 'yes' : 'no';
        expect(isWithin(`/${names.join('/')}`)).toBe(expected);
      }),
    );
  });
});

describe('within a Windows folder', () => {
  const isWithin = asksValue({ within: 'C:\\Data\\App' });

  test.each([
    ['C:\\Data\\App', 'yes'],
    ['c:/data/app/x', 'yes'],
    ['C:\\Data\\App\\..\\App\\x', 'yes'],
    ['C:\\Data\\App\\..\\x', 'no'],
    ['C:\\..\\..\\Data\\App\\x', 'yes'],
    ['C:\\Data\\Application', 'no'],
    ['D:\\Data\\App\\x', 'no'],
    ['\\\\server\\share\\Data\\App', 'no'],
    ['\\\\?\\C:\\Data\\App\\x', 'yes'],
    ['\\\\.\\C:\\Data\\App\\x', 'yes'],
    ['\\\\?\\C:\\Data\\App\\..\\x', 'unsure'],
    ['C:Data\\App', 'unsure'],
    ['C:', 'unsure'],
    ['Data\\App', 'unsure'],
    ['/Data/App', 'unsure'],
    ['\\Data\\App', 'unsure'],
    ['C:\\DATA~1\\App', 'unsure'],
    ['C:\\Data\\App.\\..\\x', 'unsure'],
    ['C:\\Data\\App\\.. \\x', 'unsure'],
    ['C:\\Data\\App\\...\\x', 'unsure'],
    ['C:\\Data\\App\\x:stream', 'unsure'],
    ['C:\\Data\\App\\x\0', 'unsure'],
    [5, 'unsure'],
  ])('%j: %s', (path, answer) => {
    expect(isWithin(path)).toBe(answer);
  });

  test('a share is a root of its own', () => {
    const isInShare = asksValue({ within: '\\\\Server\\Share\\App' });
    expect(isInShare('//server/share/app/x')).toBe('yes');
    expect(isInShare('\\\\?\\UNC\\server\\share\\app\\x')).toBe('yes');
    expect(isInShare('//server/share/app/../../../x')).toBe('no');
    expect(isInShare('//server/other/app/x')).toBe('no');
  });
});

test.each([
  '',
  'data',
  './data',
  '~/data',
  'C:data',
  'C:',
  '\\data',
  '/a\0b',
  'C:\\PROGRA~1',
  'C:\\a:b',
  5,
  null,
])('%j is no folder', (folder) => {
  expect(() => asksValue({ within: folder as string })).toThrow('within');
});
