import { isControlRequest } from '../control-routes.ts';
import { isGuardPath } from '../guard-paths.ts';
import { normalizePath } from '../target.ts';
import type { Check, Checks, Invocation } from '../invocation.ts';

const RULE = 'shell-safeai-tampering';

function wordsOf(call: Invocation): string[] {
  return call.args.slice(0, 64).map(({ text }) => text);
}

/** Options of the fetching programs that make a request one that writes. */
const WRITES =
  /^(?:-d|-F|-T|--data(?:-\w+)?|--form|--json|--post-data|--post-file|--body-data|--upload-file|-body|-infile)(?:$|=)|^-d./i;
const METHOD = /^(?:-X|--request|--method|-method)(?:=|$)|^-X\w/i;
const VERB = /^(?:POST|PUT|PATCH|DELETE)$/i;

/** `curl -X POST http://127.0.0.1:8000/v1/approvals/…/approve`. */
const checkRequest: Check = (call) => {
  const words = wordsOf(call);
  const writes = words.some(
    (word, index) =>
      WRITES.test(word) ||
      (VERB.test(word) && (index === 0 || METHOD.test(words[index - 1] ?? ''))) ||
      (METHOD.test(word) && /(?:POST|PUT|PATCH|DELETE)$/i.test(word)),
  );
  const data =
    /^(?:http|https|xh|xhs)$/.test(call.program) && words.some((word) => /^[\w-]+:?=/.test(word));
  if (words.some((word) => isControlRequest(word, writes || data))) call.report(RULE, 0.9);
};

/** `printf 'POST /v1/lockdown …' | nc 127.0.0.1 8000`. */
const checkRawRequest: Check = (call) => {
  for (const { text } of call.input.texts) {
    const found = /^(POST|PUT|PATCH|DELETE) (\/\S{1,512})/m.exec(text.slice(0, 4096));
    if (found?.[2] !== undefined && isControlRequest(found[2], true)) call.report(RULE, 0.85);
  }
};

/** Subcommands of `safeai` that change what it allows, or who may decide. */
const CHANGES =
  /^(?:approvals? (?:approve|deny|cancel)|approve|deny|lockdown(?! (?:list|show|status))|keys? (?:create|rotate|revoke|delete|add)|users? \w+|templates? apply|polic(?:y|ies) (?:reload|apply|set|add|remove|delete)|config (?:set|unset|edit)|plugins? (?:add|install|remove|enable|disable)|restore|setup|mcp (?:trust|accept|update|unlock|lock)|stop|uninstall|disable)(?: |$)/;
/** With these it only says what it would do. */
const SHOWS = /^(?:--help|-h|--dry-run|--check|--list|--version)$/;

/** `safeai approvals approve ID`, `npx safeai lockdown`. */
export function checkSafeai(call: Invocation): void {
  const words = wordsOf(call);
  if (words.some((word) => SHOWS.test(word))) return;
  const operands = words.filter((word) => !word.startsWith('-'));
  // Without force, `init` leaves a configuration alone that is there.
  const overwrites = operands[0] === 'init' && words.some((word) => /^(?:-f|--force)$/.test(word));
  if (overwrites || CHANGES.test(operands.join(' '))) call.report(RULE, 0.9);
}

/** Clients of agents that register MCP servers or change their settings. */
const checkClient: Check = (call) => {
  const line = wordsOf(call)
    .filter((word) => !word.startsWith('-'))
    .join(' ');
  if (
    /^(?:mcp (?:add|add-json|remove|rm|import|add-from-claude-desktop|reset-project-choices)|config (?:set|add|remove|unset)|settings set|hooks? (?:add|remove|disable))(?: |$)/.test(
      line,
    )
  )
    call.report(RULE, 0.75);
};

/** `pkill -f safeai`, `systemctl stop safeai`, `docker stop safeai`, `npm uninstall safeai`. */
function endsGuard(verbs: RegExp | undefined): Check {
  return (call) => {
    const words = wordsOf(call);
    const named = words.some((word) =>
      /^(?:@safeai\/[\w-]+|safeai(?:[-_.@][\w.-]+)?)$/i.test(word),
    );
    if (named && (verbs === undefined || words.some((word) => verbs.test(word))))
      call.report(RULE, 0.85);
  };
}

const STOPS =
  /^(?:stop|kill|disable|mask|rm|remove|uninstall|delete|del|down|pause|un|unlink|purge)$/;

/** `node node_modules/@safeai/cli/bin/safeai.cjs approvals approve ID`. */
const checkNode: Check = (call) => {
  const at = call.args.findIndex(({ text }) => /(?:^|\/)safeai(?:\.[cm]?js)?$/.test(text));
  const script = call.args[at];
  if (script !== undefined) call.run([script.with('safeai'), ...call.args.slice(at + 1)]);
};

/** `awk '{print > "safeai.yaml"}'`, `sed 'w safeai.yaml'`: programs that name the file that they write. */
const checkWritingProgram: Check = (call) => {
  for (const { text } of call.args.slice(0, 64)) {
    const names =
      call.program === 'sed' || call.program === 'gsed'
        ? text.slice(0, 4096).matchAll(/(?:^|[;{}\n\d/ ])[wW][ \t]+([^\s;}]{1,256})/g)
        : text.slice(0, 4096).matchAll(/>{1,2}[ \t]*"([^"\n]{1,256})"/g);
    for (const [, path = ''] of names)
      if (isGuardPath(normalizePath(path, call.folder))) call.report(RULE, 0.9);
  }
};

/** Checks of calls of SafeAI's own control: its routes, its command line, its process, the clients' registers. */
export const CONTROL_CHECKS: Checks = {
  safeai: checkSafeai,
  cli: (call) => {
    if (call.name.text.startsWith('@safeai/')) checkSafeai(call);
  },
};

/** The same, for programs that other checks of this family look at too. */
export const MORE_CONTROL_CHECKS: Checks = {
  ...Object.fromEntries(
    [
      'curl',
      'wget',
      'http',
      'https',
      'xh',
      'xhs',
      'curlie',
      'iwr',
      'irm',
      'invoke-webrequest',
      'invoke-restmethod',
    ].map((name) => [name, checkRequest]),
  ),
  ...Object.fromEntries(
    ['nc', 'ncat', 'netcat', 'telnet', 'socat', 'openssl'].map((name) => [name, checkRawRequest]),
  ),
  ...Object.fromEntries(
    ['claude', 'codex', 'gemini', 'cursor-agent', 'copilot'].map((name) => [name, checkClient]),
  ),
  ...Object.fromEntries(
    ['pkill', 'killall', 'taskkill', 'stop-process'].map((name) => [name, endsGuard(undefined)]),
  ),
  ...Object.fromEntries(
    [
      'systemctl',
      'service',
      'docker',
      'podman',
      'npm',
      'pnpm',
      'yarn',
      'pm2',
      'supervisorctl',
      'launchctl',
      'brew',
    ].map((name) => [name, endsGuard(STOPS)]),
  ),
  ...Object.fromEntries(
    ['awk', 'gawk', 'mawk', 'sed', 'gsed'].map((name) => [name, checkWritingProgram]),
  ),
  node: checkNode,
  nodejs: checkNode,
  bun: checkNode,
};
