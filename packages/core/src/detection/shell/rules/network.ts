import { parseOptions } from '../options.ts';
import type { Checks, Invocation } from '../invocation.ts';
import { NO_INPUT } from '../invocation.ts';
import { plainPath } from '../written-files.ts';

/** The metadata services of AWS, Azure, Google, Oracle, Alibaba and of ECS tasks, also in other notations. */
const METADATA =
  /(?:^|[/@=:\s[])(?:169\.254\.169\.254|169\.254\.170\.2|169\.254\.170\.23|fd00:ec2::254|100\.100\.100\.200|192\.0\.0\.192|metadata\.google\.internal|metadata\.azure\.internal|metadata\.tencentyun\.com|instance-data(?:\.ec2\.internal)?|2852039166|0xa9fea9fe|0251\.0376\.0251\.0376|0xa9\.0xfe\.0xa9\.0xfe|\[?::ffff:(?:169\.254\.169\.254|a9fe:a9fe)\]?)(?:[/:?\]\s]|$)/i;

/** A program that fetches from the network: what it prints is not to be trusted. */
function checkFetch(call: Invocation): void {
  if (call.args.some((argument) => METADATA.test(argument.text)))
    call.report('cloud-metadata-service', 0.9);
  for (const file of savedFiles(call)) {
    call.downloads.add(plainPath(file));
  }
  checkDelete(call);
  if (call.args.some((argument) => argument.text.endsWith('docker.sock')))
    call.report('container-host-access', 0.8);
  call.emit({ ...NO_INPUT, fetched: true });
}

const LOCAL =
  /^(?:https?:\/\/)?(?:[^/@]{0,128}@)?(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|host\.docker\.internal|(?=:\d))(?::(\d+))?(?:\/|$)/i;
/**
 * Ports at which stores and control planes listen by default: etcd, Kong, CouchDB, Docker, Nomad, Qdrant,
 * Meilisearch, Typesense, schema registries, InfluxDB, Vault, Consul, Solr, Prometheus, Elasticsearch, RabbitMQ.
 */
const STORE_PORTS: ReadonlySet<string> = new Set(
  '2375 2376 2379 4646 5984 6333 7700 8001 8081 8083 8086 8108 8200 8444 8500 8983 9090 9093 9200 9600 15672'.split(
    ' ',
  ),
);
/** Requests that delete though they are no DELETE. */
const DELETING_PATH =
  /\/_delete_by_query(?:\?|$)|\/api\/v\d\/admin\/tsdb\/(?:delete_series|clean_tombstones)|\/purge_cache(?:\?|$)|\/_(?:close|shutdown|cache\/clear)(?:\?|$)|\/-\/quit$|\/doDelete(?:\?|$)|\/doWipeOutWorkspace/;

/** An HTTP DELETE to another machine, or one that empties a local search engine. */
function checkDelete(call: Invocation): void {
  const words = call.args.slice(0, 64).map(({ text }) => text);
  const deletes = words.some((word, index) => {
    if (/^(?:-X|--request=|--method=)DELETE$/i.test(word)) return true;
    const before = words[index - 1] ?? '';
    return (
      /^DELETE$/i.test(word) &&
      (index === 0 || /^(?:-[a-zA-Z]*X|--request|--method|-Method)$/i.test(before))
    );
  });
  const url =
    words.find((word) => /^https?:\/\//i.test(word)) ??
    words.find((word) => LOCAL.test(word)) ??
    words.at(-1) ??
    '';
  const local = LOCAL.exec(url);
  if (DELETING_PATH.test(url)) call.report('cloud-api-delete', 0.75);
  else if (deletes && local === null) call.report('cloud-api-delete', 0.6);
  else if (deletes && STORE_PORTS.has(local?.[1] ?? '')) call.report('cloud-api-delete', 0.7);
}

/** The files that curl or wget will write. */
function savedFiles(call: Invocation): readonly string[] {
  const options = parseOptions(call.args, {
    short: call.program === 'wget' ? 'OoPUt' : 'oHdXuAeFTbcmxK',
    long: ['output', 'output-document', 'header', 'data', 'request'],
  });
  const files = options
    .values('output', 'output-document', ...(call.program === 'wget' ? ['O'] : ['o']))
    .map(({ text }) => text);
  const named = call.program === 'wget' || options.has('O', 'remote-name');
  if (named && files.length === 0) {
    for (const { text } of options.operands)
      files.push(text.slice(text.lastIndexOf('/') + 1).replace(/[?#].*$/, ''));
  }
  return files.filter((file) => file !== '' && file !== '-');
}

/** `bash <(curl …)` is the shell's to see; here `iex (iwr …)` and `Invoke-Expression …DownloadString(…)`. */
function checkInvokeExpression(call: Invocation): void {
  const words = call.args
    .map((argument) => argument.text.toLowerCase())
    .join(' ')
    .slice(0, 2048);
  if (
    call.input.fetched ||
    /downloadstring|invoke-webrequest|invoke-restmethod|\biwr\b|\birm\b|net\.webclient/.test(words)
  ) {
    call.report('supply-chain-pipe-to-shell', 0.9);
  } else if (words.includes('frombase64string')) call.report('shell-decoded', 0.8);
  else for (const argument of call.args) call.runText(argument);
}

/** A program that the script fetched or wrote itself. */
export function checkDownloadedProgram(call: Invocation): void {
  const written = call.files.size > 0 ? call.files.get(plainPath(call.name.text)) : undefined;
  if (written !== undefined) call.runText(written);
  if (call.downloads.size > 0 && call.downloads.has(plainPath(call.name.text)))
    call.report('supply-chain-run-download', 0.7);
}

/** `New-Object Net.WebClient`: whatever it is asked for comes from the network. */
function checkNewObject(call: Invocation): void {
  if (call.args.some((argument) => /net\.webclient|xmlhttp|winhttp/i.test(argument.text)))
    call.emit({ ...NO_INPUT, fetched: true });
}

/** Checks of the programs that fetch. */
export const NETWORK_CHECKS: Checks = {
  ...Object.fromEntries(
    [
      'curl',
      'wget',
      'fetch',
      'http',
      'https',
      'xh',
      'aria2c',
      'lynx',
      'links',
      'w3m',
      'iwr',
      'irm',
      'invoke-webrequest',
      'invoke-restmethod',
      'nc',
      'ncat',
      'telnet',
      'ftp',
    ].map((name) => [name, checkFetch]),
  ),
  'new-object': checkNewObject,
  iex: checkInvokeExpression,
  'invoke-expression': checkInvokeExpression,
};
