import { expect, it } from 'vitest'
import { draftsJob } from '#features/drafts/job.ts'
import { sendDueReplies } from '#features/tickets/held/service.ts'
import { openTown } from '../town.ts'
import { eventsOf, formOf, mainOf } from '../page.ts'
import type { Desk } from '#src/desk.ts'
import type { Browser } from '../../support/house.ts'

const TICKETS = { undo_send_seconds: 10 }
const openDesk = async () => {
  const town = await openTown({ tickets: TICKETS })
  const heard: string[] = []
  town.desk.bus.on('update.added', ({ ticketId, kind }) => void heard.push(`${ticketId} ${kind}`))
  return { ...town, heard, id: town.tickets.carla, later: (seconds: number) => town.house.clock.pass(seconds * 1000) }
}

const heldAct = (html: string, act: string): string =>
  new RegExp(`/tickets/\\d+/held/\\d+/${act}`).exec(html)?.[0] ?? ''
const replies = async (browser: Browser, id: number) =>
  eventsOf((await browser.get(`/tickets/${id}`).expect(200)).text).filter((text) => text.includes('replied'))

it('holds a reply back, and lets it leave once, with its move and its files', async () => {
  const { admin, carla, agents, desk, heard, id, later } = await openDesk()
  const form = { kind: 'reply', body: 'We come at noon.', status: 'in_progress', links: 'https://example.com/a' }
  await admin
    .upload(`/tickets/${id}/updates`, form, [{ field: 'attachments', name: 'plan.txt', content: 'a plan' }])
    .expect(303)

  const page = mainOf((await admin.get(`/tickets/${id}`)).text)
  expect(page).toMatch(/Adam Admin replies Leaves in 10 s.*We come at noon\..*plan\.txt.*Then: In Progress/)
  expect(mainOf((await agents.everywhere.get(`/tickets/${id}`)).text)).toContain('We come at noon.')
  expect(mainOf((await carla.get(`/tickets/${id}`)).text)).not.toMatch(/noon|plan\.txt|Leaves/)
  later(9)
  await sendDueReplies(desk)
  expect(heard).toEqual([])

  later(2)
  await Promise.all([sendDueReplies(desk), sendDueReplies(desk)])
  expect(heard).toEqual([`${id} reply`])
  const seen = mainOf((await carla.get(`/tickets/${id}`)).text)
  expect(seen).toContain('We come at noon.')
  expect(seen).toContain('plan.txt')
  expect(await replies(carla, id)).toHaveLength(1)
  const row = desk.db.sql.get('SELECT status, firstRespondedAt FROM Ticket WHERE id = @id', { id })
  expect(row).toEqual({ status: 'in_progress', firstRespondedAt: desk.clock.now() })
  expect(desk.db.sql.all('SELECT id FROM HeldReply')).toEqual([])
})

it('takes it back into the composer, to the letter, with its files beside it', async () => {
  const { admin, carla, desk, heard, id, later } = await openDesk()
  const body = 'Half a thought…  \n'
  await admin
    .upload(`/tickets/${id}/updates`, { kind: 'reply', body }, [{ field: 'attachments', name: 'a.txt', content: 'a' }])
    .expect(303)
  await admin.post(heldAct((await admin.get(`/tickets/${id}`)).text, 'return')).expect(303)
  later(60)
  await sendDueReplies(desk)
  expect(heard).toEqual([])

  const page = (await admin.get(`/tickets/${id}`)).text
  const composer = formOf(page, `/tickets/${id}/updates`)
  expect(composer.body).toBe(body)
  expect(composer.kept).toMatch(/^\d+$/)
  await admin.post(`/tickets/${id}/updates`, { ...composer, body: 'A whole thought.' }).expect(303)
  later(11)
  await sendDueReplies(desk)
  const seen = mainOf((await carla.get(`/tickets/${id}`)).text)
  expect(seen).toContain('A whole thought.')
  expect(seen).toContain('a.txt')
  expect(formOf((await admin.get(`/tickets/${id}`)).text, `/tickets/${id}/updates`).body).toBe('')
})

const takeBackWithFile = async (browser: Browser, id: number) => {
  const files = [{ field: 'attachments', name: 'a.txt', content: 'a' }]
  await browser.upload(`/tickets/${id}/updates`, { kind: 'reply', body: 'Half a thought' }, files).expect(303)
  await browser.post(heldAct((await browser.get(`/tickets/${id}`)).text, 'return')).expect(303)
}
const waiting = ({ db }: Desk) => db.sql.all('SELECT h.id FROM HeldReply h UNION ALL SELECT rowid FROM File')

it('lets its files go with the draft that nobody goes on with', async () => {
  const { admin, desk, id, later } = await openDesk()
  await takeBackWithFile(admin, id)
  later(89 * 86_400)
  await draftsJob.run(desk)
  expect(waiting(desk)).toHaveLength(2)
  later(2 * 86_400)
  await draftsJob.run(desk)
  expect(waiting(desk)).toEqual([])
})

