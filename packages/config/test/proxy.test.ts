import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../src/index.ts';

describe('proxy.egress.allow', () => {
  test.each([
    'loopback',
    'private',
    'link_local',
    'shared',
    'metadata',
    '10.0.0.0/8',
    '::1',
    'fd00::/8',
  ])('takes %s', (range) => {
    const { config } = parseConfig(`proxy: { egress: { allow: ['${range}'] } }`);
    expect(config.proxy.egress.allow).toEqual([range]);
  });

  test.each([
    'public',
    'Private',
    '*',
    '10.0.0.0/33',
    '10.0.0',
    'internal.example',
    '0x7f.0.0.1',
    '::/129',
  ])('refuses %s', (range) => {
    expect(() => parseConfig(`proxy: { egress: { allow: ['${range}'] } }`)).toThrow(
      /proxy\.egress\.allow\[0\]: must be loopback, private/,
    );
  });
});

describe('the name of an upstream', () => {
  test.each(['default', '', 'a b', '-a', 'x'.repeat(65), 'a/b'])('is not %j', (name) => {
    const yaml = `proxy: { upstreams: [{ name: '${name}', target: 'https://a.example' }] }`;
    expect(() => parseConfig(yaml)).toThrow(/proxy\.upstreams\[0\]\.name/);
  });

  test.each(['openai', 'defaults', 'openai-eu.2', 'A_1'])('may be %j', (name) => {
    const yaml = `proxy: { upstreams: [{ name: '${name}', target: 'https://a.example' }] }`;
    expect(parseConfig(yaml).config.proxy.upstreams).toMatchObject([{ name, order: 0, weight: 1 }]);
  });
});
