import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import os from 'node:os'
import type { Config } from '#config/config.ts'
import { systemClock } from '#lib/clock.ts'
import { AppError } from '#lib/errors.ts'
import { inWords } from './present.ts'
import { certificateWish } from './schema.ts'
import { checkUnused, makeCertificate, withOwnNames } from './service.ts'

type Options = {
  readonly name: readonly string[]
  readonly ip: readonly string[]
  readonly days: string
  readonly force: boolean
}

/** Makes a certificate for desks on a LAN, where nobody else would vouch for their name. */
export function registerCertificateCommand(program: Command, config: () => Config): void {
  program
    .command('certificate')
    .description('make a self-signed certificate, so that HTTPS is served')
    .option('--name <names...>', 'what people call this machine, such as desk.lan', [])
    .option('--ip <addresses...>', 'further addresses of this machine', [])
    .option('--days <number>', 'how long it is valid', '825')
    .option('--force', 'replace the certificate and key that are there', false)
    .action(async ({ name, ip, days, force }: Options) => {
      const asked = certificateWish.safeParse({ names: name, addresses: ip, days })
      if (!asked.success) throw new AppError('invalid', asked.error.issues[0]?.message ?? 'That was not understood.')
      const { server } = config()
      if (!force) checkUnused(server)

      const replaced = existsSync(server.certificate) && existsSync(server.key)
      const machine = { hostName: os.hostname(), interfaces: os.networkInterfaces() }
      const wish = { ...withOwnNames(asked.data, machine), fromAt: systemClock.now() }
      const made = await makeCertificate(server, wish)
      for (const line of inWords(made, server, { asked: asked.data.names, replaced })) console.log(line)
    })
}
