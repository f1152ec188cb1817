import { shownText } from '../../../ui/shown-text.ts';

/** Longest name beside a chart. */
const MOST = 40;

/** Names of models as a chart shows them: what would not be seen is, what is long is cut, and no two are the same. */
export function seriesNames(models: readonly (string | null)[]): readonly string[] {
  const taken = new Set<string>();
  return models.map((model) => {
    const { text, isCut } = shownText(model ?? 'Other models', MOST);
    const name = text.trim() === '' ? '(blank)' : `${text}${isCut ? '…' : ''}`;
    let unique = name;
    for (let next = 2; taken.has(unique); next++) unique = `${name} (${next})`;
    taken.add(unique);
    return unique;
  });
}
