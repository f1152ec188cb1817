/** What an agent may do. An absent list sets no limit; an empty one allows nothing. */
export interface AgentIdentity {
  readonly agentId: string;
  readonly description?: string;
  /** Globs over tool names. */
  readonly tools?: readonly string[];
  /** Tags (and their children) that it may see. */
  readonly clearanceTags?: readonly string[];
}
