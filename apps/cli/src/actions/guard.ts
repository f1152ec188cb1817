import { fromGuardOutputResult } from '@safeai/api';
import { EMBEDDED_CALL, withEmbedded } from '../configuration/embedded.ts';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { readContent } from '../input/content.ts';
import { judgementLines } from '../output/judgement.ts';
import { exitCodeFor, type JudgeOptions, requestContext, sizeLimit, valueMode } from './judge.ts';

/** Options of `safeai guard`. */
export interface GuardOptions extends StateOptions, JudgeOptions {
  readonly file?: string;
}

/** Guards a text at the output boundary: the safe text is the data, the decision a note. */
export async function guard(
  text: string | undefined,
  options: GuardOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { host, output } = context;
  return withEmbedded(options, host, async (embedded) => {
    const limit = sizeLimit(embedded);
    const content = await readContent({ text, file: options.file }, 'guard', limit, host);
    const result = await embedded.runtime.boundary.guardOutput(
      { text: content.text, ...requestContext(options) },
      EMBEDDED_CALL,
    );
    const answer = fromGuardOutputResult(result, { values: valueMode(options) });
    if (options.json === true) await output.json(answer);
    else {
      // What came as a stream goes on as it is; a text from the command line has no line end.
      const end = content.origin === 'argument' ? '\n' : '';
      await output.raw(answer.safe_output + end);
      const place = {
        text: content.text,
        ...(content.origin === 'file' ? { file: content.name } : {}),
      };
      for (const line of judgementLines(answer, { ...place, colours: output.noteColours })) {
        await output.note(line);
      }
    }
    return exitCodeFor(answer.decision.action, options.failOn);
  });
}
