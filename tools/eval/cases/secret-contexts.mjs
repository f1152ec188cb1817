/**
 * Where secrets stand in prompts, tool calls, logs and settings. Slots: `{v}` the value, and its name as
 * `{NAME}`, `{snake}`, `{kebab}`, `{camel}`, `{words}`.
 */

/** The name stands beside the value. */
export const NAMED_CONTEXTS = [
  ['env', '{NAME}={v}\nLOG_LEVEL=info\nPORT=8080'],
  ['env-export', 'export {NAME}="{v}"'],
  ['yaml', 'service:\n  replicas: 2\n  {snake}: {v}\n  timeout: 30s'],
  ['json', '{"region": "eu-west-1", "{snake}": "{v}", "retries": 3}'],
  [
    'javascript',
    "import { connect } from './client.js';\nconst {camel} = '{v}';\nawait connect({camel});",
  ],
  ['python', 'client = Client(base_url=BASE, {snake}="{v}", timeout=30)'],
  ['log', '2025-03-04T10:11:12.123Z ERROR [worker-3] upstream said 401 {snake}={v} retry=2'],
  ['url', 'https://api.example.net/v1/items?page=2&{snake}={v}&sort=asc'],
  ['cli', './deploy.sh --region eu-central-1 --{kebab}={v} --verbose'],
  ['ini', '[production]\nhost = db-3\n{snake} = {v}\n'],
  ['dockerfile', 'FROM node:20-slim\nENV {NAME}={v}\nCOPY . /app'],
  ['terraform', 'variable "region" {}\n\n{snake} = "{v}"\n'],
  ['workflow', 'jobs:\n  build:\n    env:\n      {NAME}: "{v}"\n    runs-on: ubuntu-latest'],
  ['diff', '@@ -3,4 +3,4 @@\n-{NAME}=\n+{NAME}={v}\n HOST=localhost'],
  ['tool-call', '{"name":"bash","arguments":"{\\"command\\":\\"{NAME}={v} ./run.sh\\"}"}'],
  ['go', 'cfg := Config{\n\tRegion: "eu-west-1",\n\t{camel}: "{v}",\n}'],
  ['properties', 'spring.datasource.pool=10\napp.{kebab}={v}\n'],
  ['chat', 'hey, use this for the staging box. {words}: {v}'],
];

/** Nothing beside the value says what it is: its own form has to. */
export const BARE_CONTEXTS = [
  [
    'prose',
    'I rotated it this morning, the new one is {v} and the old one stops working on Friday.',
  ],
  ['bearer', "curl -s https://api.example.net/v2/me -H 'Authorization: Bearer {v}'"],
  [
    'markdown-table',
    '| environment | value | owner |\n| --- | --- | --- |\n| staging | {v} | platform |',
  ],
  ['list', 'Found in the repository:\n\n1. config/old.txt line 3: {v}\n2. nothing else'],
  ['call', 'const client = new Client("{v}");'],
  ['prompt', 'Why does this not work?\n\n```\n$ tool login {v}\nError: forbidden\n```'],
  ['html', '<input type="hidden" value="{v}">'],
  ['csv', 'id,owner,value\n17,ops,{v}\n18,dev,\n'],
];

/** The name of a value in the ways in which names are written. */
export function spellings(name) {
  const words = name.toLowerCase().split('_');
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  return {
    NAME: name,
    snake: name.toLowerCase(),
    kebab: words.join('-'),
    camel: words[0] + words.slice(1).map(capital).join(''),
    words: words.join(' '),
  };
}
