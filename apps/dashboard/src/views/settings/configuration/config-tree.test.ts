import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  configTree,
  countSettings,
  foundIn,
  type ConfigNode,
  type Setting,
} from './config-tree.ts';

const CONFIG = {
  approvals: { default_ttl: '30m', max_pending_per_agent: 100, nothing: null },
  policies: [
    { name: 'no-shell', tools: ['shell_*', 'exec'], action: 'block' },
    { name: 'pay', approval: { groups: [{ role: 'admin', count: 1 }] } },
  ],
  keys: {},
  files: [],
  proxy: { api_key: '[secret]' },
};

/** Every setting, with its path. */
function settings(nodes: readonly ConfigNode[]): readonly Setting[] {
  return nodes.flatMap((node) => (node.kind === 'setting' ? [node] : settings(node.children)));
}

const paths = (nodes: readonly ConfigNode[]): readonly string[] =>
  settings(nodes).map(({ path }) => path);

const anyConfig = fc.dictionary(
  fc.string(),
  fc.jsonValue({ maxDepth: 4 }).map((value) => value as unknown),
);

describe('the tree of a configuration', () => {
  test('has every setting, at its path', () => {
    expect(settings(configTree(CONFIG)).map(({ path, values }) => [path, values])).toEqual([
      ['approvals.default_ttl', ['30m']],
      ['approvals.max_pending_per_agent', ['100']],
      ['approvals.nothing', ['null']],
      ['policies.1.name', ['no-shell']],
      ['policies.1.tools', ['shell_*', 'exec']],
      ['policies.1.action', ['block']],
      ['policies.2.name', ['pay']],
      ['policies.2.approval.groups.1.role', ['admin']],
      ['policies.2.approval.groups.1.count', ['1']],
      ['keys', []],
      ['files', []],
      ['proxy.api_key', ['[secret]']],
    ]);
  });

  test('entries of a list are called what they call themselves', () => {
    const policies = configTree(CONFIG)[1];
    expect(
      policies?.kind === 'section' &&
        policies.children.map((each) => each.kind === 'section' && each.title),
    ).toEqual(['no-shell', 'pay']);
  });

  test('takes any configuration, names of the language among them', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const tree = configTree(config);
        expect(tree).toHaveLength(Object.keys(config).length);
        expect(countSettings(tree)).toBe(settings(tree).length);
      }),
    );
  });
});

describe('finding settings', () => {
  const tree = configTree(CONFIG);

  test.each([
    ['', paths(tree)],
    ['   ', paths(tree)],
    ['ttl', ['approvals.default_ttl']],
    ['30M', ['approvals.default_ttl']],
    ['no-shell action', ['policies.1.action']],
    ['pay role', ['policies.2.approval.groups.1.role']],
    ['keys', ['keys']],
    ['[secret]', ['proxy.api_key']],
    ['nowhere', []],
  ])('%j finds %j', (text, found) => {
    expect(paths(foundIn(tree, text))).toEqual(found);
  });

  test('leaves the order as it is, adds nothing, and finds the same in what it found', () => {
    fc.assert(
      fc.property(anyConfig, fc.string({ maxLength: 3 }), (config, text) => {
        const all = configTree(config);
        const found = foundIn(all, text);
        const kept = new Set(paths(found));
        expect(settings(found)).toEqual(settings(all).filter(({ path }) => kept.has(path)));
        expect(foundIn(found, text)).toEqual(found);
      }),
    );
  });
});
