import { EXIT, type ExitCode } from '../exit-code.ts';

/** Something that the person at the command line can put right: one line, and maybe what to do next. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What to do next. */
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(
    message: string,
    options: { hint?: string; exitCode?: ExitCode; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? EXIT.usage;
  }
}
