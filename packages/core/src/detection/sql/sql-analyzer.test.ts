import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { SQL_ANALYZER } from './sql-analyzer.ts';
import { SQL_RULES } from './sql-rules.ts';

/** Statements, and how sure the analyzer is that they destroy something. */
const DESTRUCTIVE: readonly (readonly [statement: string, confidence: number])[] = [
  ['DROP TABLE users', 0.95],
  ['drop table if exists a.b cascade;', 0.95],
  ['DROP TABLE `a`, "b", [c];', 0.95],
  ['DROP DATABASE IF EXISTS x', 0.95],
  ['DROP SCHEMA public CASCADE', 0.95],
  ['DROP VIEW v', 0.7],
  ['DROP MATERIALIZED VIEW v', 0.7],
  ['DROP INDEX CONCURRENTLY IF EXISTS i', 0.7],
  ['DROP INDEX i ON t', 0.7],
  ["DROP USER 'bob'@'%'", 0.95],
  ['DROP ROLE a, b', 0.95],
  ['DROP FUNCTION f(int, text)', 0.7],
  ['DROP TRIGGER t ON x', 0.7],
  ['DROP OWNED BY bob', 0.95],
  ['DROP TABLESPACE ts INCLUDING CONTENTS AND DATAFILES', 0.95],
  ['DROP FOREIGN TABLE x', 0.95],
  ['/* hi */ DROP TABLE x', 0.95],
  ['-- c\nDROP TABLE x', 0.95],
  ['# c\nDROP TABLE x', 0.95],
  ['DROP/**/TABLE/**/x', 0.95],
  ['/*!50000 DROP TABLE x */', 0.95],
  ['SELECT 1; DROP TABLE x', 0.95],
  ['1; DROP TABLE users', 0.95],
  ["Robert'); DROP TABLE students;--", 0.95],
  ["' OR 1=1; DROP TABLE users; --", 0.95],
  ["SELECT 'a;b'; DROP TABLE x", 0.95],
  ["SELECT E'a\\'b'; DROP TABLE x", 0.95],
  ["SELECT '\\'; DROP TABLE x; --'", 0.95],
  ['SELECT $$a;b$$; DROP TABLE x', 0.95],
  ['BEGIN; DROP TABLE x; COMMIT;', 0.95],
  ['BEGIN DROP TABLE x; END', 0.95],
  ['IF 1=1 BEGIN DROP TABLE x END', 0.95],
  ['DO $$ BEGIN DROP TABLE x; END $$', 0.95],
  ["DO $$ BEGIN EXECUTE 'DROP TABLE x'; END $$;", 0.95],
  ["EXEC('DROP TABLE x')", 0.95],
  ["EXECUTE IMMEDIATE 'DROP TABLE x'", 0.95],
  ["PREPARE s FROM 'DROP TABLE x'", 0.95],
  ["EXEC sp_executesql N'DROP TABLE x'", 0.95],
  ['SELECT 1\nDROP TABLE x\nSELECT 2', 0.95],
  ['USE master\nGO\nDROP DATABASE x\nGO', 0.95],
  ['TRUNCATE TABLE x', 0.95],
  ['TRUNCATE users', 0.95],
  ['truncate users;', 0.95],
  ['truncate users', 0.6],
  ['TRUNCATE a, b RESTART IDENTITY CASCADE', 0.95],
  ['DELETE FROM users', 0.95],
  ['delete from users', 0.95],
  ['DELETE FROM users;', 0.95],
  ['DELETE FROM users WHERE 1=1', 0.95],
  ['DELETE FROM users WHERE 1 = 1 OR id = 3', 0.95],
  ['DELETE FROM users WHERE true', 0.95],
  ["DELETE FROM users WHERE 'a'='a'", 0.95],
  ['DELETE FROM users WHERE id = id', 0.95],
  ['DELETE FROM users WHERE id > 0', 0.95],
  ['DELETE FROM users WHERE id IS NOT NULL OR 1', 0.95],
  ['DELETE FROM users WHERE (1=1)', 0.95],
  ['DELETE FROM users WHERE NOT FALSE', 0.95],
  ["DELETE FROM users WHERE name LIKE '%'", 0.95],
  ['DELETE FROM users WHERE 2 > 1 AND 1 <> 2', 0.95],
  ['DELETE FROM users WHERE active = false', 0.6],
  ['DELETE FROM users u USING x WHERE u.id = x.id', 0.6],
  ['DELETE FROM users LIMIT 10', 0.7],
  ['DELETE u FROM users u JOIN x ON 1=1', 0.95],
  ['DELETE users WHERE age = 3', 0.6],
  ['DELETE TOP (10) FROM x WHERE a=1', 0.6],
  ['WITH d AS (DELETE FROM users RETURNING *) SELECT * FROM d', 0.95],
  ['WITH d AS (DELETE FROM users WHERE a=1 RETURNING *) SELECT * FROM d', 0.6],
  ['WITH x AS (SELECT 1) DELETE FROM users', 0.95],
  ['UPDATE users SET a = 1', 0.9],
  ['UPDATE users SET a = 1, b = 2;', 0.9],
  ['UPDATE users SET a = 1 WHERE 1=1', 0.9],
  ['UPDATE a.users AS u SET x = y', 0.9],
  ['ALTER TABLE t DROP COLUMN c', 0.85],
  ['ALTER TABLE IF EXISTS ONLY t DROP c', 0.85],
  ['ALTER TABLE t ADD a int, DROP COLUMN b', 0.85],
  ['ALTER TABLE t DROP PARTITION p', 0.85],
  ['ALTER TABLE t DROP CONSTRAINT c', 0.6],
  ['ALTER TABLE t DISABLE ROW LEVEL SECURITY', 0.7],
  ["GRANT ALL PRIVILEGES ON *.* TO 'a'@'%'", 0.85],
  ['GRANT ALL ON ALL TABLES IN SCHEMA public TO bob', 0.85],
  ['GRANT SELECT ON t TO PUBLIC WITH GRANT OPTION', 0.85],
  ['REVOKE ALL ON t FROM bob', 0.6],
  ['MERGE INTO a USING b ON a.id=b.id WHEN MATCHED THEN DELETE', 0.7],
  ['MERGE a USING b ON x WHEN NOT MATCHED BY SOURCE THEN DELETE;', 0.85],
  ["EXEC xp_cmdshell 'dir'", 0.95],
  ["EXEC master..xp_cmdshell 'dir'", 0.95],
  ["COPY t TO PROGRAM 'sh'", 0.95],
  ["COPY t FROM PROGRAM 'curl x'", 0.95],
  ["LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t", 0.6],
  ["SELECT * INTO OUTFILE '/tmp/x' FROM t", 0.85],
  ["SELECT x FROM t INTO DUMPFILE '/x'", 0.85],
  ['EXPLAIN ANALYZE DELETE FROM users', 0.95],
  ['EXPLAIN (ANALYZE, BUFFERS) DELETE FROM users WHERE a=1', 0.6],
  ['RESET MASTER', 0.8],
  ["PURGE BINARY LOGS TO 'x'", 0.8],
  ['SHUTDOWN;', 0.8],
  ['db.users.drop()', 0.9],
  ['db.dropDatabase()', 0.95],
  ["db.getCollection('x').drop()", 0.9],
  ['db.users.deleteMany({})', 0.95],
  ['db.users.deleteMany({a:1})', 0.6],
  ['db.users.remove({})', 0.9],
  ['await collection.deleteMany({})', 0.95],
  ['DROP TABLE x -- bye', 0.95],
  ['DROP\nTABLE\nx', 0.95],
  ['DROP TABLE x;DROP TABLE y', 0.95],
  ['(DELETE FROM users)', 0.95],
  ['DELETE FROM a', 0.95],
  ['DROP TABLE the', 0.95],
  ['CREATE TABLE x AS SELECT 1; TRUNCATE TABLE y', 0.95],
];

