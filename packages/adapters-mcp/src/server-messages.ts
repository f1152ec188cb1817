import { redactText, type AgentGuard, type JsonObject, type RequestContext } from '@safeai/core';
import { shown } from './definitions/hidden-text.ts';
import { detectors, inspect } from './definitions/inspection.ts';
import { LIST_CHANGES, LOG_MESSAGE, RESOURCE_UPDATED } from './host/changes.ts';
import type { HostLink } from './host/host-link.ts';
import type { FirewallLimits, FirewallNotice } from './settings.ts';
import { RateGate } from './upstream/rate-gate.ts';

/** What {@link ServerMessages} work with. */
export interface ServerMessageParts {
  readonly name: string;
  readonly guard: AgentGuard;
  readonly scope: RequestContext;
  readonly toolName: (name: string) => string;
  readonly limits: FirewallLimits;
  readonly tell: (notice: FirewallNotice) => void;
  readonly hosts: () => Iterable<HostLink>;
  readonly onToolsChanged: () => void;
}

/**
 * What a server says unasked: notifications and what it writes to its standard error. What holds nothing that the
 * shipped detectors find goes on as it is; the rest is put to the guard, or withheld.
 */
export class ServerMessages {
  readonly #parts: ServerMessageParts;
  readonly #notifications: RateGate;
  readonly #lines: RateGate;
  #dropped = 0;
  #waiting = 0;

  constructor(parts: ServerMessageParts) {
    this.#parts = parts;
    this.#notifications = new RateGate(parts.limits.notifications);
    this.#lines = new RateGate(parts.limits.notifications);
  }

  /** A line of a process' standard error: to the operator, redacted. */
  log(line: string): void {
    if (line.trim() === '') return;
    if (!this.#lines.take()) {
      this.#drop();
      return;
    }
    const { name, tell } = this.#parts;
    const redacted = redactText(line, detectors().scan(line));
    tell({ kind: 'log', text: `[${name}] ${shown(redacted, MAX_LINE)}` });
  }

  /** A notification. */
  notification(method: string, params: JsonObject): void {
    if (LIST_CHANGES[method] === 'tools') this.#parts.onToolsChanged();
    if (!this.#notifications.take() || this.#waiting >= MAX_WAITING) {
      this.#drop();
      return;
    }
    this.#waiting += 1;
    void this.#passOn(method, params)
      .catch((error: unknown) => {
        const { code } = error as { code?: unknown };
        this.#tell(
          `a notification was withheld (${typeof code === 'string' ? code : 'internal_error'})`,
        );
      })
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  async #passOn(method: string, params: JsonObject): Promise<void> {
    if (method in LIST_CHANGES) await this.#send(method, {});
    else if (method === RESOURCE_UPDATED) {
      const { uri } = params;
      if (typeof uri === 'string' && inspect(uri).size === 0) await this.#send(method, { uri });
    } else if (method === LOG_MESSAGE) {
      const { level, logger, data } = params;
      const message = {
        ...(typeof level === 'string' ? { level } : {}),
        ...(typeof logger === 'string' ? { logger } : {}),
        data: data ?? null,
      };
      const judged = await this.#judged(message);
      if (judged !== null) await this.#send(method, judged);
    }
  }

  async #judged(message: JsonObject): Promise<JsonObject | null> {
    if (inspect(message).size === 0) return message;
    const { guard, scope, toolName } = this.#parts;
    const { filteredResponse } = await guard.interceptTool({
      ...scope,
      phase: 'response',
      toolName: toolName('log'),
      response: message,
    });
    return filteredResponse as JsonObject | null;
  }

  async #send(method: string, params: JsonObject): Promise<void> {
    for (const host of this.#parts.hosts()) await host.notify(method, params);
  }

  #drop(): void {
    this.#dropped += 1;
    // Once for each power of ten: a flood must not become one of ours.
    if (/^10*$/.test(String(this.#dropped))) {
      this.#tell(`${this.#dropped} messages dropped so far: it sends too many`);
    }
  }

  #tell(text: string): void {
    this.#parts.tell({ kind: 'message', text: `${this.#parts.name}: ${text}` });
  }
}

/** Longest line that is told, in UTF-16 code units. */
const MAX_LINE = 2000;

/** Notifications that may wait to be judged. */
const MAX_WAITING = 64;
