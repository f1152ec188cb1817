import { alnum, hex, lower } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** `scheme://user:password@host`, where the password is no variable and no template. */
const WITH_PASSWORD =
  '[A-Za-z][A-Za-z0-9+.-]{1,23}://[^\\s:@/\'"`<>{}$]{0,64}:(?<value>(?![$<{%*]|\\[)[^\\s:@/\'"`<>{}]{3,128})@[A-Za-z0-9\\[_$({-]';

/** Connection strings with a password in them, and tokens of hosted databases. */
export const DATABASE_RULES = [
  secret({
    id: 'url-credentials',
    tags: ['secret.connection_string'],
    anchors: ['://'],
    mode: 'outward',
    lead: { class: 'A-Za-z0-9+.-', max: 24 },
    pattern: WITH_PASSWORD,
    maxLength: 224,
    confidence: 0.85,
    priority: 60,
    allow: [
      'password',
      'passwd',
      'pass',
      'pwd',
      'secret',
      'user',
      'username',
      'your*',
      '*example*',
      '*xxxx*',
      'changeme',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    examples: {
      positive: [
        'DATABASE_URL=postgres://app:fake0nly7@db.example.com:5432/app',
        'mongodb+srv://admin:Ex4mple-pw@cluster0.example.net/test',
        'redis://:fake0nly7ex@10.0.0.5:6379/0',
      ],
      negative: [
        'postgres://app:${DB_PASSWORD}@db/app',
        'https://example.com:8080/@user',
        'mysql://user:<password>@host/db',
        'ssh://git@example.com:22/r',
      ],
    },
  }),
  secret({
    id: 'url-credentials-sample',
    tags: ['secret.connection_string'],
    anchors: ['://'],
    mode: 'outward',
    lead: { class: 'A-Za-z0-9+.-', max: 24 },
    pattern: WITH_PASSWORD,
    maxLength: 224,
    confidence: 0.4,
    priority: 65,
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    examples: {
      positive: ['postgres://user:password@localhost/app', 'ftp://username:secret@ftp.example.com'],
      negative: ['https://example.com:8080/', 'postgres://user@localhost/app'],
    },
  }),
  secret({
    id: 'jdbc-password',
    tags: ['secret.connection_string'],
    anchors: ['password=', 'pwd='],
    ignoreCase: true,
    pattern: '(?<=[?&;:])(?:password|pwd)=(?<value>(?![${<%])[^\\s"\'&;<>]{4,128})',
    maxLength: 137,
    confidence: 0.9,
    priority: 60,
    context: { words: ['jdbc'], window: 256, required: true, boost: 0 },
    source:
      'https://docs.oracle.com/en/java/javase/21/docs/api/java.sql/java/sql/DriverManager.html',
    examples: {
      positive: [
        'jdbc:mysql://db.example.com:3306/app?user=app&password=fake0nly7',
        'jdbc:sqlserver://db.example.com;databaseName=a;user=sa;password=Ex4mple!1',
      ],
      negative: ['jdbc:postgresql://localhost/test', 'jdbc:mysql://h/db?user=a&password=${PW}'],
    },
  }),
  secret({
    id: 'ado-password',
    tags: ['secret.connection_string'],
    anchors: ['Pwd=', ';Password=', 'Password=', 'PWD='],
    ignoreCase: true,
    pattern: '(?:Password|Pwd)[ ]?=[ ]?(?<value>(?![${<%*])[^\\s;"\'<>()[\\]{}]{4,128})(?=;|["\'])',
    maxLength: 144,
    confidence: 0.85,
    priority: 70,
    context: {
      words: [
        'server',
        'data source',
        'host',
        'database',
        'initial catalog',
        'uid',
        'user id',
        'driver',
        'dsn',
      ],
      window: 200,
      required: true,
      boost: 0.1,
    },
    allow: ['your*', '*example*', 'changeme', '*xxxx*', 'password'],
    source:
      'https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax',
    examples: {
      positive: [
        'Server=db.example.com;Database=app;User Id=sa;Password=fake0nly7;',
        '"Driver={SQL Server};Server=db;Uid=sa;Pwd=Ex4mple1;"',
      ],
      negative: [
        'Server=db;Database=app;Integrated Security=true;',
        'Server=db;Uid=sa;Pwd=${PW};',
        'Pwd=hunter22;',
      ],
    },
  }),
  secret({
    id: 'planetscale-token',
    tags: ['secret.token.planetscale'],
    anchors: ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
    pattern: `${START}pscale_(?:tkn|pw|oauth)_[A-Za-z0-9=._-]{32,64}(?![A-Za-z0-9=_-])`,
    maxLength: 77,
    confidence: 0.95,
    source: 'https://planetscale.com/docs/concepts/service-tokens',
    examples: {
      positive: [`PLANETSCALE_SERVICE_TOKEN=pscale_tkn_${alnum(43)}`, `pscale_pw_${alnum(43)}`],
      negative: ['pscale_tkn_', 'pscale_pw_short'],
    },
  }),
  secret({
    id: 'neon-key',
    tags: ['secret.api_key.neon'],
    anchors: ['napi_', 'npg_'],
    pattern: `${START}(?:napi_[a-z0-9]{60,70}|npg_[A-Za-z0-9]{12,24})${END}`,
    maxLength: 76,
    confidence: 0.9,
    source: 'https://neon.com/docs/manage/api-keys',
    examples: {
      positive: [`NEON_API_KEY=napi_${lower(64)}`, `PGPASSWORD=npg_${alnum(12)}`],
      negative: ['napi_struct', 'napi_create_function'],
    },
  }),
  secret({
    id: 'clickhouse-cloud-key',
    tags: ['secret.api_key.clickhouse'],
    anchors: ['4b1d'],
    pattern: `${START}4b1d[A-Za-z0-9]{38}${END}`,
    maxLength: 42,
    confidence: 0.85,
    entropy: 3,
    source: 'https://clickhouse.com/docs/cloud/manage/openapi',
    examples: {
      positive: [`CLICKHOUSE_KEY_SECRET=4b1d${alnum(38)}`, `"4b1d${alnum(38)}"`],
      negative: ['4b1d', `4b1d${hex(28)}`],
    },
  }),
  secret({
    id: 'airtable-token',
    tags: ['secret.token.airtable'],
    anchors: ['airtable'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `(?:pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}|key[A-Za-z0-9]{14}|[a-z0-9]{17})${END_URL}`,
    maxLength: 82,
    confidence: 0.9,
    entropy: 3,
    generic: true,
    source: 'https://airtable.com/developers/web/guides/personal-access-tokens',
    examples: {
      positive: [
        `AIRTABLE_TOKEN=pat${alnum(14)}.${hex(64)}`,
        `airtable_api_key: "key${alnum(14)}"`,
      ],
      negative: ['AIRTABLE_BASE=main', 'airtable: personalworkspaces'],
    },
  }),
  secret({
    id: 'aiven-token',
    tags: ['secret.password.aiven'],
    anchors: ['AVNS_'],
    pattern: `${START}AVNS_[A-Za-z0-9_-]{15,24}${END_URL}`,
    maxLength: 30,
    confidence: 0.95,
    source: 'https://aiven.io/docs/platform/howto/create_authentication_token',
    examples: {
      positive: [`postgres password AVNS_${alnum(15)}`, `AVNS_${alnum(19)}`],
      negative: ['AVNS_', 'AVNS_x'],
    },
  }),
];
