import { FILLERS } from './fillers.ts';
import { secret } from './shape.ts';
import { NOT_CODE } from './value.ts';

/** Ends of names that say something about a password, or of words that end like one for it. */
const NOT_PASSWORDS = (
  'type,name,id,label,hint,placeholder,title,text,message,error,errors,help,url,uri,path,file,field,input,length,min,max,' +
  'policy,regex,pattern,rule,reset,resetpassword,forgotpassword,forgottenpassword,changepassword,confirmpassword,repeatpassword,' +
  'showpassword,hidepassword,nopassword,requirepassword,status,strength,bypass,compass,encompass,trespass,surpass,renderpass,' +
  'firstpass,secondpass,multipass,subpass,overpass,underpass,hash,salt,algorithm,encoder,class,autocomplete,prompt,description,key,' +
  'timeout,days,age,attempts,retries,iterations,rounds,expiry,enabled,required,expired,store,manager,service,format,method,mode,scheme,policy,validator,protected'
).split(',');

/** Fillers, and the words that labels and schemas put where the password goes. */
const WORDS_ABOUT_PASSWORDS = [
  ...FILLERS,
  ...(
    'password*|*-password|*_password|newpassword|oldpassword|currentpassword|userpassword|confirmpassword|adminpassword|passwd*|passwort*|passphrase*|*secret*|*enter*|*invalid*|*forgot*|*reset*|*change*|*confirm*|*visible*|*hidden*|*string*|*text|' +
    '*label*|*field*|*error*|*missing*|*incorrect*|*required*|*optional*|*username*|*login*|*value*|*input*|*null*|*function*|*object*|*mandatory|' +
    'boolean|number|binary|varchar|credentials|plaintext|clear|none-|*-none|*contraseña*|*clave*|*_key|*key_*'
  ).split('|'),
];

/** The same, and what settings say of passwords. */
const WORDS_IN_SETTINGS = [
  ...WORDS_ABOUT_PASSWORDS,
  ...(
    '*generated*|*disabled*|*enabled*|*prompt*|*sensitive*|*secure*|protected|random*|always|never|forbidden|inherit|basic|prompt|stored|unused|' +
    'manual|automatic|static|dynamic|custom|getpass|*credential*|*_name|*_file|*_path|*_var|*variable*|public|private|write*|read*|allowed|denied|*-pass|*_pass|*_pw|*_pwd'
  ).split('|'),
];

const HARD_CODED = 'https://cwe.mitre.org/data/definitions/798.html';

