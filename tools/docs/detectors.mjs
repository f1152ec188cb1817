/** The reference page of the shipped detectors. */
import { CATALOGUE } from '../../packages/core/dist/index.js';
import { DESTRUCTIVE_RULES } from '../../packages/core/dist/detection/catalog/destructive.js';
import { readRecord } from '../eval/record.mjs';
import { casesOf, typeTable } from './quality.mjs';
import { table } from './table.mjs';

const INTRODUCTION = `# Detectors

What SafeAI looks for. The \`id\` is what answers call \`detector\`, and what \`detection.disable\` takes.
The \`source\` is the page that describes the format. How the detectors work is told in
[the detection engine](../explanation/detection-engine.md), how to add your own in
[add detectors](../how-to/add-detectors.md), and what the tags mean in [tags](tags.md).

A confidence is given before checksum, entropy and context have raised or lowered it. Findings under 0.5 are
reported, and no shipped rule acts on them.

The figures are those of the last recorded measurement on the project's own cases, at a confidence of at least 0.5:
[detection quality](../explanation/detection-quality.md) says how they are made and what they do not say. \`cases\` is the
number of cases in which a detector acts, whether or not another one finds the same; a detector without cases of its own
is proven by its examples alone.
`;

/** Title, tag, and the family of the measurement. Secrets and injections are measured by kind, the rest by type. */
const FAMILIES = [
  ['Secrets', 'secret', 'secrets'],
  ['Financial data', 'personal.financial', 'personal'],
  ['Health data', 'personal.phi', 'personal'],
  ['Personal data', 'personal.pii', 'personal'],
  ['Injected instructions', 'injection', 'injection'],
];

/** The page, in Markdown. */
export function renderDetectors() {
  const record = readRecord();
  const left = new Set(CATALOGUE);
  const sections = FAMILIES.map(([title, tag, family]) => {
    const rules = CATALOGUE.filter((rule) => rule.tags[0].startsWith(tag));
    rules.forEach((rule) => left.delete(rule));
    const types = family === 'personal' ? new Set(rules.map(({ type }) => type)) : undefined;
    return section(
      title,
      typeTable(record, family, types),
      patternTable(rules, record),
      rules.length,
    );
  });
  if (left.size > 0) sections.push(`## Others\n\n${patternTable([...left], record)}\n`);
  return [INTRODUCTION, ...sections, commands(record)].join('\n');
}

function section(title, measured, detectors, count) {
  return `## ${title}\n\n${count} detectors.\n\n${measured}\n\n${detectors}\n`;
}

function commands(record) {
  const rows = DESTRUCTIVE_RULES.map(({ id, tag, description, source }) => [
    `\`${id}\``,
    `\`${tag}\``,
    description,
    casesOf(record, id),
    link(source),
  ]);
  return `## Destructive commands

Found by parsers of shell and SQL, not by patterns: the analyzers \`shell\` and \`sql\`. \`detection.disable\` takes the
name of an analyzer, not the ids below. The type is \`destructive\`, the placeholder \`[DESTRUCTIVE_REDACTED]\`.

${DESTRUCTIVE_RULES.length} rules.

${typeTable(record, 'destructive')}

${table(['id', 'tag', 'what the command does', 'cases', 'source'], rows)}

Besides these, \`guard-file-tool\` (tag \`tampering\`) reports calls of file tools that would change SafeAI's own files or
the hook settings of its clients. It cannot be disabled.
`;
}

function patternTable(rules, record) {
  const rows = rules.map((rule) => [
    `\`${rule.id}\``,
    `\`${rule.type}\``,
    rule.tags.map((tag) => `\`${tag}\``).join(', '),
    `\`${placeholderOf(rule)}\``,
    String(rule.confidence ?? 0.8),
    casesOf(record, rule.id),
    link(rule.source),
  ]);
  return table(['id', 'type', 'tags', 'placeholder', 'confidence', 'cases', 'source'], rows);
}

/** As core writes it: the rule's own word, else its type. */
function placeholderOf({ placeholder, type }) {
  return `[${placeholder ?? type.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_REDACTED]`;
}

function link(source) {
  return URL.canParse(source) ? `[${new URL(source).hostname}](${source})` : source;
}