it('lets its files go with the draft that is discarded, and with no other', async () => {
  const { admin, desk, id } = await openDesk()
  await takeBackWithFile(admin, id)
  await admin.post(`/tickets/${id}/draft/edit`, { act: 'discard', slot: '1' }).expect(303)
  expect(formOf((await admin.get(`/tickets/${id}`)).text, `/tickets/${id}/updates`).kept).toMatch(/^\d+$/)
  await admin.post(`/tickets/${id}/draft/update`, { act: 'discard', slot: '1' }).expect(303)
  expect(formOf((await admin.get(`/tickets/${id}`)).text, `/tickets/${id}/updates`).kept).toBeUndefined()
  expect(waiting(desk)).toEqual([])
})

it('sends it now when told so, and says when it is too late to take it back', async () => {
  const { admin, carla, id } = await openDesk()
  await admin.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Now.' }).expect(303)
  const page = (await admin.get(`/tickets/${id}`)).text
  await admin.post(heldAct(page, 'departure')).expect(303)
  expect(await replies(carla, id)).toHaveLength(1)
  await admin.post(heldAct(page, 'return')).expect(303)
  expect((await admin.get(`/tickets/${id}`)).text).toContain('This reply has left already.')
})

it('is for its author to take back', async () => {
  const { admin, agents, carla, id, desk } = await openDesk()
  await admin.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Mine.' }).expect(303)
  const path = heldAct((await admin.get(`/tickets/${id}`)).text, 'return')
  expect(heldAct((await agents.everywhere.get(`/tickets/${id}`)).text, 'return')).toBe('')
  await agents.everywhere.post(path).expect(404)
  await carla.post(path).expect(403)
  expect(desk.db.sql.all('SELECT id FROM HeldReply')).toHaveLength(1)
})

it('gives back what cannot be sent any more, and says so on the next page', async () => {
  const { admin, agents, id, desk, later, heard } = await openDesk()
  await admin.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Too late.' }).expect(303)
  await agents.everywhere.post(`/tickets/${id}/status`, { to: 'cancelled' }).expect(303)
  later(11)
  await sendDueReplies(desk)
  expect(heard).toEqual([])
  expect((await admin.get('/')).text).toContain('A reply of yours was not sent: This ticket has ended')
  expect((await admin.get('/')).text).not.toContain('was not sent')
  const page = (await admin.get(`/tickets/${id}`)).text
  expect(formOf(page, `/tickets/${id}/updates`).body).toBe('Too late.')
  expect(mainOf(page)).toContain('This reply was not sent.')
})

it('leaves although its ticket moved out of its author’s sight meanwhile', async () => {
  const { admin, agents, carla, tickets, desk, later, heard } = await openDesk()
  const id = tickets.carla
  await agents.harbour.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'On our way.' }).expect(303)
  const edit = formOf((await admin.get(`/tickets/${id}/edit`)).text, `/tickets/${id}/edit`)
  await admin.post(`/tickets/${id}/edit`, { ...edit, site: 'Airport' }).expect(303)
  await agents.harbour.get(`/tickets/${id}`).expect(404)
  later(11)
  await sendDueReplies(desk)
  expect(heard).toEqual([`${id} reply`])
  expect(mainOf((await carla.get(`/tickets/${id}`)).text)).toContain('On our way.')
})

it('refuses at once what could not be sent anyway, and lets notes, moves and clients through', async () => {
  const { admin, carla, id, heard } = await openDesk()
  const wrong = await admin
    .post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Hold.', status: 'on_hold' })
    .expect(422)
  expect(formOf(wrong.text, `/tickets/${id}/updates`).body).toBe('Hold.')
  await admin.post(`/tickets/${id}/updates`, { kind: 'note', body: 'A note.' }).expect(303)
  await admin.post(`/tickets/${id}/updates`, { kind: 'reply', body: '', status: 'in_progress' }).expect(303)
  await carla.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Hello?' }).expect(303)
  expect(heard).toEqual([`${id} note`, `${id} reply`])
})

it('can be taken back from the list to which it returned', async () => {
  const { admin, id, desk } = await (async () => {
    const town = await openTown({ tickets: TICKETS, behavior: { auto_return_to_list: true } })
    return { ...town, id: town.tickets.carla }
  })()
  const answer = await admin.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Back.' }).expect(303)
  expect(answer.headers.location).toBe('/tickets')
  const list = (await admin.get('/tickets')).text
  expect(list).toContain('Your reply leaves in 10 s.')
  await admin.post(/\/undo\/\d+/.exec(list)?.[0] ?? '', { next: '/tickets' }).expect(303)
  expect(desk.db.sql.all('SELECT id FROM HeldReply')).toEqual([])
  expect(formOf((await admin.get(`/tickets/${id}`)).text, `/tickets/${id}/updates`).body).toBe('Back.')
})
