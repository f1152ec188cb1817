import type { AuditNotice } from '../status.ts';

/** What is the matter with the log. Tells each trouble once, and its end. */
export class Health {
  readonly #notify: (notice: AuditNotice) => void;
  #failing: string | undefined;
  /** By what they are about. */
  readonly #warnings = new Map<string, string>();

  constructor(notify: (notice: AuditNotice) => void) {
    this.#notify = notify;
  }

  get isFailing(): boolean {
    return this.#failing !== undefined;
  }

  get state(): 'ok' | 'warning' | 'failing' {
    if (this.isFailing) return 'failing';
    return this.#warnings.size > 0 ? 'warning' : 'ok';
  }

  /** The gravest, in one line. */
  get reason(): string | null {
    return this.#failing ?? [...this.#warnings.values()].at(0) ?? null;
  }

  fail(reason: string): void {
    const isNew = !this.isFailing;
    this.#failing = reason;
    if (isNew) this.#notify({ kind: 'failing', message: reason });
  }

  recover(): void {
    if (!this.isFailing) return;
    this.#failing = undefined;
    this.#notify({ kind: 'recovered', message: 'The audit log is written again.' });
  }

  warn(about: string, notice: AuditNotice): void {
    if (this.#warnings.has(about)) return;
    this.#warnings.set(about, notice.message);
    this.#notify(notice);
  }

  endWarning(about: string): boolean {
    return this.#warnings.delete(about);
  }

  notify(notice: AuditNotice): void {
    this.#notify(notice);
  }
}
