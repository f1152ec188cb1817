import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { launchdPlist } from './launchd-plist.ts';
import { lineDifference } from './line-difference.ts';
import type { Service } from './service.ts';
import { systemdUnit } from './systemd-unit.ts';
import { systemdArgument, systemdWord } from './systemd-word.ts';

const SERVICE: Service = {
  node: '/usr/bin/node',
  script: '/opt/safeai/bin/safeai.cjs',
  flags: [['--config', '/etc/safeai/safeai.yaml']],
  config: '/etc/safeai/safeai.yaml',
  user: 'safeai',
  written: [],
  read: [],
  port: 8910,
  shutdownSeconds: 10,
};

test.each([
  ['/etc/safeai.yaml', '/etc/safeai.yaml'],
  ['/srv/my files/a', '"/srv/my files/a"'],
  ['/srv/50%/a', '"/srv/50%%/a"'],
  ['/srv/"a"', '"/srv/\\"a\\""'],
  ["/srv/'a'", '"/srv/\'a\'"'],
  ['/srv/a\\b', '"/srv/a\\\\b"'],
  ['/srv/$HOME', '"/srv/$HOME"'],
  ['/srv/ü', '"/srv/ü"'],
  ['', '""'],
  [';', '";"'],
])('the word %j is %s for systemd', (word, expected) => {
  expect(systemdWord(word)).toBe(expected);
});

test('a dollar in an argument names no variable', () => {
  expect(systemdArgument('/srv/$HOME')).toBe('"/srv/$$HOME"');
});

test('every word comes back from what systemd reads: it is one word, and the same', () => {
  const word = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text));
  fc.assert(
    fc.property(word, (text) => {
      const written = systemdArgument(text);
      const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(written)?.[1];
      if (quoted === undefined) expect(written).toMatch(/^[\w./:=,@+-]+$/);
      const read = (quoted ?? written)
        .replace(/\\(["\\])/g, '$1')
        .replaceAll('%%', '%')
        .replaceAll('$$', () => '$');
      expect(read).toBe(text);
    }),
  );
});

test('a state folder below /var/lib is made by systemd; another one only becomes writable', () => {
  expect(systemdUnit(SERVICE)).toContain('\nStateDirectory=safeai\nStateDirectoryMode=0700\n');
  expect(systemdUnit({ ...SERVICE, stateFolder: '/var/lib/a b' })).toContain(
    '\nStateDirectory="a b"\n',
  );
  for (const stateFolder of ['/var/lib', '/var/library/a', '/srv/a', '/var/lib/a:b']) {
    const unit = systemdUnit({ ...SERVICE, stateFolder });
    expect(unit).toContain(`\nReadWritePaths=${stateFolder}\n`);
    expect(unit).not.toContain('StateDirectory=');
  }
});

test('an audit log outside of the state folder may be written, once', () => {
  const inside = systemdUnit({ ...SERVICE, written: ['/var/lib/safeai/logs'] });
  expect(inside).not.toContain('ReadWritePaths');
  const written = ['/var/log/safeai', '/var/log/safeai'];
  const outside = systemdUnit({ ...SERVICE, written });
  expect(outside).toContain('\nReadWritePaths=/var/log/safeai\n');
});

test.each<[Partial<Service>, string]>([
  [{}, 'ProtectHome=true'],
  [{ node: '/home/me/.nvm/bin/node' }, 'ProtectHome=read-only'],
  [{ read: ['/root/files'] }, 'ProtectHome=read-only'],
  [{ config: '/homes/safeai.yaml' }, 'ProtectHome=true'],
  [{}, 'PrivateTmp=true'],
  [{ config: '/tmp/a/safeai.yaml' }, 'PrivateTmp=false'],
  [{}, 'CapabilityBoundingSet='],
  [{ port: 443 }, 'CapabilityBoundingSet=CAP_NET_BIND_SERVICE'],
  [{ port: 443 }, 'AmbientCapabilities=CAP_NET_BIND_SERVICE'],
  [{ port: 0 }, 'AmbientCapabilities='],
])('%j gives %s', (change, line) => {
  expect(systemdUnit({ ...SERVICE, ...change }).split('\n')).toContain(line);
});

test('a plist holds any text as text', () => {
  const plist = launchdPlist({ ...SERVICE, node: '/a & b/<node>' }, '/Users/me');
  expect(plist).toContain('<string>/a &amp; b/&lt;node&gt;</string>');
});

test('the difference of two texts makes one the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDifference(before.join('\n'), after.join('\n'));
      const counts = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
      expect(before.length - counts('- ') + counts('+ ')).toBe(after.length);
      if (before.join() === after.join()) expect(lines).toEqual([]);
    }),
  );
  expect(lineDifference('a\nb\nc', 'a\nx\nc\nd')).toEqual(['- b', '+ x', '+ d']);
});
