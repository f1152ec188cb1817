/** Names of providers, as they stand before a model's name too, and whose they are. */
const PREFIXES: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'google',
  gemini: 'google',
  mistral: 'mistral',
  mistralai: 'mistral',
  deepseek: 'deepseek',
};

/** A date, or a version that is one, behind a model's name. */
const DATED = /^(.+?)[-@](?:20\d{2}-\d{2}-\d{2}|20\d{6}|\d{3})$/;

/** A model as prices name it. */
export interface ModelName {
  readonly model: string;
  readonly provider: string | null;
}

/**
 * The names that a price of a model may go by, the most exact first. Case does not count. A given provider is
 * believed before a prefix; a prefix that contradicts it is part of the name.
 */
export function canonicalNames(model: string, given: string | null): readonly ModelName[] {
  const provider = given === null ? null : providerOf(given);
  const named = model.toLowerCase();
  const names: ModelName[] = [{ model: named, provider }];
  const bare = withoutPrefix(named, provider);
  if (bare !== undefined) names.push(bare);
  const last = names.at(-1) ?? { model: named, provider };
  const [, undated] = DATED.exec(last.model) ?? [];
  if (undated !== undefined) names.push({ ...last, model: undated });
  return names;
}

/** One name for each provider. */
export function providerOf(name: string): string {
  const lower = name.toLowerCase();
  return (Object.hasOwn(PREFIXES, lower) ? PREFIXES[lower] : undefined) ?? lower;
}

function withoutPrefix(named: string, provider: string | null): ModelName | undefined {
  // As Gemini's API names them.
  const from = named.startsWith('models/') ? named.slice('models/'.length) : named;
  const slash = from.indexOf('/');
  const prefix = Object.hasOwn(PREFIXES, from.slice(0, Math.max(0, slash)))
    ? PREFIXES[from.slice(0, slash)]
    : undefined;
  if (prefix !== undefined && (provider === null || provider === prefix)) {
    return { model: from.slice(slash + 1), provider: prefix };
  }
  return from === named ? undefined : { model: from, provider };
}
