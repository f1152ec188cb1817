import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SHIPPED = fileURLToPath(new URL('../../deploy/nginx.conf', import.meta.url));

/** The name that deploy/nginx.conf and deploy/safeai.yaml are for. */
export const NAME = 'safeai.example.com';

/** Replaces what is there; a text that is not is an error: the shipped file has changed. */
export function replaced(text, changes) {
  return Object.entries(changes).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the shipped file does not hold ${from}`);
    return changed.replaceAll(from, to);
  }, text);
}

/**
 * Writes deploy/nginx.conf for other ports and a certificate made for it.
 *
 * @param {{folder: string, ports: {http: number, https: number, safeai: number}, changes?: Record<string, string>}} options
 * @returns {string} the path of a whole configuration
 */
export function writeConfiguration({ folder, ports, changes = {} }) {
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`, '-days', '2'],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'pipe' },
  );
  const site = replaced(readFileSync(SHIPPED, 'utf8'), {
    '127.0.0.1:8910': `127.0.0.1:${ports.safeai}`,
    'listen 80;': `listen 127.0.0.1:${ports.http};`,
    'listen [::]:80;': '',
    'listen 443 ssl;': `listen 127.0.0.1:${ports.https} ssl;`,
    'listen [::]:443 ssl;': '',
    '/etc/ssl/safeai/fullchain.pem': certificate,
    '/etc/ssl/safeai/privkey.pem': key,
    ...changes,
  });
  writeFileSync(join(folder, 'site.conf'), site);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const main = [
    'daemon off; master_process off;',
    `pid ${join(folder, 'nginx.pid')};`,
    `error_log ${join(folder, 'error.log')};`,
    'events {}',
    `http { access_log off; ${temporary.join(' ')} include ${join(folder, 'site.conf')}; }`,
  ];
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, main.join('\n'));
  return path;
}

/** Runs nginx until it is stopped. */
export async function startNginx({ program, configuration, folder, ports }) {
  const child = spawn(program, ['-p', folder, '-c', configuration], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const request = async (path, { headers = {}, body, scheme = 'https' } = {}) => {
    const port = ports[scheme];
    const { stdout } = await run('curl', [
      ...['-s', '-m', '20', '-w', '\\n%{http_code}', '--cacert', join(folder, 'cert.pem')],
      ...['--resolve', `${NAME}:${port}:127.0.0.1`],
      ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
      ...(body === undefined ? [] : ['-H', 'content-type: application/json', '-d', body]),
      `${scheme}://${NAME}:${port}${path}`,
    ]);
    const cut = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(cut + 1)), body: stdout.slice(0, cut) };
  };
  for (let attempt = 0; ; attempt++) {
    const answer = await request('/v1/health/ready').catch(() => undefined);
    if (answer?.status === 200) break;
    if (child.exitCode !== null || attempt === 100) {
      child.kill('SIGKILL');
      throw new Error(`nginx is not ready:\n${readFileSync(join(folder, 'error.log'), 'utf8')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    request,
    stop: async () => {
      child.kill('SIGQUIT');
      await ended;
    },
  };
}
