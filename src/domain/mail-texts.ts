/** A letter: plain text, for every reader there is. */
export type Letter = { readonly subject: string; readonly text: string }

type From = { readonly name: string; readonly company: string }
type Link = From & { readonly url: string; readonly until: string }

const signed = (company: string): string => `\n-- \n${company}`
const greeting = (name: string): string => `Hello ${name},\n\n`

/** With which somebody who forgot their password chooses another. */
export const resetLetter = ({ name, company, url, until }: Link): Letter => ({
  subject: `Choose a new password for ${company}`,
  text: `${greeting(name)}somebody, most likely you, asked for a new password here. Choose it on this page, once, until ${until}:

${url}

If it was not you, do nothing: your password stays as it is.
${signed(company)}`,
})

/** With which somebody new chooses their first password. */
export const invitationLetter = ({ name, company, url, until }: Link): Letter => ({
  subject: `You are invited to ${company}`,
  text: `${greeting(name)}you can sign in to the helpdesk of ${company} now. Choose your password on this page, once, until ${until}:

${url}
${signed(company)}`,
})

const CHANGES = {
  password: 'your password was changed',
  'factor.added': 'a second factor was added to your account',
  'factor.removed': 'a second factor was removed from your account',
  'recovery.used': 'one of your recovery codes was used to sign in',
  'recovery.renewed': 'new recovery codes were made for your account; the old ones do not work any more',
  address: 'the mail address you sign in with was changed',
} as const

export type CredentialChange = keyof typeof CHANGES

type Notice = From & { readonly change: CredentialChange; readonly at: string; readonly url: string }

/** Tells a person what happened to how they sign in, so that it cannot happen behind their back. */
export const noticeLetter = ({ name, company, change, at, url }: Notice): Letter => ({
  subject: `${company}: ${CHANGES[change]}`,
  text: `${greeting(name)}${CHANGES[change]}, on ${at}.

If this was you, there is nothing to do. If not, tell an admin of the helpdesk at once, and look at your sessions:

${url}
${signed(company)}`,
})

/** Shows an admin that mail arrives. */
export const testLetter = ({ name, company }: From): Letter => ({
  subject: `${company}: mail works`,
  text: `${greeting(name)}this is the message you asked for. Mail from your helpdesk arrives.\n${signed(company)}`,
})

const FIRST_S = 60
const LONGEST_S = 4 * 3600

/** How long to wait after so many failures, in seconds: a minute first, twice as long each time, four hours at most. */
export const waitAfterSeconds = (failures: number): number =>
  Math.min(FIRST_S * 2 ** Math.max(failures - 1, 0), LONGEST_S)
