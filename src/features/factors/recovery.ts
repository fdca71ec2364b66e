import { randomInt } from 'node:crypto'

// Without letters that are taken for others.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const LENGTH = 10
const COUNT = 10

/** Ten codes of about 50 bits, as they are shown. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: COUNT }, () => {
    const code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
    return `${code.slice(0, 5)}-${code.slice(5)}`
  })

/** A code as it is compared, however it was typed. */
export const plainCode = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, '')
