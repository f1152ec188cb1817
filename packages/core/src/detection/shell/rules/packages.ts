import { parseOptions } from '../options.ts';
import type { Argument } from '../argument.ts';
import { NO_INPUT, type Check, type Checks, type Invocation } from '../invocation.ts';
import { sourceFrom, type Source } from '../source.ts';

const PIP = {
  short: 'irecftd',
  long: [
    'index-url',
    'extra-index-url',
    'trusted-host',
    'find-links',
    'requirement',
    'constraint',
    'target',
    'proxy',
    'cert',
    'python',
    'index',
  ],
};

/** `pip install` over an open connection, or of something that is not from an index. */
function checkPip(call: Invocation): void {
  const options = parseOptions(call.args, PIP);
  const [verb, ...packages] = options.operands.map((operand) => operand.text);
  if (verb === 'publish' && call.program === 'uv') call.report(PUBLISH, 0.6);
  if (verb !== 'install' && verb !== 'download' && verb !== 'add' && verb !== 'pip') return;
  const indexes = options
    .values('i', 'index-url', 'extra-index-url', 'f', 'find-links', 'index')
    .map(({ text }) => text);
  if (
    indexes.some((url) => /^http:\/\/(?!localhost|127\.)/i.test(url)) ||
    options.has('trusted-host')
  )
    call.report('supply-chain-insecure-index', 0.8);
  reportAddresses(call, packages);
}

function reportAddresses(call: Invocation, packages: readonly string[]): void {
  if (
    packages.some((name) =>
      /^(?:[\w.-]+ ?@ ?)?(?:git\+)?(?:http|git|ftp):\/\/(?!localhost|127\.)/i.test(name),
    )
  )
    call.report('supply-chain-url-package', 0.75);
  else if (
    packages.some((name) =>
      /^(?:[\w.@/-]+ ?@ ?)?(?:git\+)?(?:https|ssh):\/\/|^git@|^(?:github|gitlab|bitbucket|gist):/i.test(
        name,
      ),
    )
  )
    call.report('supply-chain-url-package', 0.4);
}

/** Where the scripts of a package are remembered that the script has set. */
const SCRIPTS = 'package.json#scripts';
/** Verbs that run scripts of the package. */
const RUNS =
  /^(?:run|run-script|test|tst|t|start|stop|restart|install|i|ci|add|publish|pack|rebuild)$/;

/** `npm pkg set scripts.x=cmd && npm run x`, `npm set-script test cmd; npm test`. */
function checkScripts(call: Invocation, [verb, ...rest]: readonly Argument[]): void {
  const set: Source[] = [];
  if (verb?.text === 'set-script' && rest[1] !== undefined) set.push(rest[1]);
  if (verb?.text === 'pkg' && rest[0]?.text === 'set') {
    for (const argument of rest.slice(1)) {
      const name = /^scripts\.[^=]{1,64}=/.exec(argument.text);
      if (name !== null) set.push(sourceFrom(argument, name[0].length));
    }
  }
  if (set.length > 0) call.save(SCRIPTS, { ...NO_INPUT, texts: set }, true);
  const scripts = call.files.get(SCRIPTS);
  if (scripts !== undefined && RUNS.test(verb?.text ?? '')) call.runText(scripts);
}

/** `npm install`, `npm unpublish`, `npm config set registry http://…`. */
function checkNpm(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'w',
    long: ['registry', 'prefix', 'workspace', 'tag', 'loglevel'],
  });
  const [verb, ...rest] = options.operands.map((operand) => operand.text);
  if (options.has('dry-run', 'help')) return;
  checkScripts(call, options.operands);
  const insecure = /^http:\/\/(?!localhost|127\.)/i;
  if (insecure.test(options.value('registry') ?? ''))
    call.report('supply-chain-insecure-index', 0.8);
  if (/^(?:install|i|add|in|ci|dlx|exec|x)$/.test(verb ?? '')) reportAddresses(call, rest);
  else if (verb === 'unpublish') call.report('supply-chain-unpublish', 0.9);
  else if (verb === 'deprecate' || (verb === 'owner' && /^(?:rm|remove|add)$/.test(rest[0] ?? '')))
    call.report('supply-chain-unpublish', 0.6);
  else if (verb === 'publish' && call.program !== 'npx') call.report(PUBLISH, 0.6);
  else if (
    (verb === 'config' || verb === 'set') &&
    rest.some(
      (word) =>
        /^(?:registry=)?http:\/\/(?!localhost|127\.)/i.test(word) ||
        /^strict-ssl=false$/.test(word),
    )
  ) {
    call.report('supply-chain-insecure-index', 0.8);
  }
}

