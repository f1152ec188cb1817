import type { LoadedConfig } from '@safeai/config';
import { safeText } from '@safeai/core';
import { importAside } from './import-aside.ts';
import type { PluginSet } from './loaded-plugin.ts';
import { type PluginSource, pluginSources } from './plugin-source.ts';
import { collectPlugins, type Imported, MAX_PLUGINS } from './plugin-set.ts';
import type { Member } from './thread-data.ts';

/** How many are run at once. */
const AT_ONCE = 4;
const IMPORT_LIMIT_MS = 10_000;
const MAX_PROBLEM = 500;

/** Loads the plugins of a configuration, again and again. What has not changed is not run again. */
export class PluginLoader {
  readonly #limitMs: number;
  readonly #known = new Map<string, { readonly digest: string; readonly exported: unknown }>();

  /** @param limitMs milliseconds that the import of one plugin may take; 10 000 if absent */
  constructor(limitMs: number = IMPORT_LIMIT_MS) {
    this.#limitMs = limitMs;
  }

  /** Never rejects for what a plugin is or does: a broken one is refused by its name, alone. */
  async load(loaded: LoadedConfig): Promise<PluginSet> {
    const sources = pluginSources(loaded);
    const imported: Imported[] = [];
    for (let first = 0; first < Math.min(sources.length, MAX_PLUGINS); first += AT_ONCE) {
      const some = sources.slice(first, first + AT_ONCE);
      imported.push(...(await Promise.all(some.map((each) => this.#import(each, loaded.folder)))));
    }
    return collectPlugins(sources, imported, loaded);
  }

  async #import({ kind, target }: PluginSource, folder: string): Promise<Imported> {
    const key = `${kind} ${target}`;
    const known = this.#known.get(key);
    const data = { kind, target, folder, known: known?.digest ?? null };
    const reply = await importAside(data, this.#limitMs);
    switch (reply.is) {
      case 'unchanged':
        return { path: reply.path, exported: known?.exported };
      case 'loaded': {
        const exported = exportedFrom(reply.members);
        this.#known.set(key, { digest: reply.digest, exported });
        return { path: reply.path, exported };
      }
      case 'refused':
        return { problem: safeText(withoutPaths(reply.problem, folder), MAX_PROBLEM) };
    }
  }
}

/** What the module exports, put together again; what could not be copied is as broken as it was there. */
function exportedFrom(members: readonly Member[] | null): unknown {
  if (members === null) return null;
  const properties = members.map((member): [string, PropertyDescriptor] => {
    if ('value' in member) return [member.key, { value: member.value, enumerable: true }];
    const broken =
      member.fault === 'throws'
        ? {
            get: (): never => {
              throw new Error('The property cannot be read.');
            },
          }
        : { value: () => undefined };
    return [member.key, { ...broken, enumerable: true }];
  });
  return Object.defineProperties({}, Object.fromEntries(properties));
}

/** Paths of this machine say nothing to whoever reads the list elsewhere: of each, its last name is left. */
function withoutPaths(text: string, folder: string): string {
  const start = text.slice(0, 4 * MAX_PROBLEM).replaceAll(`${folder}/`, '');
  return start.replace(
    /(?:file:\/\/)?(?:\b[A-Za-z]:)?[\\/](?:[^\\/\s'"`:]+[\\/])+([^\\/\s'"`:]+)/g,
    '$1',
  );
}
