import { fromScanInputResult, fromScanStructuredResult } from '@safeai/api';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { type Embedded, EMBEDDED_CALL, withEmbedded } from '../configuration/embedded.ts';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { type Content, readContent } from '../input/content.ts';
import { parseJson } from '../input/parse-json.ts';
import { type Judgement, judgementLines } from '../output/judgement.ts';
import { exitCodeFor, type JudgeOptions, requestContext, sizeLimit, valueMode } from './judge.ts';

/** Options of `safeai scan`. */
export interface ScanOptions extends StateOptions, JudgeOptions {
  readonly file?: string;
  readonly structured?: true;
}

/** Judges a text, a file or a JSON document at the input boundary and prints the answer. */
export async function scan(
  text: string | undefined,
  options: ScanOptions,
  context: CommandContext,
): Promise<ExitCode> {
  return withEmbedded(options, context.host, async (embedded) => {
    const limit = sizeLimit(embedded);
    const content = await readContent({ text, file: options.file }, 'scan', limit, context.host);
    const isStructured = options.structured === true || isJsonFile(content);
    const answer = await ask(content, isStructured, options, embedded);
    if (options.json === true) await context.output.json(answer);
    else {
      const place = {
        ...(isStructured ? {} : { text: content.text }),
        ...(content.origin === 'file' ? { file: content.name } : {}),
      };
      const { colours } = context.output;
      for (const line of judgementLines(answer, { ...place, colours })) {
        await context.output.line(line);
      }
    }
    return exitCodeFor(answer.decision.action, options.failOn);
  });
}

/** As POST /v1/scan/file does it. */
function isJsonFile({ origin, name }: Content): boolean {
  return origin === 'file' && name.toLowerCase().endsWith('.json');
}

async function ask(
  content: Content,
  isStructured: boolean,
  options: ScanOptions,
  { runtime }: Embedded,
): Promise<Judgement> {
  const answerOptions = { values: valueMode(options) };
  const call = content.origin === 'file' ? { ...EMBEDDED_CALL, surface: 'file' } : EMBEDDED_CALL;
  const about = requestContext(options);
  if (!isStructured) {
    const result = await runtime.boundary.scanInput({ text: content.text, ...about }, call);
    return fromScanInputResult(result, answerOptions);
  }
  const payload = parseJson(content.text, content.name);
  const result = await runtime.boundary.scanStructured({ payload, ...about }, call);
  return fromScanStructuredResult(result, answerOptions);
}
