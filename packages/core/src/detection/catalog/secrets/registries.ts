import { alnum, base32, checked, hex, lower } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Tokens of package and image registries. */
export const REGISTRY_RULES = [
  secret({
    id: 'npm-token-checked',
    tags: ['secret.token.npm'],
    anchors: ['npm_'],
    pattern: 'npm_[A-Za-z0-9]{36}',
    maxLength: 40,
    confidence: 0.98,
    priority: 95,
    generic: true,
    validator: 'crc32Token',
    source: 'https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/',
    examples: {
      positive: [`TOKEN=${checked('npm_')}`, `x${checked('npm_')}x`],
      negative: [`npm_${alnum(36)}`, 'npm_'],
    },
  }),
  secret({
    id: 'npm-token',
    tags: ['secret.token.npm'],
    anchors: ['npm_'],
    pattern: `${START}npm_[A-Za-z0-9]{36}${END}`,
    maxLength: 40,
    confidence: 0.9,
    validator: 'crc32Token',
    doubtful: 0.6,
    source: 'https://docs.npmjs.com/about-access-tokens',
    examples: {
      positive: [
        `//registry.example.org/:_authToken=npm_${alnum(36)}`,
        `NPM_TOKEN=npm_${alnum(36)}`,
      ],
      negative: ['npm_config_registry=https://registry.example.org', 'npm_lifecycle_event'],
    },
  }),
  secret({
    id: 'pypi-token',
    tags: ['secret.token.pypi'],
    anchors: ['pypi-Ag'],
    pattern: `${START}pypi-Ag(?:EIcHlwaS5vcmc|ENdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,1000}`,
    maxLength: 1030,
    confidence: 0.95,
    source: 'https://pypi.org/help/#apitoken',
    examples: {
      positive: [
        `TWINE_PASSWORD=pypi-AgEIcHlwaS5vcmc${alnum(120)}`,
        `pypi-AgENdGVzdC5weXBpLm9yZw${alnum(90)}`,
      ],
      negative: ['pypi-Agenda', 'pypi-AgEIcHlwaS5vcmc'],
    },
  }),
  secret({
    id: 'rubygems-key',
    tags: ['secret.api_key.rubygems'],
    anchors: ['rubygems_'],
    pattern: `${START}rubygems_[0-9a-f]{48}${END}`,
    maxLength: 57,
    confidence: 0.95,
    source: 'https://guides.rubygems.org/api-key-scopes/',
    examples: {
      positive: [`:rubygems_api_key: rubygems_${hex(48)}`, `GEM_HOST_API_KEY=rubygems_${hex(48)}`],
      negative: ['rubygems_version: 3.4.10', `rubygems_${hex(12)}`],
    },
  }),
  secret({
    id: 'nuget-key',
    tags: ['secret.api_key.nuget'],
    anchors: Array.from('abcdefghijklmnopqrstuvwxyz234567', (next) => `oy2${next}`),
    pattern: `${START}oy2[a-z2-7]{43}${END}`,
    maxLength: 46,
    confidence: 0.9,
    source: 'https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package',
    examples: {
      positive: [
        `dotnet nuget push p.nupkg -k oy2${base32(43).toLowerCase()}`,
        `"oy2${base32(43).toLowerCase()}"`,
      ],
      negative: ['oy2023', 'oy2abc'],
    },
  }),
  secret({
    id: 'docker-token',
    tags: ['secret.token.docker'],
    anchors: ['dckr_pat_', 'dckr_oat_'],
    pattern: `${START}dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,60}${END_URL}`,
    maxLength: 69,
    confidence: 0.95,
    source: 'https://docs.docker.com/security/access-tokens/',
    examples: {
      positive: [`docker login -p dckr_pat_${alnum(27)}`, `dckr_oat_${alnum(32)}`],
      negative: ['dckr_pat_', 'dckr_pat_short'],
    },
  }),
  secret({
    id: 'clojars-token',
    tags: ['secret.token.clojars'],
    anchors: ['CLOJARS_'],
    pattern: `${START}CLOJARS_[a-z0-9]{60}${END}`,
    maxLength: 68,
    confidence: 0.95,
    source: 'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens',
    examples: {
      positive: [`CLOJARS_PASSWORD=CLOJARS_${hex(60)}`, `CLOJARS_${lower(60)}`],
      negative: ['CLOJARS_USERNAME=me', `CLOJARS_${hex(20)}`],
    },
  }),
  secret({
    id: 'artifactory-key',
    tags: ['secret.api_key.jfrog'],
    anchors: ['AKCp'],
    pattern: `${START}AKCp[A-Za-z0-9]{60,80}${END}`,
    maxLength: 84,
    confidence: 0.95,
    source:
      'https://jfrog.com/help/r/jfrog-platform-administration-documentation/introduction-to-access-tokens',
    examples: {
      positive: [`X-JFrog-Art-Api: AKCp${alnum(69)}`, `AKCp8${alnum(68)}`],
      negative: ['AKCp', `AKCp${alnum(20)}`],
    },
  }),
  secret({
    id: 'artifactory-reference-token',
    tags: ['secret.token.jfrog'],
    anchors: ['cmVmdGtu'],
    pattern: `${START}cmVmdGtu[A-Za-z0-9]{50,60}${END}`,
    maxLength: 68,
    confidence: 0.95,
    source: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
    examples: {
      positive: [`cmVmdGtu${alnum(56)}`, `jfrog_token=cmVmdGtu${alnum(56)}`],
      negative: ['cmVmdGtu', `cmVmdGtu${alnum(10)}`],
    },
  }),
];
