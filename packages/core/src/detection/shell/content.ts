import type { Argument } from './argument.ts';
import type { Input, Invocation } from './invocation.ts';
import { NO_INPUT } from './invocation.ts';
import { decodedVariable } from './origin.ts';
import { plainPath } from './written-files.ts';

/** What a file holds that a command names: one that the script wrote or fetched, or `<(echo …)`. */
export function contentOf(call: Invocation, name: Argument): Input | undefined {
  if (name.known && isProcess(name)) return { ...NO_INPUT, texts: [name] };
  const path = plainPath(name.text);
  const written = call.files.get(path);
  const fetched = call.downloads.has(path);
  const decoded = call.downloads.has(decodedVariable(path));
  if (written === undefined && !fetched && !decoded) return undefined;
  return { ...NO_INPUT, fetched, decoded, texts: written === undefined ? [] : [written] };
}

/** `<(cmd)`: a file that holds what the command prints. */
export function isProcess(name: Argument): boolean {
  return name.expansions[0]?.process === true;
}

/** What a command reads that takes files by name and its input where there are none. */
export function readByNames(call: Invocation): Input {
  let { fetched, decoded } = call.input;
  const texts = [...call.input.texts];
  for (const argument of call.args.slice(0, 64)) {
    const content = contentOf(call, argument);
    if (content === undefined) continue;
    fetched ||= content.fetched;
    decoded ||= content.decoded;
    texts.push(...content.texts);
  }
  return { fetched, decoded, piped: call.input.piped, texts };
}