/** A command line whose words match when joined by blanks. */
function matching(pattern: RegExp, rule: string, confidence: number): Check {
  return (call) => {
    const words = call.args
      .slice(0, 32)
      .map((argument) => argument.text)
      .join(' ');
    if (!/(?:^|\s)(?:--help|--dry-run)(?:\s|$)/.test(words) && pattern.test(words))
      call.report(rule, confidence);
  };
}

function checkApt(call: Invocation): void {
  const words = call.args.map((argument) => argument.text);
  if (
    words.some(
      (word) =>
        /^(?:--allow-unauthenticated|--force-yes|--allow-insecure-repositories|--nogpgcheck|--no-gpg-checks?|--allow-untrusted|--no-gpgcheck)$/.test(
          word,
        ) || /AllowInsecureRepositories=(?:true|1)/i.test(word),
    )
  ) {
    call.report('supply-chain-unverified-package', 0.75);
  }
}

const PUBLISH = 'supply-chain-publish';

function checkCargo(call: Invocation): void {
  const verb = call.args.find((argument) => !/^[-+]/.test(argument.text))?.text;
  if (call.args.some(({ text }) => /^(?:--dry-run|-n|--help|-h)$/.test(text))) return;
  if (verb === 'publish') call.report(PUBLISH, 0.6);
  else if (verb === 'yank') call.report('supply-chain-unpublish', 0.7);
}

function checkGem(call: Invocation): void {
  const [verb] = call.args;
  if (call.args.some(({ text }) => /^(?:--source=)?http:\/\//.test(text)))
    call.report('supply-chain-insecure-index', 0.8);
  else if (verb?.text === 'push') call.report(PUBLISH, 0.6);
  else if (verb?.text === 'yank') call.report('supply-chain-unpublish', 0.8);
}

function checkNuget(call: Invocation): void {
  const words = call.args.map(({ text }) => text).filter((text) => text !== 'nuget');
  if (words[0] === 'push') call.report(PUBLISH, 0.6);
  else if (words[0] === 'delete') call.report('supply-chain-unpublish', 0.85);
}

/** Checks of package managers. */
export const PACKAGE_CHECKS: Checks = {
  ...Object.fromEntries(
    ['pip', 'pip2', 'pip3', 'pipx', 'uv', 'easy_install'].map((name) => [name, checkPip]),
  ),
  ...Object.fromEntries(
    ['npm', 'pnpm', 'yarn', 'bun', 'cnpm', 'npx'].map((name) => [name, checkNpm]),
  ),
  ...Object.fromEntries(
    ['apt', 'apt-get', 'dnf', 'yum', 'zypper', 'apk'].map((name) => [name, checkApt]),
  ),
  gem: checkGem,
  cargo: checkCargo,
  twine: matching(/^upload /, PUBLISH, 0.6),
  poetry: matching(/^publish(?: |$)/, PUBLISH, 0.6),
  maturin: matching(/^(?:publish|upload)(?: |$)/, PUBLISH, 0.6),
  hatch: matching(/^publish(?: |$)/, PUBLISH, 0.6),
  pdm: matching(/^publish(?: |$)/, PUBLISH, 0.6),
  lerna: matching(/^publish(?: |$)/, PUBLISH, 0.6),
  ovsx: matching(/^publish(?: |$)/, PUBLISH, 0.6),
  vsce: matching(/^(?:publish|unpublish)(?: |$)/, PUBLISH, 0.6),
  pod: matching(/^trunk (?:push|delete|deprecate)(?: |$)/, PUBLISH, 0.6),
  flit: matching(/^publish(?: |$)/, PUBLISH, 0.6),
  mvn: matching(/(?:^| )(?:deploy|release:perform|nexus-staging:release)(?: |$)/, PUBLISH, 0.6),
  mvnw: matching(/(?:^| )(?:deploy|release:perform|nexus-staging:release)(?: |$)/, PUBLISH, 0.6),
  gradle: matching(
    /(?:^| ):?(?:[\w-]+:)*publish(?:Plugins|ToMavenCentral|AllPublicationsTo\w+)?(?: |$)/,
    PUBLISH,
    0.6,
  ),
  gradlew: matching(
    /(?:^| ):?(?:[\w-]+:)*publish(?:Plugins|ToMavenCentral|AllPublicationsTo\w+)?(?: |$)/,
    PUBLISH,
    0.6,
  ),
  go: matching(/^get (?:.* )?-insecure/, 'supply-chain-insecure-index', 0.7),
  dotnet: checkNuget,
  nuget: checkNuget,
};
