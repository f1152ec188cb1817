import type { Command } from 'commander';
import type { ScanOptions } from '../actions/scan.ts';
import type { CommandContext } from '../context.ts';
import {
  addStateOptions,
  addJsonOption,
  addJudgeOptions,
  addRequestOptions,
} from './shared-options.ts';

/** `safeai scan`. */
export function addScan(program: Command, context: CommandContext): void {
  const command = program
    .command('scan')
    .summary('judge a text on its way into a model')
    .description(
      'Judges a text on its way into a model, without a server. A .json file is scanned as structured data.',
    )
    .argument('[text]', 'the text; - reads standard input')
    .option('-f, --file <file>', 'scan a file')
    .option('--structured', 'the text is JSON: scan its keys and values')
    .action(async (text: string | undefined, options: ScanOptions) => {
      const { scan } = await import('../actions/scan.ts');
      context.exitCode = await scan(text, options, context);
    });
  addJudgeOptions(command);
  addRequestOptions(command);
  addStateOptions(command);
  addJsonOption(command);
}
