/**
 * The SafeAI HTTP server. Any export added here becomes public API: named exports only.
 */

export { VERSION } from './version.ts';

export { serve, type ServeOptions, type Serving } from './serve.ts';
export { createServer, type SafeAIServer, type ServerOptions } from './server.ts';
export { StartError } from './lifecycle/listen.ts';
export { createLog, type LogLevel, type LogOptions } from './log/log.ts';
export { tlsProblems, type TlsProblem } from './http/tls.ts';
export {
  localRoutes,
  type LocalAnswer,
  type LocalCall,
  type LocalCaller,
} from './local/local-routes.ts';
