/**
 * How a server failed: it is `gone`, did not answer in time (`timeout`), answered what is none (`broken`), with an
 * error (`error`), or was told that nobody waits any more (`cancelled`).
 */
export type FailureKind = 'gone' | 'timeout' | 'broken' | 'error' | 'cancelled';

/** A request that a server did not fulfil. The message of an `error` is the server's own, and is to be judged. */
export class ServerFailure extends Error {
  override readonly name = 'ServerFailure';
  readonly kind: FailureKind;
  /** Of an `error`: its JSON-RPC code. */
  readonly code: number | undefined;
  /** Of an `error`: what came with it. */
  readonly data: unknown;

  constructor(
    kind: FailureKind,
    message: string,
    options: { cause?: unknown; code?: number; data?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.code = options.code;
    this.data = options.data;
  }
}
