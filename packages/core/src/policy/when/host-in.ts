import { parseHost } from './host.ts';
import { strings, type Operator } from './operator.ts';
import { truth, UNSURE } from './truth.ts';

/** The host of the field is one of these; `*.example.com` covers its subdomains, not itself. */
export const hostIn: Operator = {
  fields: ['parameter'],
  compile(operand, _kind, complain) {
    const hosts = strings(operand, 'a host name', complain);
    if (hosts === null) return null;
    const names = new Set<string>();
    const suffixes: string[] = [];
    let sound = true;
    for (const [index, host] of hosts.entries()) {
      const bare = host.startsWith('*.') ? host.slice(2) : host;
      const name = bareHost(bare);
      if (name === null) {
        sound = false;
        complain('must be a host without scheme, port and path, or *. before one', `[${index}]`);
      } else if (bare === host) names.add(name);
      else suffixes.push(`.${name}`);
    }
    if (!sound) return null;
    return (value) => {
      const host = typeof value === 'string' ? parseHost(value) : null;
      if (host === null) return UNSURE;
      return truth(names.has(host.name) || suffixes.some((suffix) => host.name.endsWith(suffix)));
    };
  },
};

/** The canonical name of a host that is written with nothing around it. */
function bareHost(text: string): string | null {
  const isAddress = /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text);
  if (!isAddress && /[:/@?#*[\]]/.test(text)) return null;
  return parseHost(text)?.name ?? null;
}
