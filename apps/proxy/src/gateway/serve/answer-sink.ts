/** Where the answer to a call goes. */
export interface AnswerSink {
  /** Whether its head is out: what goes wrong now cannot change its status any more. */
  readonly begun: boolean;
  /** Sends the head of an answer that comes in pieces. @param headers by lower-case name */
  begin(status: number, headers: Readonly<Record<string, string>>): void;
  /** Sends a piece; what it gives is fulfilled once there is room for more. */
  write(bytes: Uint8Array): Promise<void> | undefined;
  /** The answer is whole. */
  end(): void;
  /** Sends an answer at once. */
  send(
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | null,
  ): void;
  /** The answer ends here without being whole, and its reader is to notice. */
  cut(): void;
}
