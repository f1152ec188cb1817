import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { loadConfig, type Environment, type LoadedConfig } from '../src/index.ts';

/** A folder below `fixtures/<kind>` with a safeai.yaml and what belongs to it. */
export interface Fixture {
  readonly name: string;
  readonly folder: string;
}

/** All fixtures of a kind. */
export function fixtures(kind: 'valid' | 'invalid'): Fixture[] {
  const base = fileURLToPath(new URL(`./fixtures/${kind}/`, import.meta.url));
  return readdirSync(base)
    .sort()
    .map((name) => ({ name, folder: join(base, name) }));
}

/** One valid fixture by its name. */
export function fixture(name: string): Fixture {
  const found = fixtures('valid').find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`There is no fixture ${name}.`);
  return found;
}

/** Loads a fixture with the environment that lies beside it. */
export async function load({ folder }: Fixture): Promise<LoadedConfig> {
  return loadConfig({ cwd: folder, environment: environmentOf(folder) });
}

/** The variables that lie beside a fixture. */
export function environmentOf(folder: string): Environment {
  const file = join(folder, 'environment.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Environment) : {};
}
