import { EXIT, type ExitCode } from './exit-code.ts';
import type { CliHost } from './host.ts';
import { Output } from './output/output.ts';

/** What a command works with, and where it leaves its exit code. */
export class CommandContext {
  readonly host: CliHost;
  readonly output: Output;
  exitCode: ExitCode = EXIT.ok;

  constructor(host: CliHost) {
    this.host = host;
    this.output = new Output(host.stdout, host.stderr, host.env);
  }
}
