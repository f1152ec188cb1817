/** Why a stream is ended, by the codes that a WebSocket is closed with (RFC 6455, 7.4). */
export const CLOSE = {
  stopping: 1001,
  tooMuch: 1008,
  tryLater: 1013,
  badFilter: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  slow: 4408,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** Where a listener's frames go. Nothing here waits, and nothing throws. */
export interface Outlet {
  /** Once it has been ended, does nothing. */
  write(bytes: Buffer): void;
  /** Bytes that were written and that the system has not taken yet. */
  readonly waiting: number;
  /** Bytes that the system has taken. */
  readonly taken: number;
  /** Ends it after what was written. @param retryAfterMs when to come back, where that is asked */
  end(code: CloseCode, reason: string, retryAfterMs?: number): void;
  /** Ends it at once. */
  cut(): void;
}
