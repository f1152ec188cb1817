import type { Command } from 'commander';
import type { DoctorOptions } from '../actions/doctor.ts';
import type { CommandContext } from '../context.ts';
import { addConfigOptions, addJsonOption } from './shared-options.ts';

/** `safeai doctor`. */
export function addDoctor(program: Command, context: CommandContext): void {
  const command = program
    .command('doctor')
    .summary('check that SafeAI can run here')
    .description(
      'Checks that SafeAI can run here: Node.js, configuration, port, folders, who is trusted. Changes nothing.',
    )
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('../actions/doctor.ts');
      context.exitCode = await doctor(options, context);
    });
  addConfigOptions(command);
  addJsonOption(command);
}
