import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AppError, messageOf } from './errors.ts'

export type CertificateFiles = { readonly certificate: string; readonly key: string }

/** A certificate and its key as PEM, and the instants between which browsers take it. */
export type Pair = {
  readonly cert: string
  readonly key: string
  readonly validFromAt: number
  readonly validToAt: number
}

/** Null when neither file is there. Anything else that is not a whole pair is refused with file, reason and remedy. */
export function readPair({ certificate, key }: CertificateFiles): Pair | null {
  const [certText, keyText] = [readText(certificate), readText(key)]
  if (certText === null && keyText === null) return null
  if (certText === null) throw refused(`${key} is there, but its certificate ${certificate} is not. ${BOTH_OR_NEITHER}`)
  if (keyText === null) throw refused(`${certificate} is there, but its key ${key} is not. ${BOTH_OR_NEITHER}`)

  const cert = parseCertificate(certificate, certText)
  const secret = parseKey(key, keyText)
  if (!cert.checkPrivateKey(secret))
    throw refused(`${key} is not the key of ${certificate}. Put the two that belong together there.`)
  return {
    cert: certText,
    key: keyText,
    validFromAt: Date.parse(cert.validFrom),
    validToAt: Date.parse(cert.validTo),
  }
}

const BOTH_OR_NEITHER = 'Put both there for HTTPS, or neither for plain HTTP.'
const refused = (message: string, cause?: unknown) => new AppError('invalid', message, { cause })

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw refused(`${file} cannot be read: ${messageOf(cause)}. Let the user that runs Pennant read it.`, cause)
  }
}

function parseCertificate(file: string, text: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch (cause) {
    throw refused(
      `${file} is not a certificate in PEM form (${messageOf(cause)}). Put a whole one there, or make one with: pennant certificate --force`,
      cause,
    )
  }
}

function parseKey(file: string, text: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch (cause) {
    const locked = text.includes('ENCRYPTED')
    throw refused(
      locked
        ? `${file} is locked by a passphrase. Put it there without one: openssl pkey -in ${file} -out unlocked.pem`
        : `${file} is not a private key in PEM form (${messageOf(cause)}). Put the key of the certificate there.`,
      cause,
    )
  }
}
