import type { AnswerOf } from '../routes/types.ts';

/** A plugin and what became of it (the runtime's, by shape: this package knows core alone). */
export interface Plugin {
  readonly name: string | null;
  readonly version: string | null;
  readonly description: string | null;
  readonly source: string;
  readonly state: 'loaded' | 'refused';
  readonly problems: readonly string[];
  readonly detectors: readonly string[];
  readonly templates: readonly string[];
  readonly frameworks: readonly string[];
}

/** GET /v1/plugins: the plugins as an answer. */
export function fromPlugins(plugins: readonly Plugin[]): AnswerOf<'plugins'> {
  return {
    plugins: plugins.map(({ name, version, description, source, state, ...lists }) => ({
      name,
      version,
      description,
      source,
      state,
      problems: [...lists.problems],
      detectors: [...lists.detectors],
      templates: [...lists.templates],
      frameworks: [...lists.frameworks],
    })),
  };
}
