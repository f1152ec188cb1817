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
    '.drop()',
    '.remove({',
  ],
  analyze(text: string): readonly AnalyzerFinding[] {
    return findDestructiveSql(text).map(({ rule, confidence, start, end }) => ({
      detector: rule,
      tag: 'destructive.sql',
      confidence,
      start,
      end,
    }));
  },
};
