import { describe, expect, test } from '@jest/globals';
import type { FileSystem, FolderEntry } from './files.ts';
import { baseFolder, findFiles } from './glob.ts';

/** Files by their paths; folders follow from them. */
function filesOf(paths: readonly string[]): FileSystem {
  const listFolder = (folder: string): Promise<FolderEntry[]> => {
    const prefix = folder === '/' ? '/' : `${folder}/`;
    const below = paths.filter((path) => path.startsWith(prefix));
    const missing = Object.assign(new Error('No such folder'), { code: 'ENOENT' });
    if (below.length === 0) return Promise.reject(missing);
    const entries = new Map(
      below.map((path) => {
        const [name = '', ...rest] = path.slice(prefix.length).split('/');
        return [name, { name, kind: rest.length > 0 ? 'folder' : 'file' } as const];
      }),
    );
    return Promise.resolve([...entries.values()]);
  };
  return { listFolder, readFile: () => Promise.resolve(new Uint8Array()) };
}

const files = filesOf([
  '/etc/safeai/b.yaml',
  '/etc/safeai/a.yaml',
  '/etc/safeai/a.yml',
  '/etc/safeai/.hidden.yaml',
  '/etc/safeai/deep/c.yaml',
  '/etc/safeai/deep/er/d.yaml',
  '/etc/safeai/.git/e.yaml',
  '/etc/other/f(1).yaml',
]);

const find = async (pattern: string) =>
  (await findFiles(pattern, '/etc/safeai', files)).map((path) => path.replace('/etc/', ''));

describe('findFiles', () => {
  test.each([
    ['*.yaml', ['safeai/a.yaml', 'safeai/b.yaml']],
    ['./*.yaml', ['safeai/a.yaml', 'safeai/b.yaml']],
    ['?.y*ml', ['safeai/a.yaml', 'safeai/a.yml', 'safeai/b.yaml']],
    ['.*.yaml', ['safeai/.hidden.yaml']],
    ['*/*.yaml', ['safeai/deep/c.yaml']],
    ['deep/**/*.yaml', ['safeai/deep/c.yaml', 'safeai/deep/er/d.yaml']],
    ['**/d.yaml', ['safeai/deep/er/d.yaml']],
    ['deep/**', ['safeai/deep/c.yaml', 'safeai/deep/er/d.yaml']],
    ['**/**/*.yml', ['safeai/a.yml']],
    ['../other/*', ['other/f(1).yaml']],
    ['../other/f(1).*', ['other/f(1).yaml']],
    ['/etc/other/*.yaml', ['other/f(1).yaml']],
    ['absent/*.yaml', []],
    ['a.yaml/*', []],
    ['*.json', []],
  ])('%s', async (pattern, expected) => {
    expect(await find(pattern)).toEqual(expected);
  });

  test('an error other than a missing folder is told', async () => {
    const broken: FileSystem = {
      ...files,
      listFolder: () => Promise.reject(new Error('Input/output error')),
    };
    await expect(findFiles('*', '/', broken)).rejects.toThrow('Input/output error');
  });
});

test.each([
  ['policies/*.yaml', '/etc/safeai/policies'],
  ['policies/one.yaml', '/etc/safeai/policies'],
  ['*.yaml', '/etc/safeai'],
  ['../other/**/x', '/etc/other'],
  ['/var/*/x', '/var'],
  ['/*.yaml', '/'],
])('the folder below which %s can match is %s', (pattern, folder) => {
  expect(baseFolder(pattern, '/etc/safeai')).toBe(folder);
});
