import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { z } from 'zod'

const HOST_NAME = /^(?:\*\.)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

const hostName = z
  .string()
  .transform((text) => domainToASCII(text.trim().toLowerCase()))
  .refine((name) => name.length <= 253 && HOST_NAME.test(name) && isIP(name) === 0, {
    error: '--name: must be a name such as desk.lan.',
  })

/** What a certificate is asked for; 825 days is the most that Apple's systems take. */
export const certificateWish = z.object({
  names: z.array(hostName),
  addresses: z.array(z.string().refine((text) => isIP(text) !== 0, '--ip: must be an address such as 192.168.1.20.')),
  days: z.coerce
    .number('--days: must be a number.')
    .int('--days: must be a whole number.')
    .min(1, '--days: at least 1.')
    .max(3650, '--days: at most 3650.'),
})

export type CertificateWish = z.infer<typeof certificateWish>
