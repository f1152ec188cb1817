import { alnum, hex } from '../samples.ts';
import { END_URL, START, secret } from './shape.ts';

/** Tokens of Kubernetes and OpenShift. */
export const KUBERNETES_RULES = [
  secret({
    id: 'kubernetes-bootstrap-token',
    tags: ['secret.token.kubernetes'],
    anchors: ['bootstrap', 'kubeadm', '--token', 'token'],
    ignoreCase: true,
    mode: 'assign',
    pattern: `[0-9a-z]{6}\\.[0-9a-z]{16}(?![0-9A-Za-z._-])`,
    maxLength: 23,
    confidence: 0.85,
    entropy: 3,
    generic: true,
    source: 'https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/',
    examples: {
      positive: ['BOOTSTRAP_TOKEN: "fa4e01.0123456789abcdef"', 'token: fake01.0nly7ex4mple0123'],
      negative: ['token: example.com', 'token = module.submodulename16'],
    },
  }),
  secret({
    id: 'openshift-token',
    tags: ['secret.token.openshift'],
    anchors: ['sha256~'],
    pattern: `${START}sha256~[A-Za-z0-9_-]{43}${END_URL}`,
    maxLength: 50,
    confidence: 0.95,
    source:
      'https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html',
    examples: {
      positive: [`oc login --token=sha256~${alnum(43)}`, `Bearer sha256~${alnum(20)}-${alnum(22)}`],
      negative: ['sha256~', `sha256:${hex(64)}`],
    },
  }),
];
