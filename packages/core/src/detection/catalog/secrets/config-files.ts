import { alnum } from '../samples.ts';
import { FILLERS } from './fillers.ts';
import { secret } from './shape.ts';
import { NOT_CODE } from './value.ts';

/** One value of a Secret's `data`, as YAML prints it. */
const YAML_ENTRY =
  '[ \\t]{1,8}[A-Za-z0-9_.-]{1,64}: {1,2}(?:\\|-?\\n[ \\t]{1,12})?[A-Za-z0-9+/="\'-]{4,500}';

/** Secrets where the format of a file puts them. */
export const CONFIG_FILE_RULES = [
  secret({
    id: 'xml-password',
    tags: ['secret.password'],
    anchors: ['password>', 'passphrase>', 'secret>', 'token>', 'apikey>'],
    ignoreCase: true,
    pattern: `(?:password|passphrase|secret|token|apikey)>(?<value>${NOT_CODE}[^\\s<>]{5,200})(?=</)`,
    maxLength: 224,
    confidence: 0.7,
    priority: 200,
    generic: true,
    entropy: 2,
    allow: FILLERS,
    source: 'https://maven.apache.org/settings.html#servers',
    examples: {
      positive: [
        '<server><id>r</id><password>fake0nly7</password></server>',
        '<a:secret>0nly-a-fake</a:secret>',
      ],
      negative: [
        '<password>${env.PW}</password>',
        '<password></password>',
        '<token>string</token>',
      ],
    },
  }),
  secret({
    id: 'netrc-password',
    tags: ['secret.password'],
    anchors: ['machine '],
    pattern: `machine[ \\t]{1,4}[^\\s]{1,120}\\s{1,8}login[ \\t]{1,4}[^\\s]{1,120}\\s{1,8}password[ \\t]{1,4}(?<value>(?![$<{"'])[^\\s]{4,200})`,
    maxLength: 488,
    confidence: 0.9,
    source: 'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
    examples: {
      positive: [
        'machine git.example.com login fake password fake0nly7',
        'machine a.example.com\n  login fake\n  password Ex4mple',
      ],
      negative: ['machine learning', 'machine git.example.com login fake password $PW'],
    },
  }),
  secret({
    id: 'docker-config-auth',
    tags: ['secret.password.docker'],
    anchors: ['"auth"'],
    pattern: '"auth"\\s{0,8}:\\s{0,8}"(?<value>[A-Za-z0-9+/=]{8,402})"',
    maxLength: 430,
    confidence: 0.85,
    generic: true,
    validator: 'basicCredentials',
    source: 'https://docs.docker.com/reference/cli/docker/login/',
    examples: {
      positive: [
        `{"auths":{"https://index.docker.io/v1/":{"auth":"${btoa('fake:fake0nly7')}"}}}`,
        `"auth": "${btoa('robot:Ex4mplePw')}"`,
      ],
      negative: ['"auth": "required"', '"auth": ""'],
    },
  }),
  secret({
    id: 'npmrc-auth',
    tags: ['secret.token.npm'],
    anchors: [':_authToken', ':_auth', ':_password'],
    ignoreCase: true,
    pattern:
      ':_(?:authToken|auth|password)[ \\t]{0,4}=[ \\t]{0,4}["\']?(?<value>(?!\\$\\{)[A-Za-z0-9+/=_-]{8,200})',
    maxLength: 224,
    confidence: 0.85,
    source: 'https://docs.npmjs.com/cli/configuring-npm/npmrc',
    examples: {
      positive: [
        `//npm.example.com/:_authToken=${alnum(32)}`,
        `//npm.example.com/:_password="${alnum(20)}=="`,
      ],
      negative: ['//registry.example.org/:_authToken=${NPM_TOKEN}', '//npm.example.com/:_auth='],
    },
  }),
  secret({
    id: 'kubernetes-secret-data',
    tags: ['secret.credential.kubernetes'],
    anchors: ['data:\n', 'stringData:\n'],
    pattern: `(?:data|stringData):\\n(?<value>(?:${YAML_ENTRY}\\n){0,7}${YAML_ENTRY})`,
    maxLength: 7200,
    confidence: 0.85,
    context: { words: ['kind: secret'], window: 256, required: true, boost: 0.1 },
    source: 'https://kubernetes.io/docs/concepts/configuration/secret/',
    examples: {
      positive: [
        `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: ${btoa('fake0nly7')}\n`,
        `apiVersion: v1\ndata:\n  user: ${btoa('fake-user')}\n  key: ${btoa('0nly-an-ex4mple')}\nkind: Secret\n`,
      ],
      negative: [
        `apiVersion: v1\nkind: ConfigMap\ndata:\n  key: ${btoa('fake-value')}\n`,
        'kind: Secret\ndata:\n',
      ],
    },
  }),
  secret({
    id: 'ansible-vault',
    tags: ['secret.credential.ansible'],
    anchors: ['$ANSIBLE_VAULT;'],
    pattern:
      '\\$ANSIBLE_VAULT;1\\.[0-9];AES(?:256)?(?:;[A-Za-z0-9_.-]{1,64})?\\r?\\n[0-9a-f\\s]{40,8000}',
    maxLength: 8192,
    confidence: 0.7,
    source:
      'https://docs.ansible.com/ansible/latest/vault_guide/vault_using_encrypted_content.html',
    examples: {
      positive: [
        `$ANSIBLE_VAULT;1.1;AES256\n${'61626364'.repeat(10)}\n${'3132'.repeat(20)}\n`,
        `$ANSIBLE_VAULT;1.2;AES256;prod\n${'6566'.repeat(20)}`,
      ],
      negative: ['$ANSIBLE_VAULT;1.1;AES256', '$ANSIBLE_VAULT;'],
    },
  }),
];
