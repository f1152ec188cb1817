import type { Analyzer } from '../analyzer.ts';
import { SHELL_ANALYZER } from '../shell/shell-analyzer.ts';
import { SQL_ANALYZER } from '../sql/sql-analyzer.ts';

/** The analyzers of destructive commands and statements. */
export const DESTRUCTIVE_ANALYZERS: readonly Analyzer[] = [SHELL_ANALYZER, SQL_ANALYZER];
