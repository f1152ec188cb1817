import { secret } from './shape.ts';

/** `scheme://user:password@host`, where the password is no variable and no template. */
const WITH_PASSWORD =
  '[A-Za-z][A-Za-z0-9+.-]{1,23}://[^\\s:@/\'"`<>{}$]{0,64}:(?<value>(?![$<{%*]|\\[)[^\\s:@/\'"`<>{}]{4,128})@[A-Za-z0-9\\[_$({-]';

/** Connection strings with a password in them. */
export const CONNECTION_STRING_RULES = [
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
      positive: [
        'postgres://user:password@localhost/app',
        'ftp://username:changeme@ftp.example.com',
      ],
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
    id: 'libpq-password',
    tags: ['secret.connection_string'],
    anchors: [' password='],
    pattern:
      ' password=(?<value>(?![$%<{*#])[^\\s"\'<>{};&]{4,128})(?= (?:host|hostaddr|port|dbname|user|sslmode|connect_timeout|application_name|options)=|["\'])',
    maxLength: 180,
    confidence: 0.8,
    priority: 65,
    context: { words: ['host', 'hostaddr', 'dbname'], window: 160, required: true, boost: 0 },
    allow: ['your*', '*example*', 'changeme', '*xxxx*', 'password', 'secret', 'pass'],
    source: 'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING',
    examples: {
      positive: [
        'psql "host=db.example.com port=5432 dbname=app user=fake password=OnlyFake sslmode=require"',
        "conn = connect('dbname=app host=db password=fakeonly')",
      ],
      negative: [
        'host=db dbname=app user=fake password=$PW sslmode=require',
        'host=db user=fake password=password dbname=app',
        'set password=OnlyFake',
      ],
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
];
