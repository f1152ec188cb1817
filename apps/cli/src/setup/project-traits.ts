import { lstat, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FrameworkTraces, PackageNames, SetupLanguage } from '@safeai/core';

/** What a project shows of itself. */
export interface ProjectTraits {
  /** Names of its direct dependencies; of Python's in their normal form. */
  readonly npm: ReadonlySet<string>;
  readonly pypi: ReadonlySet<string>;
  readonly languages: readonly SetupLanguage[];
  /** How a package is added, without its name; null where nothing tells. */
  readonly addNpm: string;
  readonly addPypi: string;
}

const MAX_BYTES = 1_048_576;

/** Looks at a project. A file that is broken or cannot be read tells nothing, and is no error. */
export async function readTraits(project: string): Promise<ProjectTraits> {
  const [manifest, python] = await Promise.all([readManifest(project), readPython(project)]);
  const above = await foldersAbove(project);
  const isTyped = await isThere(join(project, 'tsconfig.json'));
  return {
    npm: new Set(manifest.names),
    pypi: new Set(python),
    languages: [isTyped ? 'typescript' : 'javascript', 'python'],
    addNpm: await adder(above, NPM_LOCKS, 'npm install'),
    addPypi: await adder(above, PYPI_LOCKS, 'python3 -m pip install'),
  };
}

/** Whether one of the traces is there. */
export async function hasTraces(
  project: string,
  traits: ProjectTraits,
  { npm = [], pypi = [], paths = [] }: FrameworkTraces = {},
): Promise<boolean> {
  if (npm.some((name) => traits.npm.has(nameOf(name)))) return true;
  if (pypi.some((name) => traits.pypi.has(normal(nameOf(name))))) return true;
  for (const path of paths) if (await isThere(join(project, path))) return true;
  return false;
}

/**
 * A line that adds what a project lacks, for each kind of package; none where nothing is missing. A package that is a
 * trace of the framework itself is not missing where another trace is there.
 */
export function installLines(
  { npm = [], pypi = [] }: PackageNames,
  traces: FrameworkTraces,
  traits: ProjectTraits,
): string[] {
  const own = [...(traces.npm ?? []), ...(traces.pypi ?? [])].map((name) => normal(nameOf(name)));
  const isUsed = own.some((name) => traits.npm.has(name) || traits.pypi.has(name));
  const isMissing = (wanted: string, has: ReadonlySet<string>): boolean => {
    const name = nameOf(wanted);
    return !has.has(name) && !has.has(normal(name)) && !(isUsed && own.includes(normal(name)));
  };
  const noNpm = npm.filter((name) => isMissing(name, traits.npm));
  const noPypi = pypi.filter((name) => isMissing(name, traits.pypi));
  return [
    ...(noNpm.length === 0 ? [] : [`${traits.addNpm} ${noNpm.map(quoted).join(' ')}`]),
    ...(noPypi.length === 0 ? [] : [`${traits.addPypi} ${noPypi.map(quoted).join(' ')}`]),
  ];
}

const NPM_LOCKS: readonly (readonly [string, string])[] = [
  ['pnpm-lock.yaml', 'pnpm add'],
  ['yarn.lock', 'yarn add'],
  ['bun.lock', 'bun add'],
  ['bun.lockb', 'bun add'],
  ['package-lock.json', 'npm install'],
];

const PYPI_LOCKS: readonly (readonly [string, string])[] = [
  ['uv.lock', 'uv add'],
  ['poetry.lock', 'poetry add'],
  ['pdm.lock', 'pdm add'],
  ['Pipfile', 'pipenv install'],
];

async function adder(
  folders: readonly string[],
  locks: readonly (readonly [string, string])[],
  other: string,
): Promise<string> {
  for (const folder of folders) {
    for (const [lock, command] of locks) if (await isThere(join(folder, lock))) return command;
  }
  return other;
}

/** The folder and those above it up to the repository's; itself alone outside of one. */
async function foldersAbove(project: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for (let folder = project; ; folder = dirname(folder)) {
    folders.push(folder);
    if (await isThere(join(folder, '.git'))) return folders;
    if (folder === dirname(folder)) return [project];
  }
}

async function readManifest(project: string): Promise<{ names: readonly string[] }> {
  try {
    const manifest = JSON.parse(await textOf(join(project, 'package.json'))) as object;
    const fields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
    const lists = Object.entries(manifest).filter(([key]) => fields.includes(key));
    return { names: lists.flatMap(([, list]) => Object.keys(Object(list) as object)) };
  } catch {
    return { names: [] };
  }
}

/** Files in which Python projects name their dependencies. */
const PYTHON_FILES = [
  ...['pyproject.toml', 'requirements.txt', 'requirements-dev.txt', 'requirements.in'],
  ...['setup.cfg', 'setup.py', 'Pipfile', 'environment.yml'],
];

async function readPython(project: string): Promise<readonly string[]> {
  const texts = await Promise.all(
    PYTHON_FILES.map((name) => textOf(join(project, name)).catch(() => '')),
  );
  // A name at the start of a line, of a quoted text or of a list's item, and what may follow one.
  const names = /(?:^|["',[\s-])([A-Za-z][\w.-]{0,99})(?=\s*(?:$|["'\][<>=!~;,@#]))/gm;
  return texts.flatMap((text) => [...text.matchAll(names)].map(([, name = '']) => normal(name)));
}

async function textOf(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile() || found.size > MAX_BYTES) throw new Error('It is no file to be read.');
  return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
}

/** The name of a package, without its version and its extras. */
function nameOf(wanted: string): string {
  return /^@?[^@\s<>=!~;[]*/.exec(wanted)?.[0] ?? wanted;
}

/** As PyPI compares names. */
function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function quoted(name: string): string {
  return /^[\w@./-]+$/.test(name) ? name : `'${name}'`;
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
