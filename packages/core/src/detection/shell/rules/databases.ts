import { findDestructiveSql } from '../../sql/find-destructive.ts';
import { parseOptions, type OptionSpec } from '../options.ts';
import { sourceFrom, type Source } from '../source.ts';
import type { Check, Checks, Invocation } from '../invocation.ts';

/** Reports what SQL handed to a client would destroy. */
export function reportSql(call: Invocation, source: Source): void {
  if (!call.mayRead(source)) return;
  runEscapes(call, source);
  for (const finding of findDestructiveSql(source.text)) {
    const start = source.locate(finding.start);
    call.report('shell-sql', finding.confidence, {
      start,
      end: Math.max(source.locate(finding.end - 1) + 1, start + 1),
    });
  }
}

/** Lines of a client's own with which it runs a shell: `.shell cmd`, `\! cmd`, `system cmd`. */
const ESCAPE = /^[ \t]*(?:\.(?:shell|system)[ \t]+|\\!|system[ \t]+)/;

function runEscapes(call: Invocation, source: Source): void {
  let start = 0;
  for (const line of source.text.split('\n', 256)) {
    const escape = ESCAPE.exec(line);
    if (escape !== null) {
      call.runText(sourceFrom(source, start + escape[0].length, start + line.length));
    }
    start += line.length + 1;
  }
}

interface Client extends OptionSpec {
  /** Options whose value is SQL. */
  readonly sql: readonly string[];
  /** Operands from this one on are SQL. */
  readonly operand?: number;
}

const CLIENTS: Readonly<Record<string, Client>> = {
  psql: {
    sql: ['c', 'command'],
    short: 'cdfhpUvFRLoPT',
    long: ['command', 'dbname', 'file', 'host', 'port', 'username', 'set', 'variable', 'output'],
  },
  mysql: {
    sql: ['e', 'execute', 'init-command'],
    short: 'eDhPuS',
    long: ['execute', 'database', 'host', 'port', 'user', 'socket', 'init-command'],
  },
  mariadb: {
    sql: ['e', 'execute', 'init-command'],
    short: 'eDhPuS',
    long: ['execute', 'database', 'host', 'port', 'user', 'socket', 'init-command'],
  },
  sqlite3: { sql: ['cmd'], operand: 1 },
  duckdb: { sql: ['c', 's', 'cmd'], short: 'cs', operand: 1 },
  'clickhouse-client': {
    sql: ['q', 'query'],
    short: 'qhudp',
    long: ['query', 'host', 'user', 'password', 'database', 'port'],
  },
  'clickhouse-local': { sql: ['q', 'query'], short: 'q', long: ['query'] },
  sqlcmd: { sql: ['Q', 'q'], short: 'QqSUPdio' },
  cqlsh: {
    sql: ['e', 'execute'],
    short: 'eupkf',
    long: ['execute', 'username', 'password', 'keyspace'],
  },
  bq: { sql: [], operand: 1 },
  snowsql: { sql: ['q', 'query'], short: 'qacudsrw', long: ['query'] },
  snow: { sql: ['q', 'query'], short: 'q', long: ['query'] },
  usql: { sql: ['c', 'command'], short: 'cf', long: ['command'] },
  cockroach: { sql: ['e', 'execute'], short: 'ed', long: ['execute', 'url', 'host', 'database'] },
  turso: { sql: [], operand: 3 },
  wrangler: { sql: ['command'], long: ['command', 'file', 'env', 'config'] },
  'spark-sql': { sql: ['e'], short: 'ef' },
  hive: { sql: ['e'], short: 'ef' },
  beeline: { sql: ['e'], short: 'eun' },
  trino: { sql: ['execute'], long: ['execute', 'server', 'catalog', 'schema'] },
  isql: { sql: [], operand: 99 },
};

function clientCheck(client: Client): Check {
  return (call) => {
    const options = parseOptions(call.args, client);
    if (options.asksHelp) return;
    for (const sql of options.values(...client.sql)) reportSql(call, sql);
    if (client.operand !== undefined)
      for (const sql of options.operands.slice(client.operand)) reportSql(call, sql);
    for (const text of call.input.texts) reportSql(call, text);
    if (call.program === 'bq') checkBq(call);
  };
}

function checkBq(call: Invocation): void {
  const words = call.args.map((argument) => argument.text).filter((word) => !word.startsWith('-'));
  if (words[0] === 'rm') call.report('shell-database-drop', 0.85);
}

/** `mongosh --eval "db.dropDatabase()"`, or the same on its input. */
function checkMongo(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'up',
    long: ['eval', 'host', 'port', 'username', 'password'],
  });
  for (const script of [...options.values('eval'), ...call.input.texts]) reportSql(call, script);
}

