export { EXIT, type ExitCode } from './exit-code.ts';
export type { CliHost, InputStream, Machine, OutputStream } from './host.ts';
export { run } from './run.ts';
export { VERSION } from './texts.ts';
