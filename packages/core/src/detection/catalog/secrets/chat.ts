import { FAKE_UUID, alnum, digits, hex } from '../samples.ts';
import { END_URL, secret } from './shape.ts';

/** A bot's token: its number, the time and a signature, each in base64url. */
const DISCORD_TOKEN = '[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}';

/** Base64 of the first three digits of a number, with which every such token begins. */
const DISCORD_STARTS = Array.from({ length: 900 }, (_, index) => btoa(String(100 + index)));

/** Tokens and hooks of chat services. */
export const CHAT_RULES = [
  secret({
    id: 'discord-webhook',
    tags: ['secret.credential.discord'],
    anchors: ['/api/webhooks/'],
    pattern: '/api/webhooks/[0-9]{17,20}/(?<value>[A-Za-z0-9_-]{60,72})(?![A-Za-z0-9_-])',
    maxLength: 110,
    confidence: 0.95,
    source: 'https://discord.com/developers/docs/resources/webhook',
    examples: {
      positive: [
        `https://discord.com/api/webhooks/${digits(18)}/${alnum(68)}`,
        `https://discordapp.com/api/webhooks/${digits(19)}/${alnum(30)}_${alnum(37)}`,
      ],
      negative: ['https://discord.com/api/webhooks/123/abc', 'POST /api/webhooks/{id}/{token}'],
    },
  }),
  secret({
    id: 'discord-bot-token',
    tags: ['secret.token.discord'],
    anchors: ['discord', 'bot_token', 'bottoken', 'client.login', 'bot.run', 'Bot '],
    mode: 'assign',
    ignoreCase: true,
    pattern: `${DISCORD_TOKEN}${END_URL}`,
    maxLength: 76,
    confidence: 0.95,
    source: 'https://discord.com/developers/docs/reference#authentication',
    examples: {
      positive: [
        `DISCORD_TOKEN=M${alnum(23)}.Fake01.${alnum(27)}`,
        `bot_token: "N${alnum(25)}.Fake01.${alnum(38)}"`,
      ],
      negative: ['DISCORD_TOKEN=', 'discord: example.module.name'],
    },
  }),
  secret({
    id: 'discord-login',
    tags: ['secret.token.discord'],
    anchors: ['.login(', '.run(', '.start('],
    pattern: `\\.(?:login|run|start)\\(["'](?<value>${DISCORD_TOKEN})["']`,
    maxLength: 86,
    confidence: 0.95,
    source: 'https://discord.com/developers/docs/reference#authentication',
    examples: {
      positive: [
        `client.login("M${alnum(23)}.Fake01.${alnum(27)}")`,
        `bot.run('N${alnum(25)}.Fake01.${alnum(38)}')`,
      ],
      negative: ['client.login(process.env.TOKEN)', 'app.run("0.0.0.0")'],
    },
  }),
  secret({
    id: 'discord-bot-token-alone',
    tags: ['secret.token.discord'],
    anchors: DISCORD_STARTS,
    pattern: `(?<![A-Za-z0-9_-])${DISCORD_TOKEN}${END_URL}`,
    maxLength: 76,
    confidence: 0.9,
    source: 'https://discord.com/developers/docs/reference#authentication',
    examples: {
      positive: [
        `${btoa('123456789012345678')}.Fake01.${alnum(27)}`,
        `the bot uses ${btoa('9876543210123456789').replace(/=+$/, '')}.Fake01.${alnum(38)}`,
      ],
      negative: [
        `${btoa('123456789012345678')}.Fake01`,
        `${btoa('not a number but text')}.Fake01.${alnum(27)}`,
      ],
    },
  }),
  secret({
    id: 'telegram-bot-token',
    tags: ['secret.token.telegram'],
    anchors: [],
    mode: 'digits',
    pattern: `(?:(?<=bot)|(?<![0-9A-Za-z]))[0-9]{8,10}:A[A-Za-z0-9_-]{34}${END_URL}`,
    maxLength: 46,
    confidence: 0.9,
    source: 'https://core.telegram.org/bots/api#authorizing-your-bot',
    examples: {
      positive: [
        `https://api.telegram.org/bot${digits(10)}:AA${alnum(33)}/getMe`,
        `TELEGRAM_TOKEN=${digits(9)}:AAF${alnum(32)}`,
      ],
      negative: ['12345678:AAshort', 'at 20240101:AA'],
    },
  }),
  secret({
    id: 'teams-webhook',
    tags: ['secret.credential.microsoft_teams'],
    anchors: ['/webhookb2/', 'outlook.office.com/webhook/'],
    pattern: `(?:/webhookb2/|outlook\\.office\\.com/webhook/)[0-9a-z-]{36}@[0-9a-z-]{36}/IncomingWebhook/[0-9a-z]{32}/[0-9a-z-]{36}(?:/[A-Za-z0-9_-]{1,60})?`,
    maxLength: 270,
    confidence: 0.95,
    source:
      'https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
    examples: {
      positive: [
        `https://fake.webhook.office.com/webhookb2/${FAKE_UUID}@${FAKE_UUID}/IncomingWebhook/${hex(32)}/${FAKE_UUID}`,
        `https://outlook.office.com/webhook/${FAKE_UUID}@${FAKE_UUID}/IncomingWebhook/${hex(32)}/${FAKE_UUID}`,
      ],
      negative: ['https://fake.webhook.office.com/webhookb2/', 'POST /webhookb2/{id}'],
    },
  }),
  secret({
    id: 'zapier-webhook',
    tags: ['secret.credential.zapier'],
    anchors: ['hooks.zapier.com/hooks/'],
    pattern: 'hooks\\.zapier\\.com/hooks/catch/[0-9]{4,12}/[a-z0-9]{5,12}(?:/[a-z0-9]{5,12})?',
    maxLength: 72,
    confidence: 0.8,
    source: 'https://help.zapier.com/hc/en-us/articles/8496288690317',
    examples: {
      positive: [
        'https://hooks.zapier.com/hooks/catch/1234567/fake0nl/',
        'https://hooks.zapier.com/hooks/catch/7654321/ex4mple',
      ],
      negative: ['https://hooks.zapier.com/hooks/', 'https://zapier.com/apps'],
    },
  }),
];
