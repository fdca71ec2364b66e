import { addPerson, openHouse, PASSWORD, type Browser } from '../support/house.ts'

export const MAIL = 'troy.pound@example.com'

/** A desk with an agent, Troy Pound, and somebody who stands before its door. */
export async function door(settings: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse({ preset: 'team', ...settings })
  await addPerson(house.desk, { role: 'agent', name: 'Troy Pound' })
  const browser = house.visitor()
  await browser.get('/sign-in').expect(200)
  return { ...house, browser }
}

export const signIn = (browser: Browser, fields: Record<string, string> = {}) =>
  browser.post('/sign-in', { email: MAIL, password: PASSWORD, next: '', ...fields })

/** The session an answer gave. */
export const sidOf = (answer: { headers: Record<string, unknown> }): string | undefined =>
  /sid=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1]
