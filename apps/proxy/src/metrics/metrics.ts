import type { PolicyBoundary } from '@safeai/core';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Seconds; from a cached answer to a large file. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Most values of the `type` label; further ones count as `other`. Operators can add detectors. */
const MAX_TYPES = 100;
const OTHER = 'other';

/** What the metrics count of a decision. */
export interface Counted {
  readonly decision: { readonly action: string };
  readonly detections: readonly { readonly type: string }[];
}

interface Child {
  inc(): void;
}

/** The server's own metrics, in a registry of their own. Label sets are bounded, and looked up once each. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'safeai_requests_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'status'] as const,
    registers: [this.#registry],
  });
  readonly #decisions = new Counter({
    name: 'safeai_decisions_total',
    help: 'Decisions, by boundary and action.',
    labelNames: ['boundary', 'action'] as const,
    registers: [this.#registry],
  });
  readonly #detections = new Counter({
    name: 'safeai_detections_total',
    help: 'Findings, by type.',
    labelNames: ['type'] as const,
    registers: [this.#registry],
  });
  readonly #duration = new Histogram({
    name: 'safeai_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer, by route.',
    labelNames: ['route'] as const,
    buckets: BUCKETS,
    registers: [this.#registry],
  });
  readonly #requestChildren = new Map<string, Child>();
  readonly #decisionChildren = new Map<string, Child>();
  readonly #typeChildren = new Map<string, Child>();
  readonly #durationChildren = new Map<string, { observe(seconds: number): void }>();

  /**
   * Counts an answer.
   *
   * @param route a route's id, or one word for all that is no route
   * @param milliseconds from arrival to answer
   */
  request(route: string, status: number, milliseconds: number): void {
    child(this.#requestChildren, `${route} ${String(status)}`, () =>
      this.#requests.labels(route, String(status)),
    ).inc();
    child(this.#durationChildren, route, () => this.#duration.labels(route)).observe(
      milliseconds / 1000,
    );
  }

  /** Counts a decision and what it was about. */
  decision(boundary: PolicyBoundary, { decision, detections }: Counted): void {
    const { action } = decision;
    child(this.#decisionChildren, `${boundary} ${action}`, () =>
      this.#decisions.labels(boundary, action),
    ).inc();
    for (const { type } of detections) this.#typeChild(type).inc();
  }

  /** The Prometheus text format, the process's own metrics included. */
  async text(): Promise<string> {
    const [own, shared] = await Promise.all([
      this.#registry.metrics(),
      processRegistry().metrics(),
    ]);
    return `${own}\n${shared}`;
  }

  #typeChild(type: string): Child {
    const known = this.#typeChildren.has(type) || this.#typeChildren.size < MAX_TYPES;
    const label = known ? type : OTHER;
    return child(this.#typeChildren, label, () => this.#detections.labels(label));
  }
}

function child<T>(children: Map<string, T>, key: string, make: () => T): T {
  let found = children.get(key);
  if (found === undefined) {
    found = make();
    children.set(key, found);
  }
  return found;
}

let processMetrics: Registry | undefined;

/** CPU, memory, event loop, handles: one registry for all servers of a process, whose observers never end. */
function processRegistry(): Registry {
  if (processMetrics === undefined) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}
