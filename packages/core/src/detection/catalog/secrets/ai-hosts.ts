import { alnum, hex, letters, lower } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Keys of places that run models. */
export const AI_HOST_RULES = [
  secret({
    id: 'groq-key',
    tags: ['secret.api_key.groq'],
    anchors: ['gsk_'],
    pattern: `${START}gsk_[A-Za-z0-9]{48,56}${END}`,
    maxLength: 60,
    confidence: 0.95,
    source: 'https://console.groq.com/docs/quickstart',
    examples: {
      positive: [`GROQ_API_KEY=gsk_${alnum(52)}`, `Bearer gsk_${alnum(52)}`],
      negative: ['gsk_renderer', `gsk_${alnum(20)}`],
    },
  }),
  secret({
    id: 'openrouter-key',
    tags: ['secret.api_key.openrouter'],
    anchors: ['sk-or-v1-'],
    pattern: `sk-or-v1-[0-9a-f]{64}${END}`,
    maxLength: 73,
    confidence: 0.95,
    source: 'https://openrouter.ai/docs/api-reference/authentication',
    examples: {
      positive: [`sk-or-v1-${hex(64)}`, `OPENROUTER_API_KEY="sk-or-v1-${hex(64)}"`],
      negative: ['sk-or-v1-', `sk-or-v1-${hex(16)}`],
    },
  }),
  secret({
    id: 'cerebras-key',
    tags: ['secret.api_key.cerebras'],
    anchors: ['csk-'],
    pattern: `${START}csk-[a-z0-9]{48}${END}`,
    maxLength: 52,
    confidence: 0.95,
    source: 'https://inference-docs.cerebras.ai/quickstart',
    examples: {
      positive: [`CEREBRAS_API_KEY=csk-${lower(48)}`, `"csk-${lower(48)}"`],
      negative: ['csk-your-key-here', `csk-${lower(24)}`],
    },
  }),
  secret({
    id: 'together-key',
    tags: ['secret.api_key.together'],
    anchors: ['tgp_v1_'],
    pattern: `${START}tgp_v1_[A-Za-z0-9_-]{40,48}${END_URL}`,
    maxLength: 55,
    confidence: 0.95,
    source: 'https://docs.together.ai/docs/quickstart',
    examples: {
      positive: [`TOGETHER_API_KEY=tgp_v1_${alnum(43)}`, `tgp_v1_${alnum(20)}-${alnum(22)}`],
      negative: ['tgp_v1_', `tgp_v1_${alnum(10)}`],
    },
  }),
  secret({
    id: 'fireworks-key',
    tags: ['secret.api_key.fireworks'],
    anchors: ['fw_'],
    pattern: `${START}fw_(?=[A-Za-z]{0,23}[0-9])[A-Za-z0-9]{22,24}${END_URL}`,
    maxLength: 27,
    confidence: 0.8,
    source: 'https://docs.fireworks.ai/getting-started/quickstart',
    examples: {
      positive: [`FIREWORKS_API_KEY=fw_${alnum(24)}`, `fw_${alnum(22)}`],
      negative: ['fw_update_version', 'fw_configurationsettingsx'],
    },
  }),
  secret({
    id: 'bedrock-key',
    tags: ['secret.api_key.aws'],
    anchors: ['ABSK', 'bedrock-api-key-'],
    pattern: `${START}(?:ABSK[A-Za-z0-9+/]{100,280}={0,2}|bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/=]{0,2000})`,
    maxLength: 2044,
    confidence: 0.95,
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
    examples: {
      positive: [
        `AWS_BEARER_TOKEN_BEDROCK=ABSK${alnum(128)}=`,
        `bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t${alnum(60)}`,
      ],
      negative: ['ABSK is a prefix', 'bedrock-api-key-rotation-guide'],
    },
  }),
  secret({
    id: 'huggingface-token',
    tags: ['secret.token.huggingface'],
    anchors: ['hf_', 'api_org_'],
    pattern: `${START}(?:hf|api_org)_[A-Za-z0-9]{34,40}${END_URL}`,
    maxLength: 48,
    confidence: 0.9,
    source: 'https://huggingface.co/docs/hub/security-tokens',
    examples: {
      positive: [`HF_TOKEN=hf_${letters(34)}`, `login(token="api_org_${letters(34)}")`],
      negative: [
        'hf_transfer',
        'hf_hub_download(repo_id="org/model", filename="a")',
        `half_${letters(34)}`,
      ],
    },
  }),
  secret({
    id: 'replicate-token',
    tags: ['secret.token.replicate'],
    anchors: ['r8_'],
    pattern: `${START}r8_[A-Za-z0-9]{37}${END}`,
    maxLength: 40,
    confidence: 0.9,
    source: 'https://replicate.com/docs/topics/security/api-tokens',
    examples: {
      positive: [`REPLICATE_API_TOKEN=r8_${alnum(37)}`, `"r8_${alnum(37)}"`],
      negative: ['register r8_r9', `r8_${alnum(20)}`],
    },
  }),
  secret({
    id: 'elevenlabs-key',
    tags: ['secret.api_key.elevenlabs'],
    anchors: ['sk_'],
    pattern: `${START}sk_[0-9a-f]{48}${END}`,
    maxLength: 51,
    confidence: 0.9,
    source: 'https://elevenlabs.io/docs/api-reference/authentication',
    examples: {
      positive: [`xi-api-key: sk_${hex(48)}`, `ELEVENLABS_API_KEY=sk_${hex(48)}`],
      negative: ['sk_buff *skb = alloc_skb(len, GFP_KERNEL);', `sk_${hex(20)}`, `task_${hex(48)}`],
    },
  }),
];
