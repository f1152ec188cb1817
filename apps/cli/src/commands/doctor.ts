import type { Command } from 'commander';
import type { DoctorOptions } from '../actions/doctor.ts';
import type { CommandContext } from '../context.ts';
import { addStateOptions, addJsonOption } from './shared-options.ts';

/** `safeai doctor`. */
export function addDoctor(program: Command, context: CommandContext): void {
  const command = program
    .command('doctor')
    .summary('check that SafeAI can run here')
    .description(
      'Checks that SafeAI can run here: Node.js, configuration, port, server, folders, keys, disk space, who is trusted. Changes nothing.',
    )
    .option(
      '--hooks',
      'check the hooks of coding agents instead, and send each a call that must go on and one that must not',
    )
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('../actions/doctor.ts');
      context.exitCode = await doctor(options, context);
    });
  addStateOptions(command);
  addJsonOption(command);
}
