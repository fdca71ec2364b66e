import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { addPerson, openHouse, PASSWORD, type Browser, type House } from './house.ts'

export type Own = House & {
  readonly browser: Browser
  readonly email: string
  readonly personId: number
  readonly actor: Actor
}

export const ADMIN: Actor = { personId: 1, name: 'First Admin', role: 'admin', zone: 'UTC', sees: 'all', sites: null }

/** A house with one agent who has not signed in yet, and their browser. */
export async function withAgent(settings: Parameters<typeof openHouse>[0] = {}): Promise<Own> {
  const house = await openHouse({ preset: 'team', ...settings })
  const email = await addPerson(house.desk, { role: 'agent', name: 'Troy Pound' })
  const { id: personId } = await house.desk.db.read.person.findFirstOrThrow({ where: { email } })
  const actor: Actor = { personId, name: 'Troy Pound', role: 'agent', zone: 'UTC', sees: 'all', sites: null }
  return { ...house, browser: house.visitor(), email, personId, actor }
}

/** Types the mail and the password of that agent, and what else a browser may send. */
export async function signIn(browser: Browser, fields: Readonly<Record<string, string>> = {}) {
  await browser.get('/sign-in')
  return browser.post('/sign-in', { email: 'troy.pound@example.com', password: PASSWORD, next: '', ...fields })
}

/** Signs that agent in, and sees one page, so that the next form is accepted. */
export async function enter({ browser }: Own): Promise<void> {
  const { status } = await signIn(browser)
  if (status !== 303) throw new Error(`Signing in was answered with ${status}.`)
  await browser.get('/me/security')
}

export type Entry = { readonly action: string; readonly subject: string; readonly details: string }

/** What the audit log says, the oldest first; with `action` only entries of that kind. */
export const audited = ({ db }: Desk, action = ''): readonly Entry[] =>
  db.sql.all(`SELECT action, subject, details FROM AuditEntry WHERE @action = '' OR action = @action ORDER BY id`, {
    action,
  })
