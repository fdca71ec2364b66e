import path from 'node:path'
import type { Config } from '#config/config.ts'
import type { Made } from './service.ts'

/** What was made, and what is to be done with it, in lines for the console. */
export function inWords(made: Made, server: Config['server'], { asked, replaced }: Asked): readonly string[] {
  const unknown = asked.filter((name) => !server.hosts.some((host) => host.toLowerCase() === name))
  return [
    `Made ${server.certificate} and ${server.key}`,
    `  for          ${made.names.join(', ')}`,
    `  until        ${new Date(made.validToAt).toISOString().slice(0, 10)}`,
    `  fingerprint  ${made.fingerprint} (SHA-256)`,
    '',
    replaced
      ? 'A running Pennant takes it up by itself.'
      : 'Restart Pennant once, then it serves HTTPS. Later replacements need no restart.',
    ...unknown.map((name) => `Add "${name}" to server.hosts in config.json, or it is not answered.`),
    '',
    `Browsers warn until they trust it. Take ${path.basename(server.certificate)} to each machine, never the key, and there:`,
    '  Windows         certutil -addstore Root cert.pem (as administrator)',
    '  macOS           sudo security add-trusted-cert -d -k /Library/Keychains/System.keychain cert.pem',
    '  Debian, Ubuntu  sudo cp cert.pem /usr/local/share/ca-certificates/pennant.crt && sudo update-ca-certificates',
    '  Firefox         open the page, compare the fingerprint, and accept it once',
  ]
}

type Asked = { readonly asked: readonly string[]; readonly replaced: boolean }
