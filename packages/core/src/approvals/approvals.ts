import type { CallContext } from '../boundary/boundary.ts';
import type { Snapshot } from '../boundary/decision-context.ts';
import { SafeNames, safeScope, type NameKeeper } from '../boundary/safe-names.ts';
import { SafeAIError } from '../errors.ts';
import { agentsOf, type Principal } from '../identity/principal.ts';
import type { Ports, TenantScope } from '../ports.ts';
import { redactText } from '../redaction/redact-text.ts';
import { narrowScope } from '../tenant-scope.ts';
import type { ApprovalFilter, ApprovalPage, ApprovalRecord } from './approval.ts';
import { changedByOthers, MAX_ATTEMPTS, noSuchRequest } from './attempts.ts';
import { hidden } from './hidden.ts';
import { atTime, cancel, vote, type Transition } from './state-machine.ts';
import { sweep } from './sweep.ts';
import { carryOut, recordChange, type ApprovalEventName } from './transition.ts';

/** What keeps detected values out of the store and the records. */
type Guards = Pick<Snapshot, 'identifiers' | 'detection'>;

/** What comes with a decision. */
export interface VoteOptions {
  /** Why; detections in it are redacted before it is stored. */
  readonly note?: string;
  /** False where the approver was named on trusted loopback, without a credential. True if absent. */
  readonly verified?: boolean;
  /** The call that brought it, for the record. */
  readonly call?: CallContext;
}

/** What people do with approval requests: list, look, approve, deny, cancel. */
export class Approvals {
  readonly #ports: Ports;
  readonly #snapshot: () => Guards;

  /** @param snapshot what is enforced now: its detectors keep values out of what is stored and recorded */
  constructor(ports: Ports, snapshot: () => Guards) {
    this.#ports = ports;
    this.#snapshot = snapshot;
  }

