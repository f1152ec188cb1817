import { createHash, randomBytes } from 'node:crypto';
import type { Introduction } from '../edge/identify.ts';

/** How long a ticket serves, in milliseconds. */
const TTL_MS = 30_000;

/** Most tickets that are out at once; past it the oldest serve no more. */
const MOST = 10_000;

/** Whom a ticket was given to: what proved who they are, and the one of their tenants that it is for. */
export interface TicketHolder {
  readonly introduction: Introduction;
  /** Undefined: all that the proof is for. */
  readonly tenant: string | undefined;
}

/** A ticket, as it is shown once. */
export interface GivenTicket {
  /** 256 random bits. */
  readonly ticket: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

interface Kept extends TicketHolder {
  readonly expiresAt: number;
}

/**
 * Tickets for those who cannot send a credential: a page that opens a socket. Each opens one stream, soon, and for
 * nobody more than what it was asked for with still proves then. Kept in this server's memory, by their digests.
 */
export class EventTickets {
  readonly #now: () => number;
  /** By the digest, oldest first. */
  readonly #kept = new Map<string, Kept>();

  /** @param now milliseconds since the epoch */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  give(holder: TicketHolder): GivenTicket {
    this.#makeRoom();
    const ticket = `tk-${randomBytes(32).toString('base64url')}`;
    const expiresAt = this.#now() + TTL_MS;
    this.#kept.set(digestOf(ticket), { ...holder, expiresAt });
    return { ticket, expiresAt };
  }

  /** Whom a ticket was given to; null for one that serves no more, or never did. It serves no more after this. */
  redeem(ticket: string): TicketHolder | null {
    const id = digestOf(ticket);
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    return kept === undefined || this.#now() >= kept.expiresAt ? null : kept;
  }

  /** How many are kept. */
  get size(): number {
    return this.#kept.size;
  }

  #makeRoom(): void {
    const now = this.#now();
    for (const [id, { expiresAt }] of this.#kept) {
      if (expiresAt > now && this.#kept.size < MOST) return;
      this.#kept.delete(id);
    }
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
