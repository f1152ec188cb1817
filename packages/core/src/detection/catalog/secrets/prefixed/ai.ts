import { prefixed } from './prefixed.ts';

/** Models and the tools around them. */
export const PREFIXED_AI_RULES = [
  'cartesia-key api_key.cartesia sk_car_{alnum20-30} https://docs.cartesia.ai/get-started/make-an-api-request',
  'cursor-key api_key.cursor key_{hex64}|crsr_{hex64} https://docs.cursor.com/account/teams/admin-api',
  'friendli-token token.friendli flp_{alnum46-52} https://friendli.ai/docs/guides/personal_access_tokens',
  'helicone-key api_key.helicone sk-helicone-{lower7}-{lower7}-{lower7}-{lower7}|pk-helicone-{lower7}-{lower7}-{lower7}-{lower7} https://docs.helicone.ai/helicone-headers/helicone-auth',
  'modal-token token.modal ak-{alnum22}|as-{alnum22} https://modal.com/docs/reference/modal.config',
  'runpod-key api_key.runpod rpa_{alnum40-50} https://docs.runpod.io/get-started/api-keys',
  'runway-key api_key.runway key_{hex128} https://docs.dev.runwayml.com/guides/using-the-api/',
  'voyage-key api_key.voyage pa-{url43} https://docs.voyageai.com/docs/api-key-and-installation',
  'mem0-key api_key.mem0 m0-{alnum40} https://docs.mem0.ai/platform/quickstart',
  'coze-token token.coze pat_{alnum64} https://www.coze.com/docs/developer_guides/pat',
  'pangea-token token.pangea pts_{lower32} https://pangea.cloud/docs/admin-guide/tokens',
].map(prefixed);
