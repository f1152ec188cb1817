import type { PolicyBoundary } from '@safeai/core';
import { Counter, Histogram, Registry } from 'prom-client';
import { processMetrics } from './process-registry.ts';
import { Tally } from './tally.ts';

/** Seconds; from a small text to a large file. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Most values of the `type` label; further ones count as `other`. Operators can add detectors. */
const MAX_TYPES = 100;
const OTHER = 'other';

/** What the metrics count of a decision. */
export interface Counted {
  readonly decision: { readonly action: string; readonly reasonCode?: string };
  readonly detections: readonly { readonly type: string }[];
}

/** The server's own metrics, in a registry of their own. All label sets are bounded. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Tally({
    name: 'safeai_requests_total',
    help: 'Requests answered, by route and status.',
    labels: ['route', 'status'],
    registry: this.#registry,
  });
  readonly #decisions = new Tally({
    name: 'safeai_decisions_total',
    help: 'Decisions, by boundary and action.',
    labels: ['boundary', 'action'],
    registry: this.#registry,
  });
  readonly #detections = new Tally({
    name: 'safeai_detections_total',
    help: 'Findings, by type.',
    labels: ['type'],
    registry: this.#registry,
  });
  readonly #policyErrors = new Tally({
    name: 'safeai_policy_errors_total',
    help: 'Decisions that are a block because of an error inside a policy rule, by boundary.',
    labels: ['boundary'],
    registry: this.#registry,
  });
  readonly #durations = new Map<string, { observe(seconds: number): void }>();
  readonly #duration = new Histogram({
    name: 'safeai_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer, by route.',
    labelNames: ['route'] as const,
    buckets: BUCKETS,
    registers: [this.#registry],
  });

  /** @param audit asked for its counts when somebody looks */
  constructor(audit: { status(): { readonly refused: number } }) {
    new Counter({
      name: 'safeai_audit_refused_total',
      help: 'Records that the audit log did not take (audit.on_failure says what became of the requests).',
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(audit.status().refused);
      },
    });
  }

  /**
   * Counts an answer.
   *
   * @param route a route's id, or one word for all that is no route
   * @param milliseconds from arrival to answer
   */
  request(route: string, status: number, milliseconds: number): void {
    this.#requests.add(route, String(status));
    let duration = this.#durations.get(route);
    if (duration === undefined) {
      duration = this.#duration.labels(route);
      this.#durations.set(route, duration);
    }
    duration.observe(milliseconds / 1000);
  }

  /** Counts a decision and what it was about. */
  decision(boundary: PolicyBoundary, { decision, detections }: Counted): void {
    this.#decisions.add(boundary, decision.action);
    if (decision.reasonCode === 'policy_error') this.#policyErrors.add(boundary);
    for (const { type } of detections) {
      const isBounded = this.#detections.size < MAX_TYPES || this.#detections.has(type);
      this.#detections.add(isBounded ? type : OTHER);
    }
  }

  /** The Prometheus text format, the process's own metrics included. */
  async text(): Promise<string> {
    const [own, shared] = await Promise.all([this.#registry.metrics(), processMetrics()]);
    return `${own}\n${shared}`;
  }
}
