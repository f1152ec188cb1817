/** The reference page of the shipped detectors. */
import { CATALOGUE } from '../../packages/core/dist/index.js';
import { SHELL_RULES } from '../../packages/core/dist/detection/shell/catalog.js';
import { SQL_RULES } from '../../packages/core/dist/detection/sql/sql-rules.js';

const INTRODUCTION = `# Detectors

What SafeAI looks for. The \`id\` is what answers call \`detector\`, and what \`detection.disable\` takes.
The \`source\` is the page that describes the format. How the detectors work is told in
[the detection engine](../explanation/detection-engine.md), how to add your own in
[add detectors](../how-to/add-detectors.md), and what the tags mean in [tags](tags.md).

A confidence is given before checksum, entropy and context have raised or lowered it. Findings under 0.5 are
reported, and no shipped rule acts on them.
`;

const FAMILIES = [
  ['Secrets', 'secret'],
  ['Financial data', 'personal.financial'],
  ['Health data', 'personal.phi'],
  ['Personal data', 'personal.pii'],
  ['Injected instructions', 'injection'],
];

/** The page, in Markdown. */
export function renderDetectors() {
  const left = new Set(CATALOGUE);
  const sections = FAMILIES.map(([title, tag]) => {
    const rules = CATALOGUE.filter((rule) => rule.tags[0].startsWith(tag));
    rules.forEach((rule) => left.delete(rule));
    return `## ${title}\n\n${rules.length} detectors.\n\n${patternTable(rules)}\n`;
  });
  if (left.size > 0) sections.push(`## Others\n\n${patternTable([...left])}\n`);
  return [INTRODUCTION, ...sections, commands()].join('\n');
}

function commands() {
  const rules = [...SHELL_RULES, ...SQL_RULES];
  const rows = rules.map(({ id, tag, description, source }) => [
    `\`${id}\``,
    `\`${tag}\``,
    description,
    link(source),
  ]);
  return `## Destructive commands

Found by parsers of shell and SQL, not by patterns: the analyzers \`shell\` and \`sql\`. \`detection.disable\` takes the
name of an analyzer, not the ids below. The type is \`destructive\`, the placeholder \`[DESTRUCTIVE_REDACTED]\`.

${rules.length} rules.

${table(['id', 'tag', 'what the command does', 'source'], rows)}

Besides these, \`guard-file-tool\` (tag \`tampering\`) reports calls of file tools that would change SafeAI's own files or
the hook settings of its clients. It cannot be disabled.
`;
}

function patternTable(rules) {
  const rows = rules.map((rule) => [
    `\`${rule.id}\``,
    `\`${rule.type}\``,
    rule.tags.map((tag) => `\`${tag}\``).join(', '),
    `\`${placeholderOf(rule)}\``,
    String(rule.confidence ?? 0.8),
    link(rule.source),
  ]);
  return table(['id', 'type', 'tags', 'placeholder', 'confidence', 'source'], rows);
}

/** As core writes it: the rule's own word, else its type. */
function placeholderOf({ placeholder, type }) {
  return `[${placeholder ?? type.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_REDACTED]`;
}

function link(source) {
  return URL.canParse(source) ? `[${new URL(source).hostname}](${source})` : source;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
