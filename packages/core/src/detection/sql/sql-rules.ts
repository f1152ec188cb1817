import type { CommandRule } from '../shell/catalog/command-rule.ts';

const PG = 'https://www.postgresql.org/docs/current';
const MYSQL = 'https://dev.mysql.com/doc/refman/8.4/en';
const TSQL = 'https://learn.microsoft.com/sql';
const TAG = 'destructive.sql';

/** Every rule that the SQL analyzer can report. */
export const SQL_RULES = [
  {
    id: 'sql-drop',
    tag: TAG,
    description: 'Drops a table, a database or another object.',
    source: `${PG}/sql-droptable.html`,
  },
  {
    id: 'sql-truncate',
    tag: TAG,
    description: 'Empties a table.',
    source: `${PG}/sql-truncate.html`,
  },
  {
    id: 'sql-delete',
    tag: TAG,
    description: 'Deletes rows; without a condition, all of them.',
    source: `${PG}/sql-delete.html`,
  },
  {
    id: 'sql-update-all',
    tag: TAG,
    description: 'Overwrites every row of a table.',
    source: `${PG}/sql-update.html`,
  },
  {
    id: 'sql-alter-drop',
    tag: TAG,
    description: 'Drops a column, a partition or a constraint, or turns a protection off.',
    source: `${PG}/sql-altertable.html`,
  },
  {
    id: 'sql-grant',
    tag: TAG,
    description: 'Gives away all rights, or takes rights away.',
    source: `${MYSQL}/grant.html`,
  },
  {
    id: 'sql-merge-delete',
    tag: TAG,
    description: 'Deletes rows while merging.',
    source: `${TSQL}/t-sql/statements/merge-transact-sql`,
  },
  {
    id: 'sql-run-command',
    tag: TAG,
    description: 'Runs a program on the database server.',
    source: `${PG}/sql-copy.html`,
  },
  {
    id: 'sql-server-file',
    tag: TAG,
    description: 'Reads or writes files of the database server.',
    source: `${MYSQL}/select-into.html`,
  },
  {
    id: 'sql-server-state',
    tag: TAG,
    description: 'Stops the server, or deletes its logs.',
    source: `${MYSQL}/purge-binary-logs.html`,
  },
  {
    id: 'sql-mongo-drop',
    tag: TAG,
    description: 'Drops a collection or database, or deletes all of its documents.',
    source: 'https://www.mongodb.com/docs/manual/reference/method/db.dropDatabase/',
  },
  {
    id: 'sql-graph-delete',
    tag: TAG,
    description: 'Deletes every node of a graph, or of a label.',
    source: 'https://neo4j.com/docs/cypher-manual/current/clauses/delete/',
  },
  {
    id: 'sql-redis-flush',
    tag: TAG,
    description: 'Deletes all keys of Redis, or changes where it writes.',
    source: 'https://redis.io/docs/latest/commands/flushall/',
  },
] as const satisfies readonly CommandRule[];

/** Id of a rule of the SQL analyzer. */
export type SqlRuleId = (typeof SQL_RULES)[number]['id'];

/** A destructive statement: which rule, how sure, and where in the SQL text. */
export interface SqlFinding {
  readonly rule: SqlRuleId;
  readonly confidence: number;
  readonly start: number;
  readonly end: number;
}