const HARMLESS: readonly string[] = [
  'SELECT * FROM users',
  "INSERT INTO t VALUES ('DROP TABLE x')",
  "SELECT 'DELETE FROM users'",
  'SELECT "DROP TABLE x" FROM t',
  '-- DROP TABLE x\nSELECT 1',
  '/* DROP TABLE x; */ SELECT 1',
  'SELECT $$DROP TABLE x;$$',
  'UPDATE t SET a = 1 WHERE id = 2',
  'UPDATE t SET a=(SELECT 1) WHERE b',
  'EXPLAIN DELETE FROM users',
  'EXPLAIN SELECT 1',
  'DESCRIBE users',
  'CREATE TABLE x (id int)',
  'CREATE TABLE x (a int REFERENCES y ON DELETE CASCADE)',
  'ALTER TABLE t ADD COLUMN a int',
  'ALTER TABLE t ALTER COLUMN a DROP NOT NULL',
  'ALTER TABLE t ALTER COLUMN a DROP DEFAULT',
  'ALTER TABLE t RENAME TO u',
  'GRANT SELECT ON t TO bob',
  'SELECT truncate(1.234, 2)',
  "SELECT date_trunc('day', x)",
  'SELECT * FROM t FOR UPDATE',
  'INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1',
  'INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1',
  'CREATE TRIGGER x AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()',
  'DROP TEMPORARY TABLE x',
  "SELECT * FROM t WHERE action = 'delete' AND x",
  'COPY t FROM STDIN',
  'COPY t TO STDOUT',
  'VACUUM FULL t',
  'TRUNCATE the text',
  'truncate the text to 20 characters',
  'TRUNCATE text after 10 words',
  'drop table reservations at the restaurant',
  'Drop table reservations at the restaurant',
  'delete from the list',
  'Delete from the list all names',
  'please delete from users list the old ones',
  'update the docs',
  'Update all users: set the flag',
  'Grant all wishes to everyone in the room',
  'revoke the license from the shop',
  'merge the branches then delete them',
  'The DROP TABLE statement removes a table',
  'You can delete from here',
  'delete from',
  'drop table',
  'DROP TABLE',
  'DELETE',
  'Use DELETE FROM with care',
  'I dropped the table',
  'Load data into the chart',
  'copy the file to program files',
  'db.users.find()',
  'db.users.deleteOne({_id:1})',
  "df.drop('a', axis=1)",
  'list.remove(3)',
  'arr.drop(2)',
  'item.remove()',
  'shutdown the server',
  'reset master password',
  'alter table manners in the family',
  'drop user research from the plan',
  'drop index cards into the box',
  'truncate logs older than ten days',
  'Delete from my calendar the meeting at ten',
  'Drop database backups into the folder',
  'update users set of rules',
  "INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 'DROP TABLE x'",
  "cat > migration.sql <<'EOF'\nDROP TABLE x;\nEOF",
];

