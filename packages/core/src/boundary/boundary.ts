import type { Detection } from '../detection/detection.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Principal } from '../identity/principal.ts';
import type { PolicyExplanation } from '../policy/explain.ts';
import type { Direction, PolicyBoundary } from '../policy/rule.ts';

/** An action as callers see it: `require_approval` reads `pending_approval`. */
export type Action = 'allow' | 'flag' | 'redact' | 'pending_approval' | 'block';

/** The decision that every answer carries. */
export interface Decision {
  readonly action: Action;
  readonly reason: string;
  /** Null when no rule covered the content and the default action decided. */
  readonly policyName: string | null;
  /** Unique id of this decision, time-ordered (UUIDv7). */
  readonly decisionId: string;
  /** sha256 (hex) of the normalised rule set that decided. */
  readonly policyRevision: string;
  /** Stable code of a decision that no policy rule made: `unknown_agent`, `approval_consumed`, … */
  readonly reasonCode?: string;
  /** The decision with all shadow rules enforced, where it differs. */
  readonly wouldHave?: { readonly action: Action; readonly policyName: string | null };
}

/** What every request may say of its circumstances. */
export interface RequestContext {
  readonly agentId?: string;
  /** Absent: the principal's tenant, else `default`. */
  readonly tenantId?: string;
  readonly sessionId?: string;
  /** Tags that the caller knows of. They can make a decision stricter, never milder. */
  readonly dataTags?: readonly string[];
  readonly model?: string;
  /** Add the full trace of the policy decision to the answer. */
  readonly explain?: boolean;
}

/** A text on its way into a model. */
export interface ScanInputRequest extends RequestContext {
  readonly text: string;
}

/** A JSON payload on its way into a model; its keys and numbers are scanned too. */
export interface ScanStructuredRequest extends RequestContext {
  readonly payload: JsonValue;
  /** The payload is a list of texts: each string in it is judged as a text, not as the value of a field. */
  readonly areTexts?: boolean;
}

/** A model's answer on its way to a person. */
export interface GuardOutputRequest extends RequestContext {
  readonly text: string;
}

/** A model's answer on its way to a person, as JSON: its texts, or a whole body. */
export interface GuardStructuredRequest extends RequestContext {
  readonly payload: JsonValue;
  /** As in a {@link ScanStructuredRequest}. */
  readonly areTexts?: boolean;
}

/** A tool call before it is made. */
export interface ToolRequest extends RequestContext {
  readonly phase: 'request';
  readonly toolName: string;
  readonly parameters: JsonObject;
  readonly sourceAgentId?: string;
  readonly destinationAgentId?: string;
  /** Of an approved request, on the retry. */
  readonly approvalRequestId?: string;
  /** Why the agent wants it; shown to the approver. */
  readonly justification?: string;
  /** The same key may replay a consumed approval within 60 s; see `Approvals`. */
  readonly idempotencyKey?: string;
  /** Names one intended effect, at most 128 characters: it happens at most once; see `Actions`. */
  readonly operationId?: string;
  /** Of a grant for this agent and tool; see `Capabilities`. Recorded nowhere. */
  readonly capabilityToken?: string;
  /**
   * The call is made whatever is decided: `flag` is recorded with what would have become of it, no approval is opened or
   * used, and the parameters go on as they are. An emergency stop blocks all the same.
   */
  readonly isAudited?: boolean;
}

/** What a tool gave back, before the agent sees it. */
export interface ToolResponse extends RequestContext {
  readonly phase: 'response';
  readonly toolName: string;
  readonly response: JsonValue;
  readonly sourceAgentId?: string;
  readonly destinationAgentId?: string;
  /** The decision that let the call through, if the caller kept it: the action is reported as `succeeded`. */
  readonly decisionId?: string;
}

/** Earlier answers of one tool, which an agent sends again with each of its requests. */
export interface ToolHistory extends RequestContext {
  readonly toolName: string;
  /** One at least. */
  readonly responses: readonly JsonValue[];
}

/** What one agent tells another. */
export interface AgentMessage extends RequestContext {
  readonly message: string;
  readonly sourceAgentId: string;
  readonly destinationAgentId: string;
  readonly approvalRequestId?: string;
  readonly justification?: string;
  readonly idempotencyKey?: string;
  /** As in a {@link ToolRequest}; the tool is `agent_message`. */
  readonly operationId?: string;
  readonly capabilityToken?: string;
}

