import { basename, dirname, extname, join, resolve } from 'node:path';
import type { LoadedConfig } from '../loaded-config.ts';
import { fileError, type Problem } from '../problem.ts';
import { SafeAIConfig } from '../safeai-config.ts';
import { rootSchema } from '../schema/root.ts';
import { emptyMap } from '../yaml/node-from.ts';
import { Source } from '../yaml/source.ts';
import { assemble, formatProblems, readRoot, warningsAbout } from './assemble.ts';
import { DEFAULT_FILE } from './find-config.ts';
import { nodeFileSystem, type FileSystem } from './files.ts';
import { readIncludes } from './includes.ts';
import type { Environment } from './interpolate.ts';
import { locator, originsOf } from './locate.ts';
import { overlay } from './overlay.ts';
import { prepare } from './prepare.ts';
import { Reader } from './reader.ts';
import { secretPlaces } from './secret-checks.ts';
import { secretReader } from './secret-reader.ts';

/** What to load. */
export interface LoadConfigOptions {
  /** Values for `${VAR}`, and `SAFEAI_ENV`; usually `process.env`. */
  readonly environment: Environment;
  /** The file; `safeai.yaml` in `cwd` if absent, which then may be missing. */
  readonly file?: string;
  /** The environment whose overlay `safeai.<env>.yaml` is laid over the file; `SAFEAI_ENV` if absent. */
  readonly env?: string;
  /** The folder that `file` starts from; the working folder if absent. */
  readonly cwd?: string;
  /** Another way to reach files than the disk. */
  readonly files?: FileSystem;
}

/**
 * Reads safeai.yaml, its overlay and the files that it names. Without a file, and none asked for,
 * the defaults are returned with `source: 'defaults'`.
 *
 * @throws ConfigError that lists all that is wrong, each with file, line and column
 */
export async function loadConfig(options: LoadConfigOptions): Promise<LoadedConfig> {
  const { environment, cwd = '.' } = options;
  const name = options.file ?? DEFAULT_FILE;
  const path = resolve(cwd, name);
  const folder = dirname(path);
  const reader = new Reader(options.files ?? nodeFileSystem);
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const folders = new Set([folder]);

  const main = await reader.readIfThere(path, name);
  if (main === undefined && options.file !== undefined)
    throw fileError(name, 'there is no such file');
  const env = environmentName(options);
  const top = env === undefined ? undefined : await readOverlay(path, name, env, reader);
  if (env !== undefined && top === undefined && main !== undefined) {
    throw fileError(overlayName(name, env), `there is no such file for the environment ${env}`);
  }

  const empty = emptyMap({ source: new Source(name, folder, ''), offset: 0 });
  const base = main === undefined ? empty : readRoot(main, problems);
  const merged = top === undefined ? base : overlay(base, readRoot(top, problems));
  const root = prepare('config', merged, environment, problems);
  const context = { reader, environment, problems, warnings, folders, main: { name, folder } };
  const included = await readIncludes(root, context);
  const { data, rules } = assemble(root, included, problems);
  const found = main !== undefined || top !== undefined;
  return {
    config: new SafeAIConfig(data),
    source: found ? 'files' : 'defaults',
    ...(found ? { file: path } : {}),
    ...(env !== undefined && top !== undefined ? { env } : {}),
    folder,
    files: reader.paths,
    folders: [...folders].sort(),
    revision: reader.digest(),
    warnings: formatProblems([...warnings, ...warningsAbout(root)]),
    ruleOrigins: originsOf(rules),
    secretOf: secretReader(root, environment),
    secretPlaces: secretPlaces(root, rootSchema),
    environment: () => environment,
    locate: locator(root),
  };
}

function environmentName({ env, environment }: LoadConfigOptions): string | undefined {
  const name = env ?? environment.SAFEAI_ENV;
  if (name === undefined || name === '') return undefined;
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) {
    const origin = env === undefined ? 'SAFEAI_ENV' : '--env';
    throw fileError(
      DEFAULT_FILE,
      `the environment that ${origin} names may hold letters, digits, - and _ only`,
    );
  }
  return name;
}

async function readOverlay(
  path: string,
  name: string,
  env: string,
  reader: Reader,
): Promise<Source | undefined> {
  return reader.readIfThere(overlayName(path, env), overlayName(name, env));
}

/** `conf/safeai.yaml` → `conf/safeai.prod.yaml`. */
function overlayName(name: string, env: string): string {
  const extension = extname(name);
  return join(dirname(name), `${basename(name, extension)}.${env}${extension}`);
}
