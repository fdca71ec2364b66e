import { X509Certificate } from 'node:crypto'
import { Command } from 'commander'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { loadConfig } from '#config/load.ts'
import { registerCertificateCommand } from '#features/certificate/command.ts'
import { withOwnNames } from '#features/certificate/service.ts'
import { readPair } from '#lib/certificate-files.ts'
import { ROOT } from '../support/house.ts'
import { layHome, type Home } from '../server/open.ts'

/** Runs `pennant certificate` over a home, and answers what it said. */
async function certificate(home: Home, ...words: string[]): Promise<string> {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const program = new Command()
  registerCertificateCommand(program, () => loadConfig(ROOT, { PENNANT_HOME: home.folder }))
  try {
    await program.parseAsync(['node', 'pennant', 'certificate', ...words])
    return said.mock.calls.flat().join('\n')
  } finally {
    said.mockRestore()
  }
}

const certOf = ({ certificate: file }: Home) => new X509Certificate(readFileSync(file))

it('makes a pair for the names asked for and those of this machine', async () => {
  const home = layHome()
  const said = await certificate(home, '--name', 'Desk.lan', 'bücher.lan', '--ip', '10.1.2.3')

  const cert = certOf(home)
  for (const name of ['desk.lan', 'xn--bcher-kva.lan', 'localhost']) expect(cert.checkHost(name)).toBe(name)
  for (const address of ['10.1.2.3', '127.0.0.1', '::1']) expect(cert.checkIP(address)).toBe(address)
  expect(cert.checkHost('other.lan')).toBeUndefined()
  expect(cert.ca).toBe(false)
  expect(Math.round((Date.parse(cert.validTo) - Date.parse(cert.validFrom)) / 86_400_000)).toBe(825)
  expect((statSync(home.key).mode & 0o777).toString(8)).toBe('600')
  expect(readPair(home)).not.toBeNull()
  expect(said).toContain(cert.fingerprint256)
  expect(said).toMatch(/Restart Pennant once.*\n.*Add "desk\.lan" to server\.hosts/)
  expect(said).toMatch(/trust it.*never the key/)
})

it('does not replace what is there unless it is told to', async () => {
  const home = layHome()
  writeFileSync(home.key, 'a key that was paid for')

  await expect(certificate(home)).rejects.toThrow(/key\.pem is there already\. Add --force/)
  expect(readFileSync(home.key, 'utf8')).toBe('a key that was paid for')
  expect(existsSync(home.certificate)).toBe(false)

  await certificate(home, '--force')
  const first = certOf(home).fingerprint256
  expect(await certificate(home, '--force')).toContain('takes it up by itself')
  expect(certOf(home).fingerprint256).not.toBe(first)
  expect((statSync(home.key).mode & 0o777).toString(8)).toBe('600')
})

it.each([
  [['--name', 'a,O=b'], /--name: must be a name/],
  [['--name', 'desk lan'], /--name: must be a name/],
  [['--name', '10.0.0.1'], /--name: must be a name/],
  [['--ip', 'desk.lan'], /--ip: must be an address/],
  [['--days', '0'], /--days: at least 1/],
  [['--days', 'many'], /--days: must be a number/],
  [['--days', '9999'], /--days: at most 3650/],
])('refuses %j and leaves nothing behind', async (words, why) => {
  const home = layHome()
  await expect(certificate(home, ...words)).rejects.toThrow(why)
  expect(existsSync(path.join(home.folder, 'config/key.pem'))).toBe(false)
})

it('vouches for the addresses that others can reach', () => {
  const at = (address: string, internal = false) => ({ address, internal }) as never
  const machine = {
    hostName: 'Desk',
    interfaces: { lo: [at('127.0.0.1', true)], eth0: [at('192.168.1.20'), at('fe80::1')] },
  }

  expect(withOwnNames({ names: ['desk.lan'], addresses: [], days: 1 }, machine)).toEqual({
    names: ['desk.lan', 'desk', 'localhost'],
    addresses: ['127.0.0.1', '::1', '192.168.1.20'],
    days: 1,
  })
})
