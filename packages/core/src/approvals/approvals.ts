import { shortDigest, type IdentifierGuard } from '../boundary/digest.ts';
import { SafeAIError } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { Ports } from '../ports.ts';
import type { ApprovalFilter, ApprovalRecord } from './approval.ts';
import { atTime, cancel, vote, type Transition } from './state-machine.ts';

/** What a record of a transition says was done to the action. */
const RECORDED_ACTION = {
  pending: 'pending_approval',
  approved: 'allow',
  consumed: 'allow',
  denied: 'block',
  expired: 'block',
  cancelled: 'block',
} as const;

/** A compare-and-set is tried again when another change came first, at most so often. */
const MAX_ATTEMPTS = 8;

/** What humans do with approval requests: list, look, approve, deny, cancel. */
export class Approvals {
  readonly #ports: Ports;
  readonly #identifiers: () => IdentifierGuard;

  /** @param identifiers keeps detected values out of records and events */
  constructor(ports: Ports, identifiers: () => IdentifierGuard) {
    this.#ports = ports;
    this.#identifiers = identifiers;
  }

  /** @throws SafeAIError `not_found` for an unknown id and for another tenant's alike */
  async get(tenantId: string, requestId: string): Promise<ApprovalRecord> {
    const record = await this.#ports.approvals.get([tenantId], requestId);
    if (record === undefined)
      throw new SafeAIError('not_found', 'There is no such approval request.');
    return atTime(record, this.#ports.clock.now());
  }

  /** Newest first. */
  async list(filter: ApprovalFilter): Promise<readonly ApprovalRecord[]> {
    const now = this.#ports.clock.now();
    const records = await this.#ports.approvals.list(filter);
    return records
      .map((record) => atTime(record, now))
      .filter((record) => filter.status === undefined || record.status === filter.status);
  }

  /**
   * @throws SafeAIError `not_found`; `forbidden` for a principal without the role, outside the tenant, or
   *   for the requester; `conflict` when the request is no longer pending
   */
  approve(
    approver: Principal,
    tenantId: string,
    requestId: string,
    note?: string,
  ): Promise<ApprovalRecord> {
    return this.#vote('approve', approver, tenantId, requestId, note);
  }

  /** One denial is final. Throws as {@link approve}. */
  deny(
    approver: Principal,
    tenantId: string,
    requestId: string,
    note?: string,
  ): Promise<ApprovalRecord> {
    return this.#vote('deny', approver, tenantId, requestId, note);
  }

  /** Withdraws a request: its own requester may, and an admin. Throws as {@link approve}. */
  async cancel(principal: Principal, tenantId: string, requestId: string): Promise<ApprovalRecord> {
    this.#mustReach(principal, tenantId);
    return this.#change(principal, tenantId, requestId, 'approval.cancelled', (record, now) => {
      if (principal.user !== record.requester && !principal.roles.includes('admin')) {
        throw new SafeAIError(
          'forbidden',
          'Only the requester or an admin may cancel an approval request.',
        );
      }
      return cancel(record, now);
    });
  }

  async #vote(
    verdict: 'approve' | 'deny',
    approver: Principal,
    tenantId: string,
    requestId: string,
    note: string | undefined,
  ): Promise<ApprovalRecord> {
    this.#mustReach(approver, tenantId);
    if (!approver.roles.includes('approver') && !approver.roles.includes('admin')) {
      throw new SafeAIError('forbidden', 'Deciding an approval needs the role approver or admin.');
    }
    const event = verdict === 'approve' ? 'approval.approved' : 'approval.denied';
    return this.#change(approver, tenantId, requestId, event, (record, now) => {
      const isOwn =
        approver.user === record.requester ||
        approver.user === record.agentId ||
        approver.agent === record.agentId;
      if (isOwn) {
        throw new SafeAIError('forbidden', 'Nobody decides on a request of their own.');
      }
      return vote(record, {
        approverId: approver.user,
        roles: approver.roles,
        verdict,
        at: now,
        ...(note === undefined ? {} : { note }),
      });
    });
  }

  #mustReach(principal: Principal, tenantId: string): void {
    if (!principal.tenants.includes('*') && !principal.tenants.includes(tenantId)) {
      throw new SafeAIError('not_found', 'There is no such approval request.');
    }
  }

  async #change(
    principal: Principal,
    tenantId: string,
    requestId: string,
    event: string,
    transition: (record: ApprovalRecord, now: number) => Transition,
  ): Promise<ApprovalRecord> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const record = await this.#ports.approvals.get([tenantId], requestId);
      if (record === undefined)
        throw new SafeAIError('not_found', 'There is no such approval request.');
      const now = this.#ports.clock.now();
      const outcome = transition(record, now);
      if (!outcome.ok) {
        throw new SafeAIError('conflict', `The approval request is ${outcome.conflict}.`, {
          details: [{ path: 'status', message: outcome.conflict }],
        });
      }
      if (outcome.record.version === record.version) return outcome.record;
      if (await this.#ports.approvals.replace(outcome.record, record.version)) {
        await this.#record(event, outcome.record, principal, now);
        // An approval that waits for more votes is not announced as given.
        if (outcome.record.status !== 'pending') this.#announce(event, outcome.record, now);
        return outcome.record;
      }
    }
    throw new SafeAIError(
      'conflict',
      'The approval request is being changed by others; try again.',
    );
  }

  /** Every vote is on record, those too that leave the request pending. */
  async #record(
    event: string,
    record: ApprovalRecord,
    principal: Principal,
    now: number,
  ): Promise<void> {
    const safe = this.#safe(record.tenantId);
    await this.#ports.audit.append({
      ts: now,
      event,
      decisionId: this.#ports.ids.decisionId(),
      boundary: 'action',
      action: RECORDED_ACTION[record.status],
      policyName: record.policyName,
      policyRevision: record.policyRevision,
      tenantId: safe(record.tenantId),
      agentId: safe(record.agentId),
      sessionId: record.sessionId === null ? null : safe(record.sessionId),
      toolName: safe(record.toolName),
      dataTags: [],
      detections: [],
      parametersDigest: record.parametersDigest,
      principal: safe(principal.user),
      approverId: safe(principal.user),
      reasonCode: `approval_${record.status}`,
      approvalRequestId: record.requestId,
      requestId: null,
      latencyUs: 0,
    });
  }

  #safe(tenantId: string): (identifier: string) => string {
    const key = this.#ports.keys.key('digest');
    const digest = (value: string): string => shortDigest(key, tenantId, value);
    return (identifier) => this.#identifiers().safe(identifier, digest);
  }

  #announce(event: string, record: ApprovalRecord, now: number): void {
    const safe = this.#safe(record.tenantId);
    this.#ports.events.emit({
      id: this.#ports.ids.decisionId(),
      event,
      timestamp: now,
      tenantId: safe(record.tenantId),
      agentId: safe(record.agentId),
      boundary: 'action',
      action: record.status,
      rule: record.policyName,
      decisionId: null,
      detail: { approval_request_id: record.requestId, tool_name: safe(record.toolName) },
    });
  }
}
