/** The reference page of what is guarded, from what the test of apps/proxy found. */
import { readFileSync } from 'node:fs';
import { table } from './table.mjs';

const RECORD = new URL('guard-coverage.json', import.meta.url);

/** What the test tries with content, and with what nobody looks into. */
const TRIALS = {
  allow: 'without a rule, the same bytes go on',
  flag: 'the same bytes go on, and the record says flag',
  redact:
    'the secret does not go on, nor 14 characters of it, however written; the rest does, but for a word beside it that may be a piece of it; the record says redact',
  block:
    'nothing goes up; of an answer nothing more goes on, and the protocol says so in its own way; the record says block',
  require_approval: 'the call does not go on, its caller gets the id of the approval',
  'buffer redact': 'redact, for streams that are held to their end',
  'buffer block': 'block, for streams that are held to their end',
  'audit redact': 'the same bytes go on at once, and what was found is on record',
  told: 'it passes as it is, is counted in `x-safeai-unscanned` and on record',
  refused: 'with its kind in `proxy.guard.refuse_unscanned`, it does not pass',
};

const COLUMNS = [
  ['request', 'json', 'request'],
  ['answer', 'json', 'answer'],
  ['answer', 'sse', 'events'],
  ['answer', 'json-array', 'JSON array'],
];

/** The page, in Markdown. */
export function renderGuardCoverage() {
  const { trials, rows } = JSON.parse(readFileSync(RECORD, 'utf8'));
  const cells = rows.reduce((sum, { held, failed }) => sum + held.length + failed.length, 0);
  const protocols = [...new Set(rows.map(({ protocol }) => protocol))];
  return [
    introduction(rows, cells, trials),
    ...protocols.map((protocol) => section(rows.filter((row) => row.protocol === protocol))),
    WORDS,
  ].join('\n');
}

function introduction(rows, cells, trials) {
  const places = rows.reduce((sum, row) => sum + row.places, 0);
  return `# Guard coverage

What is guarded of what goes to providers and comes back, and how far. The page is written by a test of the server that
fails where a cell is not guarded: it puts a secret into every place of every format where a text can stand, sends it
through a running gateway with a provider of its own behind it, and reads on both sides, and in the audit log, what became
of it. ${cells} cells, ${places} places, ${trials} trials. Where a text comes in pieces, each trial is made twice: with the secret
whole, and cut in two.

In a cell is the number of places, and ✓ where everything held that was tried in each of them:

${table(
  ['tried', 'what has to hold'],
  Object.entries(TRIALS).map(([trial, holds]) => [`\`${trial}\``, holds]),
)}

Content is tried with \`allow\`, \`flag\`, \`redact\` and \`block\`, the model's tool calls with \`require_approval\` too, streams
also in the other modes. What is not content is told; \`unknown_field\`, \`unknown_type\`, \`unknown_event\`, \`stored\`, \`comment\` and
\`event_line\` can be read all the same, and are tried as content is (a comment or another line that holds what a rule redacts
ends the answer, since such lines cannot be changed). \`binary\`, \`encrypted\` and \`tokens\` cannot, but where a text stands there: as it is, or a file of text in base64.
Paths, queries and headers that go up are tried on each provider route by a test of their own: a secret in one is blocked, and refused
with \`unscanned_content\` where a rule would replace it.
How to set what is done is told in [guard provider traffic](../how-to/guard-provider-traffic.md).
`;
}

function section(rows) {
  const [{ protocol }] = rows;
  const shown = COLUMNS.filter(([direction, carrier]) =>
    rows.some((row) => row.direction === direction && row.carrier === carrier),
  );
  const names = [...new Set(rows.map(nameOf))];
  const content = names.filter((name) => name.includes(','));
  const others = names.filter((name) => !name.includes(','));
  const head = ['what', ...shown.map(([, , title]) => title)];
  const line = (name) => [
    name.replace(/^\w+/, '`$&`'),
    ...shown.map(([direction, carrier]) =>
      cell(
        rows.find(
          (row) => nameOf(row) === name && row.direction === direction && row.carrier === carrier,
        ),
      ),
    ),
  ];
  return `## ${protocol}\n\n${table(head, [...content, ...others].map(line))}\n`;
}

function nameOf({ kind, role }) {
  return role === undefined ? kind : `${kind}, ${role}`;
}

function cell(row) {
  if (row === undefined) return '–';
  if (row.failed.length === 0) return `✓ ${row.places}`;
  return `✗ ${row.failed.join(', ')}`;
}

const WORDS = `## Words of the formats

Identifiers, models, roles and the names of tools in definitions are no content, and are judged all the same, from 8 characters
on: as input in requests, as output in answers. One that policy would change ends a stream (\`unscanned_content\`), since it stands in
every event. One of over 256 characters, or with a blank, is \`unknown_type\`.

## What nobody reads

The bytes of sound, images and files, numbers of embeddings, and what a provider keeps and a request only names.
`;
