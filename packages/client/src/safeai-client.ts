import {
  fromAgentMessage,
  fromExplainRequest,
  fromGuardOutputRequest,
  fromScanInputRequest,
  fromScanStructuredRequest,
  fromToolRequest,
  fromToolResponse,
  toAgentMessageResult,
  toApprovalStanding,
  toExplainResult,
  toGuardOutputResult,
  toScanInputResult,
  toScanStructuredResult,
  toToolRequestResult,
  toToolResponseResult,
} from '@safeai/api/wire';
import {
  InvalidRequestError,
  SafeAIError,
  type AgentGuard,
  type AgentMessage,
  type AgentMessageResult,
  type ApprovalQuestion,
  type ApprovalStanding,
  type ExplainRequest,
  type ExplainResult,
  type GuardOutputRequest,
  type GuardOutputResult,
  type OutcomeAnswer,
  type OutcomeRequest,
  type RequestContext,
  type ScanInputRequest,
  type ScanInputResult,
  type ScanStructuredRequest,
  type ScanStructuredResult,
  type ToolRequest,
  type ToolRequestResult,
  type ToolResponse,
  type ToolResponseResult,
} from '@safeai/core';
import { ClientActions } from './areas/actions.ts';
import { ClientApprovals } from './areas/approvals.ts';
import { ClientAudit } from './areas/audit.ts';
import { ClientMemory } from './areas/memory.ts';
import { ClientPolicies } from './areas/policies.ts';
import { routeCallOf, type ClientCall } from './client-call.ts';
import { decided, standsFor } from './decided.ts';
import { EventSubscription, type EventsOptions } from './events/event-subscription.ts';
import { explaining } from './explaining.ts';
import { isOutage, UNJUDGED, type FailedOpen, type FailMode } from './fail-mode.ts';
import { HttpRoutes, type HttpRoutesOptions } from './routes/http-routes.ts';
import type { RouteCall, RouteCaller } from './routes/route-caller.ts';
import { standingAfter } from './standing-after.ts';
import { systemTiming, type Timing } from './timing.ts';

/** Where SafeAI is, or how its routes are called; and what happens while it cannot be reached. */
export type SafeAIClientOptions = FailMode &
  (HttpRoutesOptions | { readonly routes: RouteCaller; readonly timing?: Timing });

/**
 * A running SafeAI, as a program would have it in process: the same calls and the same answers.
 *
 * Of an answer, `redactions` is an upper bound, `leftEncoded` is not told, and findings show of their values what the
 * server shows (`responses.values`).
 *
 * @example
 * const safeai = new SafeAIClient({ url: 'http://127.0.0.1:8910' });
 * const { decision } = await safeai.scanInput({ text: 'token=sk-ABCDEF1234567890ABCDEF' });
 * decision.action; // 'block'
 */
export class SafeAIClient implements AgentGuard {
  /** Every route by its id, as the server has them. */
  readonly routes: RouteCaller;
  readonly approvals: ClientApprovals;
  readonly actions: ClientActions;
  readonly memory: ClientMemory;
  readonly audit: ClientAudit;
  readonly policies: ClientPolicies;
  readonly #failMode: FailMode;
  readonly #timing: Timing;

  /** @throws SafeAIError `invalid_config` */
  constructor(options: SafeAIClientOptions) {
    const { failMode = 'closed', onFailOpen } = options;
    if (failMode === 'open') {
      // A program without types may leave it out.
      if (typeof (onFailOpen as unknown) !== 'function') {
        throw new SafeAIError(
          'invalid_config',
          'failMode open needs onFailOpen: it is never silent.',
        );
      }
      this.#failMode = { failMode, onFailOpen: onFailOpen as (what: FailedOpen) => void };
    } else {
      this.#failMode = {};
    }
    this.routes = 'routes' in options ? options.routes : new HttpRoutes(options);
    this.#timing = options.timing ?? systemTiming;
    this.approvals = new ClientApprovals(this.routes);
    this.actions = new ClientActions(this.routes);
    this.memory = new ClientMemory(this.routes);
    this.audit = new ClientAudit(this.routes);
    this.policies = new ClientPolicies(this.routes);
  }

