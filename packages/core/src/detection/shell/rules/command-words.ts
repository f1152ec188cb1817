import type { Invocation } from '../invocation.ts';

/** The command words and options of a call, unless help or a dry run is asked for. */
export function commandWords(
  call: Invocation,
): { readonly operands: readonly string[]; readonly words: readonly string[] } | undefined {
  const words = call.args.slice(0, 64).map((argument) => argument.text);
  if (
    words.some((word) =>
      /^(?:--help|--dry-?run(?:=(?:true|client|server))?|--no-execute|--generate-cli-skeleton)$/.test(
        word,
      ),
    )
  )
    return undefined;
  return { words, operands: words.filter((word) => !word.startsWith('-')) };
}
