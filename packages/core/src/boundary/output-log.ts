import { appendRecord } from './append-record.ts';
import type { Decision } from './boundary.ts';
import type { Facts } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import type { Outcome } from './outcome.ts';
import type { OutputJudge } from './output-judge.ts';
import type { OutputMode } from './output-stream.ts';
import type { AuditRecord, RecordDetail } from './record.ts';
import { tellDecision, toDecision, toRecord } from './recorder.ts';

/** Whose records these are. */
export interface OutputLogSetting {
  readonly context: DecisionContext;
  readonly facts: Facts;
  readonly judge: OutputJudge;
  readonly mode: OutputMode;
  /** `Clock.monotonic` when the call came in. */
  readonly startedAt: number;
}

/** What happens in an answer before it has ended. */
type Milestone = 'guard.opened' | 'guard.redacting' | 'guard.blocking';

const OPENED: Outcome = { action: 'allow', reason: 'Opened', policyName: null };

/**
 * The records of one answer that comes in pieces. The last one is the decision's; those before it have ids of
 * their own and name it in `of`. Each resolves once it is on the log.
 */
export class OutputLog {
  /** Of the decision on the whole answer. */
  readonly decisionId: string;
  readonly #setting: OutputLogSetting;

  constructor(setting: OutputLogSetting) {
    this.#setting = setting;
    this.decisionId = setting.context.ports.ids.decisionId();
  }

  /** @throws SafeAIError `audit_unavailable`, as the others */
  opened(): Promise<void> {
    return this.#mark('guard.opened', OPENED, { mode: this.#setting.mode });
  }

  /** The first redaction, before it goes out. */
  redacting(outcome: Outcome): Promise<void> {
    return this.#mark('guard.redacting', outcome);
  }

  /** The end of what goes out, before anyone hears of it. */
  async blocking(outcome: Outcome, detail?: RecordDetail): Promise<Decision> {
    await this.#mark('guard.blocking', outcome, detail);
    return this.#decision(outcome);
  }

  /** The decision on the whole answer; then it is told. */
  async closed(outcome: Outcome, detail: RecordDetail): Promise<Decision> {
    const { context, judge } = this.#setting;
    const { unlisted } = judge;
    const record = this.#record(this.decisionId, outcome, {
      ...detail,
      ...(unlisted === 0 ? {} : { unlisted_detections: unlisted }),
    });
    await appendRecord(context.ports, record);
    tellDecision(context.ports, record, judge.firstType, judge.count);
    return this.#decision(outcome);
  }

  async #mark(event: Milestone, outcome: Outcome, detail?: RecordDetail): Promise<void> {
    const { ports } = this.#setting.context;
    const record = this.#record(ports.ids.decisionId(), outcome, {
      ...detail,
      of: this.decisionId,
    });
    await appendRecord(ports, { ...record, event });
  }

  #record(decisionId: string, outcome: Outcome, detail: RecordDetail): AuditRecord {
    const { context, facts, judge, startedAt } = this.#setting;
    const { tags } = judge;
    const decided = { family: 'guard', facts, tags, startedAt, decisionId, detail } as const;
    const record = toRecord(context, decided, outcome, toDecision(context, decided, outcome));
    return { ...record, detections: judge.recorded };
  }

  #decision(outcome: Outcome): Decision {
    return toDecision(this.#setting.context, { decisionId: this.decisionId }, outcome);
  }
}
