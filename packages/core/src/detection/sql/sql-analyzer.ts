import type { Analyzer, AnalyzerFinding } from '../analyzer.ts';
import { findDestructiveSql } from './find-destructive.ts';

/** Finds destructive SQL statements and their likes in MongoDB's shell. */
export const SQL_ANALYZER: Analyzer = {
  id: 'sql',
  type: 'destructive',
  anchors: [
    'drop table',
    'drop database',
    'drop schema',
    'drop user',
    'drop role',
    'drop view',
    'drop index',
    'truncate table',
    'truncate ',
    'delete from',
    'alter table',
    'grant all',
    'revoke all',
    'xp_cmdshell',
    'into outfile',
    'into dumpfile',
    'load data',
    'to program',
    'from program',
    'then delete',
    'dropdatabase',
    'dropcollection',
    'deletemany',
    'flushall',
    'flushdb',
    'detach delete',
    'runcommand',
    '.drop()',
    '.remove({',
  ],
  analyze(text: string): readonly AnalyzerFinding[] {
    const lines = heredocStart(text);
    return findDestructiveSql(text)
      .filter(({ start }) => start < lines)
      .map(({ rule, confidence, start, end }) => ({
        detector: rule,
        tag: 'destructive.sql',
        confidence,
        start,
        end,
      }));
  },
};

const HEREDOC = /<<[-~]?\s?["'\\]?[A-Za-z_]/;
const SQL_START =
  /^[\s(]*(?:--|\/\*|#|(?:select|insert|update|delete|drop|truncate|alter|create|grant|revoke|merge|with|begin|start|set|use|declare|exec|execute|call|copy|load|explain|do|if|commit|rollback|replace|show|reset|purge|go)\b)/i;

/**
 * Where the lines begin that a shell command is given as a heredoc: they are data there, and the shell
 * analyzer looks at them if the command is a database client.
 */
function heredocStart(text: string): number {
  if (!text.includes('<<') || SQL_START.test(text)) return Infinity;
  const found = HEREDOC.exec(text);
  return found === null ? Infinity : found.index;
}