/** `redis-cli FLUSHALL`: options with a value come before the command. */
function checkRedis(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'hpansiurtdD',
    long: ['user', 'pass', 'tls-port', 'cacert', 'cert', 'key', 'sni'],
    leading: true,
  });
  const piped = call.input.texts.map(({ text }) => text).join('\n');
  const line = `${options.operands
    .slice(0, 8)
    .map(({ text }) => text)
    .join(' ')}\n${piped}`;
  if (
    /^\s*(?:flushall|flushdb|shutdown|script flush|function flush|cluster reset|config set (?:dir|dbfilename)|debug (?:segfault|sleep)|swapdb|acl deluser|replicaof no one|slaveof no one|cluster (?:forget|delslots|flushslots|reset)|eval .*flush(?:all|db))\b/im.test(
      line,
    )
  )
    call.report('shell-redis-flush', 0.9);
  // The keys come from a search, so that any key may be among them.
  else if (/^\s*(?:del|unlink)\b/i.test(line) && options.operands.some(({ known }) => !known))
    call.report('shell-redis-flush', 0.7);
}

function matching(rule: string, pattern: RegExp, confidence = 0.85): Check {
  return (call) => {
    const words = call.args
      .slice(0, 24)
      .map((argument) => argument.text)
      .join(' ');
    if (!/(?:^|\s)(?:--help|--dry-run|--pretend)(?:\s|$)/.test(words) && pattern.test(words))
      call.report(rule, confidence);
  };
}

const RESET = 'shell-database-reset';
const DROP = 'shell-database-drop';

/** Checks of database clients, and of the tasks with which frameworks drop a database. */
export const DATABASE_CHECKS: Checks = {
  ...Object.fromEntries(
    Object.entries(CLIENTS).map(([name, client]) => [name, clientCheck(client)]),
  ),
  mongosh: checkMongo,
  mongo: checkMongo,
  'redis-cli': checkRedis,
  'valkey-cli': checkRedis,
  'keydb-cli': checkRedis,
  mysqladmin: matching(DROP, /(?:^|\s)(?:drop|shutdown|flush-privileges)(?:\s|$)/),
  'mariadb-admin': matching(DROP, /(?:^|\s)(?:drop|shutdown)(?:\s|$)/),
  dropdb: matching(DROP, /\S/),
  dropuser: matching(DROP, /\S/),
  mysqldump: matching(DROP, /--add-drop-(?:database|trigger)/, 0.55),
  'mariadb-dump': matching(DROP, /--add-drop-(?:database|trigger)/, 0.55),
  pg_dump: matching(DROP, /(?:^|\s)(?:-[a-zA-Z]*c[a-zA-Z]*|--clean)(?:\s|$)/, 0.55),
  pg_dumpall: matching(DROP, /(?:^|\s)(?:-c|--clean)(?:\s|$)/, 0.55),
  pg_ctl: matching(DROP, /(?:^|\s)stop(?:\s.*)?-m ?i/, 0.6),
  pg_resetwal: matching(DROP, /\S/),
  nodetool: matching(
    DROP,
    /^(?:\S+ )*(?:clearsnapshot|decommission|removenode|assassinate|truncatehints|garbagecollect)(?:\s|$)/,
    0.75,
  ),
  'clickhouse-keeper-client': matching(DROP, /\b(?:rm|rmr)\b/, 0.75),
  'couchbase-cli': matching(
    DROP,
    /^(?:bucket-(?:delete|flush)|server-.*--remove|rebalance .*--server-remove|collection-manage .*--drop)/,
    0.8,
  ),
  dolt: matching(DROP, /^(?:reset --hard|branch -[dD]|table rm|clean)(?:\s|$)/, 0.75),
  pg_dropcluster: matching(DROP, /\S/),
  pg_restore: matching(DROP, /(?:^|\s)(?:-c|--clean)(?:\s|$)/, 0.7),
  mongorestore: matching(DROP, /(?:^|\s)--drop(?:\s|$)/, 0.7),
  influx: matching(DROP, /^(?:delete|bucket delete|org delete)\b/),
  rails: matching(RESET, /(?:^|\s)db:(?:drop|reset|purge|schema:load|truncate_all|migrate:reset)/),
  rake: matching(RESET, /(?:^|\s)db:(?:drop|reset|purge|schema:load|truncate_all|migrate:reset)/),
  prisma: matching(RESET, /^(?:migrate reset|db push .*--(?:force-reset|accept-data-loss))/),
  drizzle: matching(RESET, /^drop/),
  'drizzle-kit': matching(RESET, /^drop/),
  sequelize: matching(RESET, /^db:(?:drop|migrate:undo:all)/),
  'sequelize-cli': matching(RESET, /^db:(?:drop|migrate:undo:all)/),
  typeorm: matching(RESET, /^schema:drop/),
  knex: matching(RESET, /^migrate:rollback .*--all/),
  mix: matching(RESET, /^ecto\.(?:drop|reset)/),
  artisan: matching(RESET, /^(?:migrate:(?:fresh|reset|refresh)|db:wipe)/),
  alembic: matching(RESET, /^downgrade base/),
  diesel: matching(RESET, /^database reset/),
  sqlx: matching(RESET, /^database (?:drop|reset)/),
  flyway: matching(RESET, /(?:^|\s)clean(?:\s|$)/),
  liquibase: matching(RESET, /(?:^|\s)drop-?all(?:\s|$)/i),
};