  async scanInput(request: ScanInputRequest, call?: ClientCall): Promise<ScanInputResult> {
    const asked = askedOf(request, fromScanInputRequest(request), call);
    return this.#judged(
      'scanInput',
      async () => {
        const { body } = await this.routes.call('scan_input', asked);
        return toScanInputResult(decided(body, 'filtered'));
      },
      () => ({ filtered: request.text }),
    );
  }

  /** @throws InvalidRequestError for `areTexts`, which programs in process alone can say */
  async scanStructured(
    request: ScanStructuredRequest,
    call?: ClientCall,
  ): Promise<ScanStructuredResult> {
    if (request.areTexts === true) throw onlyInProcess('areTexts');
    const asked = askedOf(request, fromScanStructuredRequest(request), call);
    return this.#judged(
      'scanStructured',
      async () => {
        const { body } = await this.routes.call('scan_structured', asked);
        return toScanStructuredResult(decided(body, 'filtered'));
      },
      () => ({ filtered: request.payload, redactions: 0 }),
    );
  }

  async guardOutput(request: GuardOutputRequest, call?: ClientCall): Promise<GuardOutputResult> {
    const asked = askedOf(request, fromGuardOutputRequest(request), call);
    return this.#judged(
      'guardOutput',
      async () => {
        const { body } = await this.routes.call('guard_output', asked);
        return toGuardOutputResult(decided(body, 'safe_output'));
      },
      () => ({ safeOutput: request.text, fallbackUsed: false, redactions: 0 }),
    );
  }

  /** @throws InvalidRequestError for `isAudited`, which programs in process alone can say */
  interceptTool(request: ToolRequest, call?: ClientCall): Promise<ToolRequestResult>;
  interceptTool(request: ToolResponse, call?: ClientCall): Promise<ToolResponseResult>;
  async interceptTool(
    request: ToolRequest | ToolResponse,
    call?: ClientCall,
  ): Promise<ToolRequestResult | ToolResponseResult> {
    // A program without types may say anything; the milder side must not be the default.
    switch ((request as { phase?: unknown } | undefined)?.phase) {
      case 'request':
        return this.#toolRequest(request as ToolRequest, call);
      case 'response':
        return this.#toolResponse(request as ToolResponse, call);
      default:
        throw new InvalidRequestError("phase must be 'request' or 'response'.");
    }
  }

  async #toolRequest(request: ToolRequest, call?: ClientCall): Promise<ToolRequestResult> {
    if (request.isAudited === true) throw onlyInProcess('isAudited');
    const asked = askedOf(request, fromToolRequest(request), call);
    return this.#judged(
      'interceptTool',
      async () => {
        const { body } = await this.routes.call('intercept_tool', asked);
        const answer = body as Parameters<typeof toToolRequestResult>[0];
        return toToolRequestResult(decided(answer, 'filtered_parameters', 'request'));
      },
      () => ({ ...NOTHING_TAKEN, phase: 'request', filteredParameters: request.parameters }),
    );
  }

  async #toolResponse(request: ToolResponse, call?: ClientCall): Promise<ToolResponseResult> {
    const asked = askedOf(request, fromToolResponse(request), call);
    return this.#judged(
      'interceptTool',
      async () => {
        const { body } = await this.routes.call('intercept_tool', asked);
        const answer = body as Parameters<typeof toToolResponseResult>[0];
        return toToolResponseResult(decided(answer, 'filtered_response', 'response'));
      },
      () => ({ ...NOTHING_TAKEN, phase: 'response', filteredResponse: request.response }),
    );
  }

  async interceptMessage(message: AgentMessage, call?: ClientCall): Promise<AgentMessageResult> {
    const asked = askedOf(message, fromAgentMessage(message), call);
    return this.#judged(
      'interceptMessage',
      async () => {
        const { body } = await this.routes.call('intercept_agent_message', asked);
        return toAgentMessageResult(decided(body, 'filtered_message'));
      },
      () => ({ filteredMessage: message.message }),
    );
  }

  /** What policy would decide, and why; nothing is recorded. It has no effect, so it never fails open. */
  async explain(request: ExplainRequest, call?: ClientCall): Promise<ExplainResult> {
    const asked = { ...routeCallOf(call), body: fromExplainRequest(request) };
    return toExplainResult((await this.routes.call('policies_explain', asked)).body);
  }

  /** Waits at the server. Never fails open. */
  approvalStanding(question: ApprovalQuestion): Promise<ApprovalStanding> {
    return standingAfter(question, {
      timing: this.#timing,
      ask: async (id, waitMs, signal) => {
        const approval = await this.approvals.get(id, {
          waitMs,
          ...(signal === undefined ? {} : { signal }),
        });
        const standing = toApprovalStanding(standsFor(approval, id));
        return { standing, tenantId: approval.tenant_id };
      },
    });
  }

  /**
   * The events of the server, as they happen; begins to listen at once.
   *
   * @throws SafeAIError `invalid_config` where the client was made of `routes` that are not a server's
   */
  events(options: EventsOptions = {}): EventSubscription {
    if (!(this.routes instanceof HttpRoutes)) {
      throw new SafeAIError(
        'invalid_config',
        'Events need a server: make the client with its url.',
      );
    }
    return new EventSubscription(this.routes, { timing: this.#timing, ...options });
  }

  reportOutcome(report: OutcomeRequest): Promise<OutcomeAnswer> {
    return this.actions.report(report);
  }

  async #judged<Result>(
    operation: FailedOpen['operation'],
    ask: () => Promise<Result>,
    unjudged: () => Omit<Result, 'decision' | 'detections'>,
  ): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      const { onFailOpen } = this.#failMode;
      if (onFailOpen === undefined || !isOutage(error)) throw error;
      onFailOpen({ operation, error });
      return { decision: UNJUDGED, detections: [], ...unjudged() } as Result;
    }
  }
}

const NOTHING_TAKEN = { strippedFields: [], unauthorizedTags: [], redactions: 0 } as const;

function askedOf(request: RequestContext, body: object, call: ClientCall | undefined): RouteCall {
  return { ...routeCallOf(call), ...explaining(request), body };
}

function onlyInProcess(name: string): InvalidRequestError {
  return new InvalidRequestError(
    `${name} can be said in process alone: the routes do not take it.`,
    {
      details: [{ path: `$.${name}`, message: 'is not taken by the routes' }],
    },
  );
}
