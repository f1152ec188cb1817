/**
 * Reads the Dockerfile instructions that deploy/Dockerfile uses. Anything else is an error, so that no step is passed
 * over in silence.
 */

/**
 * @param {string} text
 * @param {Record<string, string>} args build arguments
 * @returns {{name: string, base: string, steps: {instruction: string, words: string[], flags: Record<string, string>, text: string}[]}[]}
 *   the stages. `words` are the arguments, `text` is what stands behind the instruction
 */
export function parseDockerfile(text, args = {}) {
  const values = {};
  const stages = [];
  for (const line of logicalLines(text)) {
    const [, instruction, rest] = /^(\w+)\s+(.*)$/s.exec(line);
    if (instruction === 'ARG' && stages.length === 0) {
      const [name, value] = rest.split('=');
      values[name] = args[name] ?? value;
    } else if (instruction === 'FROM') {
      const [, base, name] = /^(\S+)(?: AS (\S+))?$/.exec(rest);
      stages.push({
        name: name ?? String(stages.length),
        base: base.replace(/\$\{(\w+)\}/g, (_, arg) => values[arg]),
        steps: [],
      });
    } else if (KNOWN.has(instruction) && stages.length > 0) {
      stages.at(-1).steps.push({ instruction, ...argumentsOf(rest), text: rest });
    } else {
      throw new Error(`Dockerfile: ${instruction} is not known here`);
    }
  }
  return stages;
}

const KNOWN = new Set([
  ...['WORKDIR', 'COPY', 'RUN', 'ENV', 'VOLUME', 'USER', 'EXPOSE', 'STOPSIGNAL'],
  ...['HEALTHCHECK', 'ENTRYPOINT', 'CMD'],
]);

/** Comments are taken out, continued lines put together. */
function logicalLines(text) {
  return text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n/g, '')
    .split('\n');
}

function argumentsOf(rest) {
  const flags = {};
  const plain = rest.replace(/^(--[\w-]+=\S+\s+)+/, (found) => {
    for (const [, name, value] of found.matchAll(/--([\w-]+)=(\S+)/g)) flags[name] = value;
    return '';
  });
  const list = /^(?:CMD\s+)?(\[.*\])\s*$/s.exec(plain)?.[1];
  return { flags, words: list === undefined ? plain.trim().split(/\s+/) : JSON.parse(list) };
}
