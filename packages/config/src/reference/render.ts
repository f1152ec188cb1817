import { rootSchema } from '../schema/root.ts';
import type { JsonSchema } from '../schema/field.ts';
import { tableOf } from './table.ts';

const INTRODUCTION = `# Configuration

Every setting of \`safeai.yaml\` with its default. The file may be absent or empty; then all defaults hold.
This page is made from the schema that the file is checked against (\`safeai config schema\` prints it).

- \`\${VAR}\` and \`\${VAR:-default}\` stand for environment variables in any value; \`$\${\` is a literal \`\${\`.
- Settings marked *secret* also take \`secret://env/NAME\`, \`secret://vault/path#key\` and \`secret://aws/name#key\`.
- Durations are whole numbers with a unit: \`10s\`, \`30m\`, \`2h\`, \`7d\`, \`1w\`.
- Relative paths start from the folder of the file that names them.
- \`safeai.<env>.yaml\` beside the file is laid over it with \`--env <env>\` or \`SAFEAI_ENV\`: maps merge, lists replace.
- Unknown keys are errors. Keys at the top that begin with \`x-\` are ignored; they are a place for YAML anchors.
`;

/** The reference page of safeai.yaml, in Markdown. */
export function renderConfigReference(): string {
  const blocks = Object.entries(rootSchema.properties ?? {}).map(([name, schema]) =>
    section(name, schema, [{ key: name, schema }]),
  );
  const definitions = Object.entries(rootSchema.$defs ?? {}).map(([name, schema]) =>
    section(
      name,
      schema,
      Object.entries(schema.properties ?? {}).map(([key, inner]) => ({ key, schema: inner })),
      schema.required,
    ),
  );
  const shared = '# Shared shapes\n\nEntries of several lists above.\n';
  return [INTRODUCTION, ...blocks, shared, ...definitions].join('\n');
}

function section(
  name: string,
  schema: JsonSchema,
  rows: readonly { key: string; schema: JsonSchema }[],
  required: readonly string[] = [],
): string {
  return `## ${name}\n\n${schema.description ?? ''}\n\n${tableOf(rows, required)}\n`;
}
