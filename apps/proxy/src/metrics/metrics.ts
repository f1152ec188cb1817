import type { PolicyBoundary, TenantScope } from '@safeai/core';
import { Counter, Histogram, Registry } from 'prom-client';
import { BoundedLabel } from './bounded-label.ts';
import { GatewayMetrics } from './gateway-metrics.ts';
import { processMetrics } from './process-registry.ts';
import { StreamMetrics } from './stream-metrics.ts';
import { Tally } from './tally.ts';

/** Seconds; from a small text to a large file. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Most values of the `type` label; further ones count as `other`. Operators can add detectors. */
const MAX_TYPES = 100;
/** Most values of the `tenant` label. */
const MAX_TENANTS = 1000;
const OTHER = 'other';
/** No tenant can be called so. */
const OTHER_TENANTS = '(other)';

/** What the metrics count of a decision. */
export interface Counted {
  readonly decision: { readonly action: string; readonly reasonCode?: string };
  /** Each finding, or how many there are of a type. */
  readonly detections: readonly { readonly type: string; readonly count?: number }[];
}

/** The server's own metrics, in a registry of their own. All label sets are bounded. */
export class Metrics {
  readonly #registry = new Registry();
  /** Of calls to providers. */
  readonly gateway = new GatewayMetrics(this.#registry);
  /** Of streams of events. */
  readonly streams = new StreamMetrics(this.#registry);
  readonly #requests = new Tally(
    {
      name: 'safeai_requests_total',
      help: 'Requests answered, by route and status.',
      labels: ['route', 'status'],
    },
    this.#registry,
  );
  readonly #decisions = new Tally(
    {
      name: 'safeai_decisions_total',
      help: 'Decisions, by tenant, boundary and action.',
      labels: ['tenant', 'boundary', 'action'],
    },
    this.#registry,
  );
  readonly #detections = new Tally(
    {
      name: 'safeai_detections_total',
      help: 'Findings, by tenant and type.',
      labels: ['tenant', 'type'],
    },
    this.#registry,
  );
  readonly #rateLimited = new Tally(
    {
      name: 'safeai_rate_limited_total',
      help: 'Requests refused for a limit of limits.rate, by limit.',
      labels: ['limit'],
    },
    this.#registry,
  );
  readonly #policyErrors = new Tally(
    {
      name: 'safeai_policy_errors_total',
      help: 'Decisions that are a block because of an error inside a policy rule, by tenant and boundary.',
      labels: ['tenant', 'boundary'],
    },
    this.#registry,
  );
  readonly #durations = new Map<string, { observe(seconds: number): void }>();
  readonly #duration = new Histogram({
    name: 'safeai_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer, by route.',
    labelNames: ['route'] as const,
    buckets: BUCKETS,
    registers: [this.#registry],
  });

  readonly #types = new BoundedLabel(MAX_TYPES, OTHER);
  readonly #tenants = new BoundedLabel(MAX_TENANTS, OTHER_TENANTS);
  readonly #isDeclared: (tenantId: string) => boolean;

  /**
   * @param audit asked for its counts when somebody looks
   * @param isDeclared whether the configuration names a tenant
   */
  constructor(
    audit: { status(): { readonly refused: number } },
    isDeclared: (tenantId: string) => boolean,
  ) {
    this.#isDeclared = isDeclared;
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

  /** Counts a request that was past a limit. @param limit one of a fixed set of names */
  rateLimited(limit: string): void {
    this.#rateLimited.add(limit);
  }

  /** Counts a decision and what it was about. */
  decision(boundary: PolicyBoundary, tenantId: string, { decision, detections }: Counted): void {
    const tenant = this.#tenantLabel(tenantId);
    this.#decisions.add(tenant, boundary, decision.action);
    if (decision.reasonCode === 'policy_error') this.#policyErrors.add(tenant, boundary);
    for (const { type, count = 1 } of detections) {
      this.#detections.addMany(count, tenant, this.#types.of(type));
    }
  }

  /** The tenants that the configuration names have labels of their own; any other is one of the others. */
  #tenantLabel(tenantId: string): string {
    return this.#isDeclared(tenantId) ? this.#tenants.of(tenantId) : OTHER_TENANTS;
  }

  /**
   * The Prometheus text format.
   *
   * @param tenants who sees all of them sees everything, the process's own metrics included; others the series of
   *   their tenants
   */
  async text(tenants: TenantScope): Promise<string> {
    if (!tenants.includes('*')) return this.#textOf(tenants);
    const [own, shared] = await Promise.all([this.#registry.metrics(), processMetrics()]);
    return `${own}\n${shared}`;
  }

  #textOf(tenants: TenantScope): Promise<string> {
    const registry = new Registry();
    for (const tally of [this.#decisions, this.#detections, this.#policyErrors]) {
      tally.showIn(
        registry,
        ([tenant = OTHER_TENANTS]) => tenant !== OTHER_TENANTS && tenants.includes(tenant),
      );
    }
    return registry.metrics();
  }
}
