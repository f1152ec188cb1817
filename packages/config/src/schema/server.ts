import { block, choice, integer, list, number, object, text } from './builders.ts';

/** `server`: where the proxy listens. */
export const server = block('Where the proxy listens.', {
  host: text({
    description: 'Address to listen on.',
    default: '127.0.0.1',
    format: 'hostname-or-ip',
  }),
  port: integer({
    description: 'Port to listen on; 0 for any free one.',
    default: 8910,
    minimum: 0,
    maximum: 65_535,
  }),
  mode: choice(['sidecar', 'gateway'], {
    description: 'A gateway also forwards to model providers.',
    default: 'sidecar',
  }),
  public_url: text({
    description: 'Address under which others reach the server. Ends the trust in loopback.',
    format: 'http-url',
  }),
  allowed_hosts: list(text({ description: 'Host name.' }), {
    description: 'Host headers that are accepted besides loopback and the bound address.',
    default: [],
  }),
  shutdown_seconds: number({
    description: 'How long requests in flight are waited for at the end.',
    default: 10,
    minimum: 0,
    maximum: 3_600,
  }),
  tls: object(
    {
      cert_file: text({ description: 'Certificate chain (PEM).', required: true, format: 'path' }),
      key_file: text({ description: 'Private key (PEM).', required: true, format: 'path' }),
      client_ca_file: text({
        description: 'Ask clients for a certificate of one of these authorities (PEM).',
        format: 'path',
      }),
    },
    { description: 'End TLS here.' },
  ),
});
