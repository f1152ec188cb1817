import { FILLERS } from './fillers.ts';
import { secret } from './shape.ts';

/** What can be a password: not a variable, an option, a path or an address. */
const PASSWORD = '(?![$%<{(\\[*/-]|[a-z]{2,8}://)[^\\s"\'`<>{}|;]';

/** An option of a command that says nothing about the password. */
const OPTIONS = '[^\\n|;&`]{0,44}?';

/** Passwords that stand where a program or a function takes them, without a name. */
export const LOGIN_RULES = [
  secret({
    id: 'login-argument',
    tags: ['secret.password'],
    anchors: [
      'getConnection(',
      'DirectoryEntry(',
      'NetworkCredential(',
      'HTTPBasicAuth(',
      'BasicCredentials(',
      'basic_auth(',
      'basicAuth(',
      'PasswordAuthentication(',
      'UsernamePasswordToken(',
      'mysql_connect(',
      'mysqli_connect(',
      'mysqli(',
      'PDO(',
      '.login(',
      'setCredentials(',
      'PasswordCredentials(',
    ],
    pattern:
      '[.A-Za-z_]{3,24}\\((?:\\s{0,12}["\'][^"\'\\n]{0,160}["\']\\s{0,4},){1,3}\\s{0,12}["\'](?<value>(?![$%<{*])(?=[^0-9!@#$%^&*\\s"\']{0,40}[0-9!@#$%^&*])[^\\s"\'<>{}]{5,64})["\']',
    maxLength: 640,
    confidence: 0.6,
    priority: 205,
    entropy: 2,
    generic: true,
    allow: FILLERS,
    source: 'https://cwe.mitre.org/data/definitions/798.html',
    examples: {
      positive: [
        'DriverManager.getConnection("jdbc:x://db.example.com/a", "app", "fake0nly7")',
        "new NetworkCredential('fake', 'Ex4mple!')",
        'server.login("bot@example.com", "fake0nly7")',
      ],
      negative: [
        'server.login(user, password)',
        'new NetworkCredential("user", "${PASSWORD_1}")',
        'getConnection("app", "database")',
      ],
    },
  }),
  secret({
    id: 'command-password',
    tags: ['secret.password'],
    anchors: [
      'sshpass ',
      'mysql ',
      'mysqldump ',
      'mysqladmin ',
      'mariadb ',
      'mongosh ',
      'mongodump ',
      'mongorestore ',
      'redis-cli ',
      'docker login',
      'podman login',
      'helm registry login',
      'psexec',
      'winexe ',
      'ldapsearch ',
      'ldapadd ',
      'ldapmodify ',
      'sqlcmd ',
      'htpasswd ',
      'plink ',
      'xfreerdp ',
      'rdesktop ',
      'smbclient ',
      'ipmitool ',
      'net use ',
      'net user ',
    ],
    ignoreCase: true,
    pattern:
      `(?:(?:sshpass|docker login|podman login|helm registry login|mongosh|mongodump|mongorestore|psexec(?:64)?(?:\\.exe)?|rdesktop)(?=[ \\t])${OPTIONS} -p[ \\t]{0,2}|` +
      `(?:mysql|mysqldump|mysqladmin|mariadb) ${OPTIONS}(?<= )-p|redis-cli ${OPTIONS}(?<= )-a |ldap(?:search|add|modify) ${OPTIONS}(?<= )-w |` +
      `(?:sqlcmd|ipmitool) ${OPTIONS}(?<= )-P |plink ${OPTIONS}(?<= )-pw |htpasswd -[a-z]{0,4}b[a-z]{0,4} [^\\s]{1,80} [^\\s]{1,64} |` +
      `xfreerdp ${OPTIONS}(?<= )/p:|(?:smbclient|winexe) ${OPTIONS}(?<= )-U ?["']?[^\\s%]{1,64}%|net use${OPTIONS} /user:[^\\s]{1,64} |net user [^\\s/]{1,64} )` +
      `["']?(?<value>${PASSWORD}{3,40})`,
    maxLength: 320,
    confidence: 0.7,
    priority: 205,
    entropy: 1.5,
    generic: true,
    allow: [...FILLERS, 'add', '/add', '-e', '-h', '-u'],
    source: 'https://cwe.mitre.org/data/definitions/214.html',
    examples: {
      positive: [
        'sshpass -p fake0nly7 ssh root@db.example.com',
        'mysql -u root -pfake0nly7 app',
        'redis-cli -h cache.example.com -a fake0nly7',
        'docker login -u fake -p Ex4mple registry.example.com',
        'psexec \\\\host -u DOMAIN\\fake -p 0nlyfake cmd',
        'ldapsearch -x -D cn=fake -w fake0nly7',
        "smbclient //host/share -U 'fake%Ex4mple'",
      ],
      negative: [
        'mysql -u root -p app',
        'sshpass -p "$PASSWORD" ssh host',
        'docker login -u fake --password-stdin',
        'redis-cli -h localhost -p 6379',
        'mysql -P 3306 -u root',
      ],
    },
  }),
  secret({
    id: 'statement-password',
    tags: ['secret.password'],
    anchors: [
      'requirepass ',
      'masterauth ',
      'convertto-securestring',
      'identified by ',
      'identified with ',
      'with password ',
      'encrypted password ',
    ],
    ignoreCase: true,
    pattern:
      '(?:(?:requirepass|masterauth) ["\']?(?=[^0-9!@#$%^&*\\s]{0,64}[0-9!@#$%^&*])|convertto-securestring (?:-(?:string|asplaintext|force) ){0,3}["\']|' +
      '(?:identified (?:with [a-z0-9_\'"]{1,40} )?(?:by|as)|with (?:encrypted )?password|encrypted password) ["\'])(?<value>(?![$%<{*])[^\\s"\'<>{}]{5,128})',
    maxLength: 220,
    confidence: 0.65,
    priority: 206,
    entropy: 2,
    generic: true,
    allow: FILLERS,
    source: 'https://cwe.mitre.org/data/definitions/798.html',
    examples: {
      positive: [
        'requirepass fake0nly7',
        'ConvertTo-SecureString -String "Ex4mple" -AsPlainText -Force',
        'ConvertTo-SecureString "0nlyFake" -AsPlainText',
        "CREATE USER 'fake'@'%' IDENTIFIED BY 'onlyfake';",
        "ALTER ROLE app WITH ENCRYPTED PASSWORD 'onlyfake'",
      ],
      negative: [
        'requirepass is set',
        'ConvertTo-SecureString $Password -AsPlainText',
        "IDENTIFIED BY '<password>'",
        "IDENTIFIED BY 'password'",
        'protected with password protection',
      ],
    },
  }),
  secret({
    id: 'pgpass-line',
    tags: ['secret.password.postgres'],
    anchors: [':5432:', ':*:*:'],
    pattern: `:(?:5432|\\*):[^:\\s]{1,64}:[^:\\s/]{1,64}:(?<value>(?![$%<{*])[^\\s:"'<>{}]{4,100})(?=\\s|$)`,
    maxLength: 250,
    confidence: 0.7,
    priority: 90,
    allow: FILLERS,
    source: 'https://www.postgresql.org/docs/current/libpq-pgpass.html',
    examples: {
      positive: ['db.example.com:5432:app:fake:fake0nly7', '*:*:*:fake:Ex4mple\n'],
      negative: ['postgres:5432:', '127.0.0.1:5432:5432', 'host:5432:db:user:${PW}'],
    },
  }),
];
