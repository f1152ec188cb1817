import { isProfile, type Profile } from '@safeai/adapters-coding-agents';
import { parse, type ParseError } from 'jsonc-parser';
import type { HookFile, RegisteredHook } from './registered-hook.ts';

/** Whose form of hooks a file has. */
export type HookForm = 'claude' | 'cursor' | 'copilot';

/** Before what the calls of tools are judged. */
const BEFORE_CALLS: Readonly<Record<HookForm, readonly string[]>> = {
  claude: ['PreToolUse'],
  cursor: ['preToolUse'],
  copilot: ['preToolUse', 'PreToolUse'],
};

/** Longest time, in seconds, after which `safeai hook` denies by itself. */
const OWN_TIMEOUT = 8;

/** Reads the hooks of SafeAI in a file of settings; others are left alone. */
export function readHookFile(file: string, text: string, form: HookForm): HookFile {
  const errors: ParseError[] = [];
  const settings: unknown = parse(text, errors, { allowTrailingComma: true });
  const hooks = isObject(settings) ? settings.hooks : undefined;
  const hasOurs = /safeai|\/v1\/hooks\//.test(text);
  if (errors.length > 0 || !isObject(settings)) {
    return { hooks: [], faults: hasOurs ? ['it is no JSON'] : [], warnings: [] };
  }
  if (!isObject(hooks)) return { hooks: [], faults: [], warnings: [] };
  const reader = new Reader(file, form);
  for (const [event, entries] of Object.entries(hooks)) reader.event(event, entries);
  if (form !== 'claude' && settings.version !== 1 && reader.found.size > 0) {
    reader.faults.add('"version": 1 is missing, so the whole file is refused');
  }
  return reader.end();
}

class Reader {
  readonly found = new Map<string, { hook: RegisteredHook; events: string[] }>();
  readonly faults = new Set<string>();
  readonly warnings = new Set<string>();
  readonly #file: string;
  readonly #form: HookForm;

  constructor(file: string, form: HookForm) {
    this.#file = file;
    this.#form = form;
  }

  event(event: string, entries: unknown): void {
    if (!Array.isArray(entries)) {
      if (isOurs(entries)) this.faults.add(`hooks.${event} is no list`);
      return;
    }
    for (const entry of entries as readonly unknown[]) {
      if (!isOurs(entry)) continue;
      if (this.#form === 'claude') this.#group(event, entry);
      else this.#handler(event, entry);
    }
  }

  end(): HookFile {
    const all = [...this.found.values()];
    const before = BEFORE_CALLS[this.#form];
    const judges = all.some(({ events }) => events.some((event) => before.includes(event)));
    if (all.length > 0 && !judges) {
      this.faults.add(
        `there is none for ${before.join(' or ')}: no call is judged before it is made`,
      );
    }
    const hooks = all.map(({ hook, events }) => ({ ...hook, events }));
    return { hooks, faults: [...this.faults], warnings: [...this.warnings] };
  }

  /** `{"matcher": "*", "hooks": [handler]}` */
  #group(event: string, entry: unknown): void {
    if (!isObject(entry) || !Array.isArray(entry.hooks)) {
      this.faults.add(`hooks.${event} must hold {"matcher": …, "hooks": [{"type": "command", …}]}`);
      return;
    }
    const { matcher } = entry;
    if (typeof matcher === 'string' && !['', '*', '.*'].includes(matcher)) {
      this.warnings.add(`${event} is for ${matcher} alone`);
    }
    for (const handler of entry.hooks as readonly unknown[]) {
      if (isOurs(handler)) this.#handler(event, handler);
    }
  }

  #handler(event: string, handler: unknown): void {
    if (!isObject(handler)) {
      this.faults.add(`hooks.${event} holds a hook that is no object`);
      return;
    }
    const { type = 'command', url } = handler;
    const command = handler.command ?? handler.bash;
    const target = type === 'http' ? url : command;
    if (typeof target !== 'string') {
      this.faults.add(`hooks.${event} holds a hook of type ${String(type)} without what it calls`);
      return;
    }
    const profile = profileIn(target);
    if (profile === undefined) {
      this.faults.add(`hooks.${event} names no profile that there is: ${target}`);
      return;
    }
    this.#failures(event, handler);
    const known = this.found.get(target);
    if (known !== undefined) known.events.push(event);
    else {
      const kind = type === 'http' ? 'http' : 'command';
      const hook = { file: this.#file, events: [], target, kind, profile } as const;
      this.found.set(target, { hook, events: [event] });
    }
  }

  /** What the coding agent does where the hook cannot answer. */
  #failures(event: string, handler: Readonly<Record<string, unknown>>): void {
    const timeout = handler.timeoutSec ?? handler.timeout;
    if (typeof timeout === 'number' && timeout <= OWN_TIMEOUT) {
      this.warnings.add(
        `${event} has a timeout of ${String(timeout)} s: a call goes on before safeai hook has denied it (${String(OWN_TIMEOUT)} s)`,
      );
    }
    if (this.#form === 'claude' && handler.onFailure !== 'block') {
      this.warnings.add(
        `${event} has no "onFailure": "block": a hook that cannot start lets calls go on`,
      );
    }
    if (this.#form === 'cursor' && handler.failClosed !== true) {
      this.warnings.add(
        `${event} has no "failClosed": true: a hook that cannot start lets calls go on`,
      );
    }
  }
}

/** Whether something registers SafeAI, in whatever form. */
function isOurs(value: unknown): boolean {
  const text = JSON.stringify(value) as string | undefined;
  return text !== undefined && (/safeai[^"]*\bhook\b/.test(text) || text.includes('/v1/hooks/'));
}

function profileIn(target: string): Profile | undefined {
  const [, name = ''] = /(?:--profile[ =]["']?|\/v1\/hooks\/)([a-z-]+)/.exec(target) ?? [];
  return isProfile(name) ? name : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