describe('destructive', () => {
  test.each(DESTRUCTIVE)('%j: %d', (statement, confidence) => {
    const found = SQL_ANALYZER.analyze(statement);
    expect(Math.max(0, ...found.map((finding) => finding.confidence))).toBe(confidence);
    for (const { tag, start, end } of found) {
      expect(tag).toBe('destructive.sql');
      expect(start).toBeLessThan(end);
      expect(end).toBeLessThanOrEqual(statement.length);
    }
  });
});

describe('harmless', () => {
  test.each(HARMLESS.map((statement) => [statement]))('%j', (statement) => {
    expect(SQL_ANALYZER.analyze(statement).filter(({ confidence }) => confidence >= 0.5)).toEqual(
      [],
    );
  });
});

describe('dialects', () => {
  it('counts whatever one of them would run', () => {
    // PostgreSQL nests comments, MySQL does not.
    expect(SQL_ANALYZER.analyze('/* a /* b */ DROP TABLE x; */')).toHaveLength(1);
    // A backslash ends the string for PostgreSQL, and protects the quote for MySQL.
    expect(SQL_ANALYZER.analyze("SELECT '\\'; DROP TABLE x; --'")).toHaveLength(1);
    expect(SQL_ANALYZER.analyze("SELECT 'a\\'; DROP TABLE x; --'")).toHaveLength(1);
  });

  it('names the statement', () => {
    const text = 'SELECT 1; DELETE FROM users WHERE active = false; SELECT 2';
    expect(SQL_ANALYZER.analyze(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'DELETE FROM users',
    ]);
  });
});

const UNITS = [
  ';',
  "'",
  '"',
  '`',
  '[',
  '/*',
  '*/',
  '$a$',
  '$$',
  '--\n',
  '(',
  ')',
  'delete from a ',
  'delete from a\n',
  'then delete from a ',
  'then select ',
  '1=1 or ',
  'drop table a,',
  'a.',
  '.drop(',
  "exec '",
  "e'\\'",
  ') delete from a',
  'as (delete from a ',
  'update a set b=',
  'merge\n',
  'grant all on\n',
  "'('",
];

describe('any text', () => {
  test.each(UNITS.map((unit) => [JSON.stringify(unit), unit] as const))(
    '%s over and over',
    (_name, unit) => {
      const start = performance.now();
      SQL_ANALYZER.analyze(unit.repeat(100_000 / Math.ceil(unit.length / 4)));
      expect(performance.now() - start).toBeLessThan(5000);
    },
  );

  it('never throws, and stays inside the text', () => {
    const ids = new Set<string>(SQL_RULES.map(({ id }) => id));
    const piece = fc.constantFrom(
      ...UNITS,
      ' ',
      '\n',
      'DROP TABLE x',
      'WHERE ',
      'TRUNCATE ',
      'db',
      'x',
      '=',
      '1',
      'EXPLAIN ',
      'BEGIN ',
      'END',
      "E'",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const { detector, start, end, confidence } of SQL_ANALYZER.analyze(text)) {
          expect(ids.has(detector)).toBe(true);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(confidence).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
