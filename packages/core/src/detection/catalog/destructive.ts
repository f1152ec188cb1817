import type { Analyzer } from '../analyzer.ts';
import type { CommandRule } from '../shell/catalog/command-rule.ts';
import { SHELL_RULES } from '../shell/catalog.ts';
import { SHELL_ANALYZER } from '../shell/shell-analyzer.ts';
import { SQL_ANALYZER } from '../sql/sql-analyzer.ts';
import { SQL_RULES } from '../sql/sql-rules.ts';

/** The analyzers that find destructive commands and statements, and changes to SafeAI itself. */
export const DESTRUCTIVE_ANALYZERS: readonly Analyzer[] = [SHELL_ANALYZER, SQL_ANALYZER];

/** Every rule that they report, by the id that a detection's `detector` names; the reference is made from it. */
export const DESTRUCTIVE_RULES: readonly CommandRule[] = [...SHELL_RULES, ...SQL_RULES];
