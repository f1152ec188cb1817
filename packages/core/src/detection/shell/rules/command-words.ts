import type { Check, Invocation } from '../invocation.ts';

const ONLY_SHOWS =
  /^(?:--help|--dry-?run(?:=(?:true|client|server))?|--no-execute|--generate-cli-skeleton|--what-?if|--simulate)$/i;

/** The command words and options of a call, unless help or a dry run is asked for. */
export function commandWords(
  call: Invocation,
): { readonly operands: readonly string[]; readonly words: readonly string[] } | undefined {
  const words = call.args.slice(0, 64).map((argument) => argument.text);
  if (words.some((word) => ONLY_SHOWS.test(word))) return undefined;
  return { words, operands: words.filter((word) => !word.startsWith('-')) };
}

/** What of a command line a pattern is compared with, joined by blanks. */
export type Compared = 'operands' | 'words';

/**
 * Reports a rule when the first six operands (the subcommands; options left out), or all words, match.
 */
export function reportsWords(
  rule: string,
  pattern: RegExp,
  confidence: number,
  compared: Compared = 'operands',
): Check {
  return (call) => {
    const found = commandWords(call);
    if (found === undefined) return;
    const words = compared === 'words' ? found.words : found.operands.slice(0, 6);
    if (pattern.test(words.join(' '))) call.report(rule, confidence);
  };
}