/** Passwords that are assigned to a name, and secrets of environment files. */
export const PASSWORD_RULES = [
  secret({
    id: 'generic-password',
    tags: ['secret.password'],
    anchors: (
      'password|passwd|passphrase|passcode|passwort|contraseña|mot de passe|wachtwoord|senha:|senha=|senha |пароль|パスワード|密码:|密码：|_pwd|pwd:|pwd=|pwd"|' +
      'pwd |dbpass|userpass|smtppass|mailpass|ftppass|mypass|_pass|-pass|"pass"|\'pass\'| pass=| pass =| pass: |,pass=|;pass=|&pass='
    ).split('|'),
    mode: 'assign',
    ignoreCase: true,
    pattern: `${NOT_CODE}(?=[^0-9!@#$%^&*\\s"'\`]{0,64}[0-9!@#$%^&*])(?:(?<=["'])[^\\s"'\`<>]{5,128}(?=["'])|(?<!["'\`])[^\\s"'\`<>(){}\\[\\],;]{6,128}(?![A-Za-z0-9_.(\\[{-]|<[^/]))`,
    maxLength: 128,
    confidence: 0.7,
    priority: 200,
    entropy: 1.9,
    generic: true,
    notKey: NOT_PASSWORDS,
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: [
        'password = "fake0nly7"',
        'DB_PASSWORD: Ex4mple!pw',
        '{"password":"fake-0nly"}',
        'mysql passwd=fake0nly7',
        'setPassword("fake0nly7")',
        '<password>fake0nly7</password>',
        '**Password:** fake0nly7',
      ],
      negative: [
        'password: string',
        'password = getPassword()',
        'password: ${DB_PASSWORD}',
        'password: changeme',
        'Password: ********',
        'password=process.env.DB_PASSWORD_1',
        'bypass = "cache0nly7"',
        '"minipass": "^7.1.2"',
      ],
    },
  }),
  secret({
    id: 'weak-password',
    tags: ['secret.password'],
    anchors: ['password', 'passwd', 'passphrase', 'passcode'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `(?<=["'])(?<!,[ \\t]{0,8}["'])[A-Za-z_-]{6,64}(?=\\\\{0,2}["'](?! ?[:+]))`,
    maxLength: 64,
    confidence: 0.5,
    priority: 230,
    entropy: 2,
    generic: true,
    notKey: NOT_PASSWORDS,
    allow: WORDS_ABOUT_PASSWORDS,
    source: HARD_CODED,
    examples: {
      positive: ['password = "onlyletters"', '"AdminPassword" : "justsomewords"'],
      negative: [
        'password = "password"',
        'password: string',
        "password: 'your-password'",
        'forgotPassword: "Forgotten"',
        'autocomplete="new-password" class="field-input"',
      ],
    },
  }),
  secret({
    id: 'password-line',
    tags: ['secret.password'],
    anchors: [
      'password=',
      'password =',
      'password:',
      'Password=',
      'Password =',
      'PASSWORD=',
      'PASSWORD =',
      'PASSWORD:',
      'passwd=',
      'passwd =',
      'passwd:',
      'passphrase=',
      'passphrase =',
      'passphrase:',
    ],
    // `=` at the start of a line, as in settings; `:` behind an indentation too, but not as the last one of an object in code.
    pattern:
      '(?:(?<=(?:^|\\n)(?:export |set )?[A-Za-z0-9_.-]{0,40})(?:[Pp]ass(?:word|wd|phrase)|PASSWORD) ?= ?(?=[A-Za-z])|' +
      '(?<=(?:^|\\n)[ \\t]{0,16}(?:- )?[A-Za-z0-9_-]{0,40})(?:pass(?:word|wd|phrase)|PASSWORD): (?=[a-z]))' +
      '(?<value>[A-Za-z][A-Za-z_-]{4,31})(?=[ \\t]{0,4}(?:$|\\r?\\n(?![ \\t]{0,24}[})\\]])))',
    maxLength: 90,
    confidence: 0.5,
    priority: 230,
    entropy: 2,
    generic: true,
    allow: WORDS_IN_SETTINGS,
    source: HARD_CODED,
    examples: {
      positive: ['user = fake\npassword = only_a_word\n', 'db:\n  password: onlyaword\n  port: 1'],
      negative: [
        'password = only_a_word;',
        '  password = hashed',
        'const login = {\n  user,\n  password: hashed\n}',
        'password: string',
        'password: Kennwort',
        'the password: onlyaword',
        'password: only a word',
        'password = secrets.only',
      ],
    },
  }),
  secret({
    id: 'env-secret',
    tags: ['secret.credential'],
    anchors: [
      'PASSWORD=',
      'PASSWD=',
      'PASSPHRASE=',
      '_PASS=',
      'SECRET=',
      'SECRET_KEY=',
      'API_KEY=',
      'TOKEN=',
    ],
    ignoreCase: true,
    pattern:
      '(?<=(?:^|\\n)[ \\t]{0,12}(?:# ?|export |set |ENV |ARG )?[A-Za-z_]{0,40})(?:PASSWORD|PASSWD|PASSPHRASE|_PASS|SECRET|SECRET_KEY|API_KEY|TOKEN)=["\']?(?<value>(?![$<{(%*/])[^\\s"\'`$<>(){}\\[\\],;.]{8,128})(?![^\\s"\'`#])',
    maxLength: 150,
    confidence: 0.6,
    priority: 210,
    entropy: 2.5,
    generic: true,
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: ['DB_PASSWORD=fakeonlypassphrase', 'PORT=80\nAPP_SECRET=only-a-fake-value\n'],
      negative: [
        'DB_PASSWORD=',
        'DB_PASSWORD=$OTHER',
        'PASSWORD=changeme',
        'TOKEN=<token>',
        '  token=lexer.nextToken',
      ],
    },
  }),
];
