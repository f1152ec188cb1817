import type { Checks, Invocation } from '../invocation.ts';
import { reportsWords } from './command-words.ts';

/** `nsupdate` fed with `update delete …`. */
function checkNsupdate(call: Invocation): void {
  const texts = call.input.texts.map(({ text }) => text).join('\n');
  if (/^\s*(?:update\s+)?(?:del|delete)\s/im.test(texts)) call.report('cloud-service-delete', 0.75);
}

/** `echo "disable server b/s" | socat stdio /run/haproxy.sock`. */
export function checkRuntimeSocket(call: Invocation): void {
  if (!call.args.some(({ text }) => /haproxy|\.sock$/.test(text))) return;
  const texts = call.input.texts.map(({ text }) => text).join('\n');
  if (/^\s*(?:disable|shutdown|del|clear|set server .* state (?:maint|drain))\b/im.test(texts))
    call.report('shell-service-stop', 0.65);
}

/** Checks of name servers, load balancers, gateways and networks of delivery. */
export const TRAFFIC_CHECKS: Checks = {
  nsupdate: checkNsupdate,
  socat: checkRuntimeSocket,
  rndc: reportsWords('cloud-service-delete', /^(?:delzone|stop|halt|flush|freeze)(?: |$)/, 0.7),
  pdnsutil: reportsWords('cloud-service-delete', /^(?:delete-\w+|clear-zone|remove-\w+)/, 0.75),
  cloudflared: reportsWords(
    'cloud-service-delete',
    /^tunnel (?:delete|cleanup|route ip delete)(?: |$)/,
    0.75,
  ),
  flarectl: reportsWords(
    'cloud-service-delete',
    /^(?:dns|zone|z|d|firewall|fw)(?: rules)? (?:delete|d|purge)(?: |$)/,
    0.75,
  ),
  cfcli: reportsWords('cloud-service-delete', /(?:^| )(?:rm|remove|purge|delete)(?: |$)/, 0.75),
  fastly: reportsWords(
    'cloud-service-delete',
    /(?:^| )delete(?: |$)|^purge .*--all(?: |$)|^service purge/,
    0.75,
    'words',
  ),
  nginx: reportsWords('shell-service-stop', /(?:^| )-s ?(?:stop|quit)(?: |$)/, 0.7, 'words'),
  apachectl: reportsWords(
    'shell-service-stop',
    /(?:^| )(?:-k )?(?:stop|graceful-stop)(?: |$)/,
    0.7,
    'words',
  ),
  apache2ctl: reportsWords(
    'shell-service-stop',
    /(?:^| )(?:-k )?(?:stop|graceful-stop)(?: |$)/,
    0.7,
    'words',
  ),
  haproxy: reportsWords('shell-service-stop', /(?:^| )-s[ft](?: |$)/, 0.6, 'words'),
  caddy: reportsWords('shell-service-stop', /^stop(?: |$)/, 0.65),
  varnishadm: reportsWords('cloud-service-delete', /^(?:ban|stop|vcl\.discard)(?: |$)/, 0.65),
  ipvsadm: reportsWords(
    'shell-firewall-flush',
    /(?:^| )(?:-C|--clear|-D|--delete-service)(?: |$)/,
    0.75,
    'words',
  ),
};
