import { Command } from 'commander';
import { VERSION } from './index.ts';

const program = new Command('safeai')
  .description('A security and governance layer between AI agents and the world.')
  .version(VERSION);

await program.parseAsync();
