/**
 * A typed client of a running SafeAI. Any export added here becomes public API: named exports only.
 */

/** The version of @safeai/client. */
export const VERSION = '0.1.0';

export { SafeAIClient, type SafeAIClientOptions } from './safeai-client.ts';
export type { ClientCall } from './client-call.ts';
export { NO_DECISION_ID, type FailedOpen, type FailMode } from './fail-mode.ts';

// Errors
export { GuardUnreachableError } from './errors/guard-unreachable-error.ts';
export { ProblemError, type ProblemFacts } from './errors/problem-error.ts';

// Routes
export { HttpRoutes, type HttpRoutesOptions } from './routes/http-routes.ts';
export type { Identification } from './routes/base.ts';
export type { Fetch, Sent } from './routes/attempt.ts';
export type { RouteAnswer, RouteCall, RouteCaller } from './routes/route-caller.ts';
export type { Timing } from './timing.ts';

// Events
export {
  EventSubscription,
  type EventsOptions,
  type EventsState,
} from './events/event-subscription.ts';
export type { EventSocket, EventSocketClass } from './events/event-socket.ts';
export type { EventsSince, EventWishes } from './events/event-wishes.ts';

// What is behind the routes
export type { ClientActions } from './areas/actions.ts';
export type { ApprovalWait, ClientApproval, ClientApprovals } from './areas/approvals.ts';
export type { ClientAudit, ClientAuditLine } from './areas/audit.ts';
export type { ClientMemory } from './areas/memory.ts';
export type { Page } from './areas/page.ts';
export type { ClientPolicies } from './areas/policies.ts';

// The wire
export type { AnswerOf, BodyOf, ParamsOf, QueryOf, RouteId, WireEvent } from '@safeai/api/wire';
