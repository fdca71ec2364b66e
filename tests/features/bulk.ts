import type { Desk } from '#src/desk.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { formOf, openTicket } from './page.ts'

type Fields = Readonly<Record<string, string>>

export const personId = ({ db }: Desk, name: string): number =>
  db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })?.id ?? 0

export const preview = async (browser: Browser, fields: Fields): Promise<string> =>
  (await browser.post('/tickets/bulk/preview', fields).expect(200)).text

/** Waits until a run has ended, and answers its page. */
export async function ended(browser: Browser, href: string): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { text } = await browser.get(href).expect(200)
    if (!text.includes('<progress')) return text
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('The run did not end.')
}

/** Previews and runs, as somebody does who presses on. */
export async function change(
  browser: Browser,
  fields: Fields,
): Promise<{ href: string; text: string; previewed: string }> {
  const previewed = await preview(browser, fields)
  const { headers } = await browser.post('/tickets/bulk/run', formOf(previewed, '/tickets/bulk/run')).expect(303)
  const href = String(headers.location)
  return { href, previewed, text: await ended(browser, href) }
}

export const ticketOf = ({ db }: Desk, id: number) =>
  db.read.ticket.findUniqueOrThrow({
    where: { id },
    include: {
      tags: { include: { tag: true } },
      watchers: { include: { person: true } },
      updates: true,
      clocks: { include: { pauses: true }, orderBy: { kind: 'asc' } },
      site: true,
      project: true,
    },
  })

export const pageOf = async (browser: Browser, id: number) => (await browser.get(`/tickets/${id}`).expect(200)).text

export async function openTeam(count = 3) {
  const house = await openHouse({ preset: 'team' })
  const agent = await house.as('agent', 'Ada Agent')
  const ids: number[] = []
  for (let index = 0; index < count; index += 1)
    ids.push(
      await openTicket(agent, { title: `Ticket ${index + 1}`, requester: `Rita ${index} <rita${index}@example.com>` }),
    )
  return { house, desk: house.desk, agent, ids, all: ids.join(',') }
}
