/** What one side of a tool may carry. An absent list sets no limit; an empty one lets nothing through. */
export interface ContractSide {
  readonly tags?: readonly string[];
  /** Top-level field names. Others are stripped. */
  readonly fields?: readonly string[];
}

/** What a tool declares of itself. */
export interface ToolContract {
  readonly toolName: string;
  readonly description?: string;
  readonly accepts: ContractSide;
  readonly emits: ContractSide;
  readonly stores?: { readonly fields: readonly string[]; readonly retention?: string };
  readonly sideEffects?: { readonly reversible?: boolean; readonly requiresApproval?: boolean };
}

/** What happens to a tool without a contract. */
export type UndeclaredTools = 'allow' | 'block';
