/**
 * A firewall between MCP hosts and an MCP server. Any export added here becomes public API: named exports only.
 */
export { VERSION } from './version.ts';
export { McpFirewall } from './firewall.ts';
export {
  DEFAULT_LIMITS,
  type Approver,
  type ApproverVote,
  type BinaryTreatment,
  type FirewallLimits,
  type FirewallNotice,
  type FirewallOptions,
  type Treatment,
} from './settings.ts';
export type { ChildServer } from './upstream/child-transport.ts';
export {
  isServerName,
  nameOfCommand,
  type HttpServer,
  type ServerTarget,
} from './upstream/server-target.ts';
export { ServerFailure, type FailureKind } from './upstream/server-failure.ts';
export type { Rate } from './upstream/rate-gate.ts';
export { serveHostOverStdio, type StdioHost } from './host/serve-stdio.ts';
export { LockError } from './lock/lock-text.ts';
export { hostFactory } from './host/host-factory.ts';
export {
  acceptTools,
  reviewServer,
  type Accepted,
  type Review,
  type ReviewedTool,
} from './review.ts';
export { shown } from './definitions/hidden-text.ts';
