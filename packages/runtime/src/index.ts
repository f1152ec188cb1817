/** The version of @safeai/runtime. */
export const VERSION = '0.1.0';

export { createRuntime, type RuntimeOptions } from './create-runtime.ts';
export type {
  ActivePolicies,
  ReloadResult,
  Runtime,
  ScanFileRequest,
  ScanFileResult,
} from './runtime.ts';
