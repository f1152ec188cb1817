import type { Command } from 'commander';
import type { ScanHistoryOptions } from '../actions/scan-history.ts';
import type { CommandContext } from '../context.ts';
import { addConfigOptions, addJsonOption, collect } from './shared-options.ts';

/** `safeai scan-history`. */
export function addScanHistory(program: Command, context: CommandContext): void {
  const command = program
    .command('scan-history')
    .summary('judge what coding agents did before')
    .description(
      'Judges transcripts that coding agents keep on this machine (Claude Code, Codex, Copilot, Cursor) by the policy of today: secrets that leaked, calls that would not have been made, loops. Sends and writes nothing. Exits with 1 when something was found.',
    )
    .option('--path <path>', 'this file or folder in their place; may be repeated', collect)
    .option('--since <when>', 'nothing earlier: 7d, 12h, or an ISO 8601 time')
    .option('--limit <number>', 'show so many of each kind; 0: all', '20')
    .action(async (options: ScanHistoryOptions) => {
      const { scanHistory } = await import('../actions/scan-history.ts');
      context.exitCode = await scanHistory(options, context);
    });
  addConfigOptions(command);
  addJsonOption(command);
}
