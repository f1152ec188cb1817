import { distance } from 'fastest-levenshtein';

/** Longest word that is compared; longer ones are no typing slips. */
const MAX_LENGTH = 64;

/** The known word that a misspelt one most likely stands for, if any is close. */
export function closestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const typed = canonical(word);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const steps = distance(typed, canonical(candidate));
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** `agentId`, `agent-id` and `agent_id` are the same word. */
function canonical(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}
