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
}

/** GET /v1/plugins: the plugins as an answer. */
export function fromPlugins(plugins: readonly Plugin[]): AnswerOf<'plugins'> {
  return {
    plugins: plugins.map(
      ({ name, version, description, source, state, problems, detectors, templates }) => ({
        name,
        version,
        description,
        source,
        state,
        problems: [...problems],
        detectors: [...detectors],
        templates: [...templates],
      }),
    ),
  };
}
