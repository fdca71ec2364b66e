import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'

const PERIOD_SECONDS = 30
const SECRET_BYTES = 20

type Owner = { readonly secret: string; readonly account: string; readonly company: string }

/** A new secret for an authenticator app, in base 32. */
export const newAuthenticatorSecret = (): string => new Secret({ size: SECRET_BYTES }).base32

const totpOf = ({ secret, account, company }: Owner): TOTP =>
  new TOTP({ issuer: `Pennant ${company}`, label: account, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS })

/** The secret as apps read it from the screen: an SVG of black on white, whatever the theme. */
export const qrOf = (owner: Owner): string => renderSVG(totpOf(owner).toString(), { border: 2, pixelSize: 4 })

/** The step in whose half minute this code stands, one early or late included; null when it is none of them. */
export function stepOf(secret: string, code: string, at: number): number | null {
  const totp = totpOf({ secret, account: '', company: '' })
  const delta = totp.validate({ token: code, timestamp: at, window: 1 })
  return delta === null ? null : totp.counter({ timestamp: at }) + delta
}
