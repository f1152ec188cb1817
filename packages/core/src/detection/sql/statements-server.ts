import type { Cursor } from './statement.ts';
import type { Recognizer, Verdict } from './statements-drop.ts';

/** `GRANT ALL … TO …`: on everything, to everyone, or to be passed on. */
export const recognizeGrant: Recognizer = (cursor) => {
  const all = cursor.take('all');
  if (all) cursor.take('privileges');
  let everything = false;
  let passedOn = false;
  let complete = false;
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    cursor.index++;
    if (token.text === 'on' && (cursor.is('*') || cursor.is('all')))
      everything ||= cursor.is('all') || (cursor.is('.', 1) && cursor.is('*', 2));
    if (token.text === 'to') {
      complete = true;
      if (cursor.is('public')) everything = true;
    }
    if (token.text === 'with' && (cursor.is('grant') || cursor.is('admin'))) passedOn = true;
    if (token.text === 'superuser' || token.text === 'super' || token.text === 'sysadmin')
      passedOn = true;
  }
  if (!complete || !(all || passedOn)) return undefined;
  return { rule: 'sql-grant', confidence: everything || passedOn ? 0.85 : 0.4 };
};

/** `REVOKE … FROM …`. */
export const recognizeRevoke: Recognizer = (cursor) => {
  const all = cursor.take('all');
  let on = false;
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    cursor.index++;
    if (token.text === 'on') on = true;
    if (token.text === 'from' && (on || all) && cursor.peek() !== undefined)
      return { rule: 'sql-grant', confidence: all ? 0.6 : 0.4 };
  }
  return undefined;
};

/** `EXEC xp_cmdshell '…'`; the string of a dynamic statement is looked at elsewhere. */
export const recognizeExec: Recognizer = (cursor) => {
  for (let ahead = 0; ahead < 8; ahead++) {
    const name = cursor.peek(ahead)?.text.toLowerCase() ?? '';
    if (name === 'xp_cmdshell') return { rule: 'sql-run-command', confidence: 0.95 };
    if (/^(?:xp_(?:regwrite|regdeletekey|regdeletevalue)|sp_oacreate)$/.test(name))
      return { rule: 'sql-run-command', confidence: 0.85 };
    if (/^sp_(?:dropuser|droplogin|dropserver|detach_db|delete_job)$/.test(name))
      return { rule: 'sql-drop', confidence: 0.8 };
  }
  return undefined;
};

/** `xp_cmdshell '…'` needs no `EXEC` where it is the first of a batch. */
export const recognizeCmdShell: Recognizer = (cursor) =>
  cursor.peek()?.kind === 'string' ? { rule: 'sql-run-command', confidence: 0.95 } : undefined;

/** `COPY … TO PROGRAM`, `COPY … FROM PROGRAM`, `COPY … TO '/file'`. */
export const recognizeCopy: Recognizer = (cursor) => {
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    cursor.index++;
    if (token.text !== 'to' && token.text !== 'from') continue;
    if (cursor.is('program') && cursor.peek(1)?.kind === 'string')
      return { rule: 'sql-run-command', confidence: 0.95 };
    if (token.text === 'to' && cursor.peek()?.kind === 'string')
      return { rule: 'sql-server-file', confidence: 0.6 };
  }
  return undefined;
};

/** `LOAD DATA [LOCAL] INFILE '…'`. */
export const recognizeLoad: Recognizer = (cursor) => {
  if (!cursor.take('data', 'xml')) return undefined;
  cursor.take('low_priority', 'concurrent');
  const local = cursor.take('local');
  if (!cursor.take('infile') || cursor.peek()?.kind !== 'string') return undefined;
  return { rule: 'sql-server-file', confidence: local ? 0.6 : 0.7 };
};

/** `SELECT … INTO OUTFILE '…'`. */
export const recognizeSelect: Recognizer = (cursor): Verdict | undefined => {
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    cursor.index++;
    if (token.kind !== 'word') continue;
    if (token.text === 'into' && (cursor.is('outfile') || cursor.is('dumpfile')))
      return { rule: 'sql-server-file', confidence: 0.85 };
    if (token.text === 'lo_export' && cursor.is('('))
      return { rule: 'sql-server-file', confidence: 0.8 };
    if (/^(?:pg_terminate_backend|pg_file_unlink|lo_unlink)$/.test(token.text) && cursor.is('('))
      return { rule: 'sql-server-state', confidence: 0.65 };
    if (token.text === 'pg_drop_replication_slot' && cursor.is('('))
      return { rule: 'sql-drop', confidence: 0.8 };
  }
  return undefined;
};

/** `RESET MASTER`, `PURGE BINARY LOGS`, `SHUTDOWN`. */
export const recognizeServer =
  (verb: 'reset' | 'purge' | 'shutdown'): Recognizer =>
  (cursor: Cursor, { shouted, terminated }) => {
    const found =
      (verb === 'reset' &&
        (cursor.take('master', 'replica', 'slave') || cursor.takeAll('binary', 'logs')) &&
        (cursor.atEnd || cursor.is('all') || cursor.is('and') || cursor.is('to'))) ||
      (verb === 'purge' &&
        (cursor.takeAll('binary', 'logs') ||
          cursor.takeAll('master', 'logs') ||
          cursor.take('recyclebin', 'dba_recyclebin'))) ||
      (verb === 'shutdown' &&
        (shouted || terminated) &&
        (cursor.atEnd || cursor.takeAll('with', 'nowait') || cursor.take('abort', 'immediate')));
    return found ? { rule: 'sql-server-state', confidence: 0.8 } : undefined;
  };
