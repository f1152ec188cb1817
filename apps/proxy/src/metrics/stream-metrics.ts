import { Counter, Gauge, type Registry } from 'prom-client';

/** What is counted of streams of events. */
export class StreamMetrics {
  readonly #slow: Counter;
  #size: () => number = () => 0;

  constructor(registry: Registry) {
    const size = (): number => this.#size();
    new Gauge({
      name: 'safeai_event_listeners',
      help: 'Open streams of events.',
      registers: [registry],
      collect() {
        this.set(size());
      },
    });
    this.#slow = new Counter({
      name: 'safeai_event_listeners_slow_total',
      help: 'Streams of events that were ended because their listeners did not keep up.',
      registers: [registry],
    });
  }

  /** @param size asked for when somebody looks */
  listeners(size: () => number): void {
    this.#size = size;
  }

  /** Counts a listener that did not keep up. */
  slow(): void {
    this.#slow.inc();
  }
}
