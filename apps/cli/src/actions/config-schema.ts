import { configJsonSchema } from '@safeai/config';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** Prints the JSON Schema of safeai.yaml. It is the document itself, so that editors can read it. */
export async function configSchema({ output }: CommandContext): Promise<ExitCode> {
  await output.line(JSON.stringify(configJsonSchema(), null, 2));
  return EXIT.ok;
}