/** A question about policy: what would be decided, and why. Has no effect. */
export interface ExplainRequest extends RequestContext {
  readonly boundary: PolicyBoundary;
  readonly direction?: Direction;
  readonly toolName?: string;
  /** Scanned as this boundary would scan it. */
  readonly text?: string;
  readonly parameters?: JsonObject;
}

/** Of an answer with content that goes on. */
interface Filtering {
  /** How many findings were replaced, by placeholders or pseudonyms. */
  readonly redactions: number;
}

interface Answer {
  readonly decision: Decision;
  /** All findings, those allowed included. */
  readonly detections: readonly Detection[];
  /** More was encoded than one scan undoes (`MOST_UNDONE`): the rest of it was read as it stands alone. */
  readonly leftEncoded?: boolean;
  readonly explanation?: PolicyExplanation;
}

/** The answer to a {@link ScanInputRequest}. */
export interface ScanInputResult extends Answer {
  /** The text to go on with: redacted where policy says so; null when blocked or pending. */
  readonly filtered: string | null;
}

/** The answer to a {@link ScanStructuredRequest}. */
export interface ScanStructuredResult extends Answer, Filtering {
  /** The payload to go on with: redacted where policy says so; null when blocked or pending. */
  readonly filtered: JsonValue;
}

/** The answer to a {@link GuardOutputRequest}. */
export interface GuardOutputResult extends Answer, Filtering {
  /** Always safe to show. */
  readonly safeOutput: string;
  readonly fallbackUsed: boolean;
}

/** The answer to a {@link GuardStructuredRequest}. */
export interface GuardStructuredResult extends Answer, Filtering {
  /** The payload to go on with; null where nothing may, or where the fallback takes its place. */
  readonly filtered: JsonValue;
  /** What to show in the place of the answer, where the deciding rule says it. */
  readonly fallback: string | null;
}

/** The answer to a {@link ToolRequest}. */
export interface ToolRequestResult extends Answer, Filtering {
  readonly phase: 'request';
  /** Null when blocked or pending. */
  readonly filteredParameters: JsonObject | null;
  /** Top-level fields that contract or identity took away. */
  readonly strippedFields: readonly string[];
  /** Tags that the contract or the identity does not allow. */
  readonly unauthorizedTags: readonly string[];
  readonly approvalRequestId?: string;
}

/** The answer to a {@link ToolResponse}. */
export interface ToolResponseResult extends Answer, Filtering {
  readonly phase: 'response';
  readonly filteredResponse: JsonValue;
  readonly strippedFields: readonly string[];
  readonly unauthorizedTags: readonly string[];
}

/** The answer to a {@link ToolHistory}. */
export interface ToolHistoryResult extends Answer, Filtering {
  /** In their order; null where they do not go on, all of them. */
  readonly filteredResponses: readonly JsonValue[] | null;
}

/** The answer to an {@link AgentMessage}. */
export interface AgentMessageResult extends Answer {
  readonly filteredMessage: string | null;
  readonly approvalRequestId?: string;
}

/** A decision with its trace, which nothing was done about. */
export interface ExplainResult extends Answer {
  readonly explanation: PolicyExplanation;
}

/** What the edge knows of a call. */
export interface CallContext {
  readonly principal?: Principal;
  /** For records and logs. */
  readonly requestId?: string;
  /** Overrides the surface named in reasons: a file is scanned as `file`. */
  readonly surface?: string;
  /**
   * The content was read within bounds of its own, as bodies that are forwarded are: `limits.jsonDepth` and
   * `limits.jsonLeaves` are not asked.
   */
  readonly isBounded?: boolean;
  /** How many places of the content nobody could look into (images, unknown fields); 0 if absent. For records. */
  readonly unscanned?: number;
}

/**
 * The one decision path, in a program or behind HTTP: `SafeAI` of this package and the client of a
 * running gateway both implement it, so code can swap one for the other.
 */
export interface Boundary {
  scanInput(request: ScanInputRequest, call?: CallContext): Promise<ScanInputResult>;
  scanStructured(request: ScanStructuredRequest, call?: CallContext): Promise<ScanStructuredResult>;
  guardOutput(request: GuardOutputRequest, call?: CallContext): Promise<GuardOutputResult>;
  interceptTool(request: ToolRequest, call?: CallContext): Promise<ToolRequestResult>;
  interceptTool(request: ToolResponse, call?: CallContext): Promise<ToolResponseResult>;
  interceptMessage(request: AgentMessage, call?: CallContext): Promise<AgentMessageResult>;
  explain(request: ExplainRequest, call?: CallContext): Promise<ExplainResult>;
}
