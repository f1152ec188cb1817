/**
 * The contract as a caller needs it: where routes are, and what is said there as core says it. Without schemas and
 * validation, so that it is small in a browser. Any export added here becomes public API: named exports only.
 */

export { ROUTE_PLACES, type RoutePlace } from './route-places.ts';
export { ROUTE_ACCESS } from '../routes/roles.ts';
export { closestWord } from '../validation/suggestion.ts';
export {
  fromScanInputRequest,
  fromScanStructuredRequest,
  toScanInputResult,
  toScanStructuredResult,
} from './scan.ts';
export { fromGuardOutputRequest, toGuardOutputResult } from './guard.ts';
export {
  fromAgentMessage,
  fromToolRequest,
  fromToolResponse,
  toAgentMessageResult,
  toToolRequestResult,
  toToolResponseResult,
} from './intercept.ts';
export { maskValue } from './mask.ts';
export { fromExplainRequest, toExplainResult } from './explain.ts';
export { fromOutcomeRequest, toOutcomeAnswer } from './actions.ts';
export { toApprovalStanding } from './approvals.ts';
export {
  fromMemoryDeleteRequest,
  fromMemoryHandleRequest,
  fromMemoryPurgeRequest,
  fromMemoryReadRequest,
  fromMemoryShredRequest,
  fromMemoryWriteRequest,
  toMemoryDeleteResult,
  toMemoryReadResult,
  toMemoryWriteResult,
} from './memory.ts';
export type { RouteId } from '../routes/table.ts';
export type { AnswerOf, BodyOf, ParamsOf, QueryOf } from '../routes/types.ts';
export type { WireApproval, WireApprovalDecision } from '../schema/approval.ts';
export type { WireEvent, WireEventFilter } from '../schema/events.ts';
export type { Problem } from '../schema/problem.ts';
