import { Histogram, type Registry } from 'prom-client';
import { BoundedLabel } from './bounded-label.ts';
import { Tally } from './tally.ts';

/** Seconds; a model takes its time. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Most values of the `upstream` label: reloads can bring ever new names. */
const MAX_UPSTREAMS = 100;
const OTHER = 'other';
/** No upstream can be called so. */
const NONE = '(none)';

/** What is counted of calls to providers. All label sets are bounded. */
export class GatewayMetrics {
  readonly #upstreams = new BoundedLabel(MAX_UPSTREAMS, OTHER);
  readonly #requests: Tally;
  readonly #retries: Tally;
  readonly #refusals: Tally;
  readonly #seconds: Timer;
  readonly #firstByte: Timer;

  constructor(registry: Registry) {
    this.#requests = new Tally(
      {
        name: 'safeai_gateway_requests_total',
        help: 'Calls to providers that were answered, by route, class of the status and upstream.',
        labels: ['route', 'status', 'upstream'],
      },
      registry,
    );
    this.#retries = new Tally(
      {
        name: 'safeai_gateway_retries_total',
        help: 'Repeated attempts at providers, by the upstream that answered or failed last.',
        labels: ['upstream'],
      },
      registry,
    );
    this.#refusals = new Tally(
      {
        name: 'safeai_gateway_refusals_total',
        help: 'Calls to providers that SafeAI answered with an error of its own, by its code.',
        labels: ['code'],
      },
      registry,
    );
    this.#seconds = new Timer(
      'safeai_gateway_upstream_seconds',
      'Time from sending a call to the end of its answer, all attempts included, by upstream.',
      registry,
    );
    this.#firstByte = new Timer(
      'safeai_gateway_first_byte_seconds',
      'Time from sending a call to the head of its answer, all attempts included, by upstream.',
      registry,
    );
  }

  /** Counts an answer. @param upstream undefined where none was reached */
  request(route: string, status: number, upstream: string | undefined): void {
    const name = upstream === undefined ? NONE : this.#upstreams.of(upstream);
    this.#requests.add(route, `${String(Math.floor(status / 100))}xx`, name);
  }

  /** Counts the attempts of a call but its first. */
  retries(upstream: string | undefined, attempts: number): void {
    const name = upstream === undefined ? NONE : this.#upstreams.of(upstream);
    for (let attempt = 1; attempt < attempts; attempt++) this.#retries.add(name);
  }

  /** Counts an error of SafeAI's own. @param code one of the catalogue */
  refusal(code: string): void {
    this.#refusals.add(code);
  }

  firstByte(upstream: string, milliseconds: number): void {
    this.#firstByte.observe(this.#upstreams.of(upstream), milliseconds);
  }

  answered(upstream: string, milliseconds: number): void {
    this.#seconds.observe(this.#upstreams.of(upstream), milliseconds);
  }
}

/** A histogram by upstream. Each upstream's own part of it is looked up once. */
class Timer {
  readonly #histogram: Histogram<'upstream'>;
  readonly #known = new Map<string, { observe(seconds: number): void }>();

  constructor(name: string, help: string, registry: Registry) {
    this.#histogram = new Histogram({
      name,
      help,
      labelNames: ['upstream'] as const,
      buckets: BUCKETS,
      registers: [registry],
    });
  }

  observe(upstream: string, milliseconds: number): void {
    let known = this.#known.get(upstream);
    if (known === undefined) {
      known = this.#histogram.labels(upstream);
      this.#known.set(upstream, known);
    }
    known.observe(milliseconds / 1000);
  }
}
