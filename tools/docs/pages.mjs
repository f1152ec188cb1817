/** The pages of `docs/reference` that are made from the product itself, out of the built packages. */
import { renderConfigReference } from '../../packages/config/dist/index.js';
import { renderDetectors } from './detectors.mjs';

const HEAD =
  '<!-- Made by `npm run docs`: changes belong in its source. -->\n<!-- prettier-ignore-start -->\n\n';
const FOOT = '\n<!-- prettier-ignore-end -->\n';

/**
 * What the schema takes and this version does nothing with. It is said on the page because a setting that
 * looks as if it protected something must not be mistaken for one that does.
 */
const NOT_YET = `## Read, but without effect in this version

The file is checked whole, so that it can be written once. These settings do nothing yet:
\`alerts\`, \`audit\`, \`budgets\`, \`events\`, \`keys\`, \`lockdown\`, \`memory\`, \`plugins\`, \`prices\`, \`secrets\`
(\`secret://\` references are not resolved), \`state\` (except \`dir\`, whose files are never scanned, and
\`backend: redis\`, which ends the trust in loopback), \`proxy\` (nothing is forwarded), \`dashboard.enabled\`,
\`auth.oidc\`, \`auth.session_ttl\`, \`auth.trusted_proxies\` (except that it ends the trust in loopback),
\`limits.forward_body_bytes\`, \`limits.rate\`, \`approvals.loopback_decisions\`, and of \`telemetry\` everything
but \`log_level\` and \`log_format\`.
`;

/** Every generated page by its path from the root. */
export function pages() {
  return {
    'docs/reference/configuration.md': page(withNotYet(renderConfigReference())),
    'docs/reference/detectors.md': page(renderDetectors()),
  };
}

function page(text) {
  return `${HEAD}${text.trimEnd()}\n${FOOT}`;
}

/** The page with the note put before its first section. */
function withNotYet(reference) {
  const at = reference.indexOf('\n## ');
  return `${reference.slice(0, at)}\n${NOT_YET}${reference.slice(at)}`;
}
