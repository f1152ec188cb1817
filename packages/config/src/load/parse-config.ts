import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { LoadedConfig } from '../loaded-config.ts';
import type { Problem } from '../problem.ts';
import { SafeAIConfig } from '../safeai-config.ts';
import { rootSchema } from '../schema/root.ts';
import { nodeAt } from '../yaml/node.ts';
import { assemble, formatProblems, readRoot, warningsAbout } from './assemble.ts';
import { NOTHING_INCLUDED } from './build.ts';
import { decodeSource } from './files.ts';
import type { Environment } from './interpolate.ts';
import { prepare } from './prepare.ts';
import { locator, originsOf } from './locate.ts';
import { secretPlaces } from './secret-checks.ts';
import { secretReader } from './secret-reader.ts';

/** How to read a text. */
export interface ParseConfigOptions {
  /** The name that messages begin with; `safeai.yaml` if absent. */
  readonly fileName?: string;
  /** The folder that relative paths start from; the working folder if absent. */
  readonly folder?: string;
  /** Values for `${VAR}`; none if absent. */
  readonly environment?: Environment;
}

/**
 * Reads a configuration from a text. Nothing else is read: files that it names are left out, with a
 * warning.
 *
 * @throws ConfigError that lists all that is wrong
 */
export function parseConfig(text: string, options: ParseConfigOptions = {}): LoadedConfig {
  const { fileName = 'safeai.yaml', environment = {} } = options;
  const folder = resolve(options.folder ?? '.');
  const bytes = new TextEncoder().encode(text);
  const problems: Problem[] = [];
  const root = readRoot(decodeSource(fileName, folder, bytes), problems);
  const ready = prepare('config', root, environment, problems);
  const { data, rules } = assemble(ready, { ...NOTHING_INCLUDED, scanRoots: [folder] }, problems);
  const unread = [['policy_files'], ['contracts', 'files'], ['plugins', 'files']].flatMap(
    (path): Problem[] => {
      const list = nodeAt(ready, path);
      if (list?.kind !== 'list' || list.items.length === 0) return [];
      return [{ message: 'these files were not read', path, place: list.place }];
    },
  );
  return {
    config: new SafeAIConfig(data),
    source: 'text',
    folder,
    files: [],
    folders: [],
    revision: createHash('sha256').update(bytes).digest('hex'),
    warnings: formatProblems([...unread, ...warningsAbout(ready)]),
    ruleOrigins: originsOf(rules),
    secretOf: secretReader(ready, environment),
    secretPlaces: secretPlaces(ready, rootSchema),
    environment: () => environment,
    locate: locator(ready),
  };
}