  /** @throws SafeAIError `not_found` for an unknown id and for another tenant's alike */
  async get(tenants: TenantScope, requestId: string): Promise<ApprovalRecord> {
    return atTime(await this.#stored(tenants, requestId), this.#ports.clock.now());
  }

  /** Newest first. */
  async list(filter: ApprovalFilter): Promise<ApprovalPage> {
    const { limit, status } = filter;
    const found = await this.#ports.approvals.list({
      ...this.#storedFilter(filter),
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const now = this.#ports.clock.now();
    return {
      requests: page
        .map((record) => atTime(record, now))
        .filter((record) => status === undefined || record.status === status),
      next: last === undefined ? null : { createdAt: last.createdAt, requestId: last.requestId },
    };
  }

  /**
   * @param tenants those that the request is looked for in; the approver's own bound them
   * @throws SafeAIError `not_found`; `forbidden` for a principal without the role, and for the requester and the
   *   agent; `conflict` when the request is no longer pending; `audit_unavailable`
   */
  approve(
    approver: Principal,
    tenants: TenantScope,
    requestId: string,
    options: VoteOptions = {},
  ): Promise<ApprovalRecord> {
    return this.#vote('approve', approver, tenants, requestId, options);
  }

  /** One denial is final. Throws as {@link approve}. */
  deny(
    approver: Principal,
    tenants: TenantScope,
    requestId: string,
    options: VoteOptions = {},
  ): Promise<ApprovalRecord> {
    return this.#vote('deny', approver, tenants, requestId, options);
  }

  /** Withdraws a request: its own requester may, and an admin. Throws as {@link approve}. */
  cancel(
    principal: Principal,
    tenants: TenantScope,
    requestId: string,
    options: VoteOptions = {},
  ): Promise<ApprovalRecord> {
    return this.#change(principal, tenants, requestId, options, (record, now) => {
      if (!this.isOwn(principal, record) && !principal.roles.includes('admin')) {
        throw new SafeAIError(
          'forbidden',
          'Only the requester or an admin may cancel an approval request.',
        );
      }
      return cancel(record, now);
    });
  }

  /** Whether a principal made a request: itself, or as an agent that its credential is bound to. */
  isOwn(principal: Principal, record: ApprovalRecord): boolean {
    const names = this.#names(record.tenantId);
    const agents = agentsOf(principal);
    if (agents === undefined) return names.is(record.requester, principal.user);
    return agents.some((agent) => names.is(record.agentId, agent));
  }

  /**
   * Does what is due now: reminders at half of the time, escalations, expiries. To be called about once a second;
   * any number of processes may. O(what is due).
   *
   * @returns how many requests this process looked after
   * @throws SafeAIError `audit_unavailable`; what could not be recorded is due again later
   */
  sweep(): Promise<number> {
    return sweep(this.#ports);
  }

  async #vote(
    verdict: 'approve' | 'deny',
    approver: Principal,
    tenants: TenantScope,
    requestId: string,
    options: VoteOptions,
  ): Promise<ApprovalRecord> {
    if (!approver.roles.includes('approver') && !approver.roles.includes('admin')) {
      throw new SafeAIError('forbidden', 'Deciding an approval needs the role approver or admin.');
    }
    const { note, verified = true } = options;
    return this.#change(approver, tenants, requestId, options, (record, now) => {
      const names = this.#names(record.tenantId);
      const isParty =
        names.is(record.requester, approver.user) ||
        names.is(record.agentId, approver.user) ||
        (agentsOf(approver) ?? []).some((agent) => names.is(record.agentId, agent));
      if (isParty) throw new SafeAIError('forbidden', 'Nobody decides on a request of their own.');
      return vote(record, {
        approverId: names.of(approver.user),
        roles: approver.roles,
        verdict,
        at: now,
        verified,
        ...(note === undefined ? {} : { note: this.#redacted(note) }),
      });
    });
  }

  async #change(
    principal: Principal,
    tenants: TenantScope,
    requestId: string,
    { note, verified = true, call }: VoteOptions,
    transition: (record: ApprovalRecord, now: number) => Transition,
  ): Promise<ApprovalRecord> {
    const scope = narrowScope(tenants, principal.tenants);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const before = await this.#stored(scope, requestId);
      const outcome = transition(before, this.#ports.clock.now());
      if (!outcome.ok) throw conflict(outcome.conflict);
      const after = outcome.record;
      const names = this.#names(after.tenantId);
      const isChanged = after.version !== before.version;
      const approverId = names.of(principal.user);
      const isSaid = isChanged || after.votes.some((entry) => entry.approverId === approverId);
      const change = {
        event: eventOf(after, isSaid),
        before,
        after,
        actor: {
          principal: names.of(call?.principal?.user ?? principal.user),
          approverId,
          requestId: names.of(call?.requestId),
        },
        detail: {
          verified,
          ...(isChanged ? {} : { changed: false }),
          ...(note === undefined ? {} : { note: names.of(note).slice(0, MAX_RECORDED_NOTE) }),
        },
      };
      // Said again: nothing changes, and it is on record even if the first time was cut short.
      if (!isChanged) await recordChange(this.#ports, change);
      if (!isChanged || (await carryOut(this.#ports, change))) return after;
    }
    throw changedByOthers();
  }

  async #stored(tenants: TenantScope, requestId: string): Promise<ApprovalRecord> {
    const scope = safeScope(this.#keeper, tenants);
    const record = await this.#ports.approvals.get(scope, requestId);
    if (record === undefined) throw noSuchRequest();
    return record;
  }

  /** Names that hold a detection are digests in the store, of the one tenant that is asked for. */
  #storedFilter(filter: ApprovalFilter): ApprovalFilter {
    const { agentId, toolName } = filter;
    const tenants = safeScope(this.#keeper, filter.tenants);
    const names = this.#names(tenants.length === 1 ? (tenants[0] ?? '') : '*');
    return {
      ...filter,
      tenants,
      ...(agentId === undefined ? {} : { agentId: names.of(agentId) }),
      ...(toolName === undefined ? {} : { toolName: names.of(toolName) }),
    };
  }

  #names(tenantId: string): SafeNames {
    return new SafeNames(this.#keeper, tenantId);
  }

  get #keeper(): NameKeeper {
    return { ports: this.#ports, snapshot: this.#snapshot() };
  }

  #redacted(text: string): string {
    return redactText(text, hidden(this.#snapshot().detection.scan(text)));
  }
}

/** Longest note in an audit record, in UTF-16 code units. */
const MAX_RECORDED_NOTE = 500;

/** A vote that leaves the request pending, or comes after others have decided, is no decision. */
function eventOf({ status }: ApprovalRecord, isSaid: boolean): ApprovalEventName {
  switch (status) {
    case 'approved':
    case 'denied':
      return isSaid ? `approval.${status}` : 'approval.voted';
    case 'cancelled':
      return 'approval.cancelled';
    default:
      return 'approval.voted';
  }
}

function conflict(status: ApprovalRecord['status']): SafeAIError {
  return new SafeAIError('conflict', `The approval request is ${status}.`, {
    details: [{ path: 'status', message: status }],
  });
}
