import { describe, expect, it } from 'vitest'
import type { Desk } from '#src/desk.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { eventsOf, factsOf, formOf, mainOf, openTicket, problemAt, rowsOf, wordsOf } from './page.ts'

async function openOffice() {
  const house = await openHouse({ preset: 'team' })
  const [ann, carla, dora] = [
    await house.as('agent', 'Ann Green'),
    await house.as('client', 'Carla Client'),
    await house.as('client', 'Dora Other'),
  ]
  const first = await openTicket(carla, { title: 'Printer on fire', description: 'It smokes.' })
  const second = await openTicket(carla, { title: 'Printer burns', description: 'Flames.' })
  const others = await openTicket(dora, { title: 'Our printer burns', description: 'Secret of Dora.' })
  const undo = async (where: string) =>
    /action="(\/undo\/\d+)"/.exec((await ann.get(where).expect(200)).text)?.[1] ?? ''
  return { ...house, ann, carla, dora, first, second, others, undo }
}

const page = async (browser: Browser, id: number) => (await browser.get(`/tickets/${id}`).expect(200)).text
const timeline = async (browser: Browser, id: number) => eventsOf(await page(browser, id)).join('\n')
const ticketOf = (desk: Desk, id: number) =>
  desk.db.sql.get<{ status: string; section: number; mergedIntoId: number | null }>(
    'SELECT status, section, mergedIntoId FROM Ticket WHERE id = @id',
    { id },
  )

describe('a merge', () => {
  it('shows beforehand what it does, then carries everything over and leads from the old number to the new', async () => {
    const { ann, carla, desk, first, second } = await openOffice()
    await ann
      .upload(`/tickets/${second}/updates`, { kind: 'reply', body: 'We come.' }, [
        { field: 'attachments', name: 'plan.txt', content: 'by lift' },
      ])
      .expect(303)
    await ann.post(`/tickets/${second}/updates`, { kind: 'note', body: 'Take gloves.' }).expect(303)

    const plan = mainOf((await ann.get(`/tickets/${second}/merge?other=${first}`).expect(200)).text)
    expect(plan).toContain('Its text, 1 reply, 1 note, 1 file')
    expect(plan).not.toContain('become')
    await ann.post(`/tickets/${second}/merge`, { into: String(first) }).expect(303)

    expect(ticketOf(desk, second)).toEqual({ status: 'closed', section: 0, mergedIntoId: first })
    expect(rowsOf((await ann.get('/tickets')).text)).not.toContain(second)
    const told = await timeline(ann, first)
    for (const words of [
      'Flames.',
      'We come.',
      'plan.txt',
      'Take gloves.',
      `Ann Green merged ${second} into this ticket`,
    ])
      expect(told).toContain(words)
    const seen = await timeline(carla, first)
    expect(seen).toContain('We come.')
    expect(seen).toContain('Flames.')
    expect(seen).not.toContain('gloves')
    for (const browser of [ann, carla]) {
      await browser.get(`/tickets/${second}`).expect(303).expect('location', `/tickets/${first}`)
      await browser.get(`/tickets/${second}/preview`).expect(303).expect('location', `/tickets/${first}/preview`)
    }
    const file = /href="(\/attachments\/\d+\/plan.txt)"/.exec(await page(carla, first))?.[1] ?? ''
    await carla.get(file).expect(200)
    expect(mainOf((await ann.get('/tickets?q=gloves')).text)).toContain('Printer on fire')
  })

  it('never shows one requester what another wrote', async () => {
    const { ann, carla, dora, first, others, undo } = await openOffice()
    await dora.upload(`/tickets/${others}/updates`, { body: 'Reply of Dora.' }, [
      { field: 'attachments', name: 'dora.txt', content: 'private' },
    ])
    await ann.upload(`/tickets/${others}/attachments`, {}, [
      { field: 'attachments', name: 'loose.txt', content: 'private' },
    ])
    const file = /href="(\/attachments\/\d+\/dora.txt)"/.exec(await page(dora, others))?.[1] ?? ''
    const loose = /href="(\/attachments\/\d+\/loose.txt)"/.exec(await page(dora, others))?.[1] ?? ''
    const plan = mainOf((await ann.get(`/tickets/${others}/merge?other=${first}`).expect(200)).text)
    expect(plan).toContain('Dora Other asked for this one, Carla Client for the other')
    expect(plan).toContain('its text and its 1 reply become notes')

    await ann.post(`/tickets/${others}/merge`, { into: String(first) }).expect(303)
    const back = await undo(`/tickets/${first}`)

    expect(await timeline(ann, first)).toContain('Dora Other noted, agents only')
    expect(await timeline(ann, first)).toContain('Reply of Dora.')
    const seen = (await carla.get(`/tickets/${first}`).expect(200)).text
    expect(seen).toContain('It smokes.')
    expect(seen).not.toMatch(/Dora|dora|loose/)
    await carla.get(file).expect(404)
    await carla.get(loose).expect(404)
    expect(rowsOf((await carla.get('/tickets?q=Secret')).text)).toEqual([])
    // Dora keeps what she read, and sees nothing of the other ticket.
    const kept = mainOf(await page(dora, others))
    expect(kept).toContain('This was taken up together with another ticket.')
    expect(kept).toContain('Reply of Dora.')
    expect(kept).not.toMatch(/Printer on fire|smokes|Carla/)
    await dora.get(`/tickets/${first}`).expect(404)

    await ann.post(back).expect(303)

    expect(await timeline(dora, others)).toContain('Reply of Dora.')
    await dora.get(file).expect(200)
    expect(await timeline(ann, first)).not.toContain('Reply of Dora.')
  })

  it('does not give back as a reply what agents have changed while it was a note', async () => {
    const { ann, as, desk, dora, first, others, undo } = await openOffice()
    await dora.post(`/tickets/${others}/updates`, { body: 'Reply of Dora.' }).expect(303)
    await ann.post(`/tickets/${others}/merge`, { into: String(first) }).expect(303)
    const admin = await as('admin', 'Adam Admin')
    const [said] = desk.db.sql.all<{ id: number }>(`SELECT id FROM "Update" WHERE body = 'Reply of Dora.'`)
    const body = 'Reply of Dora. She is a nuisance.'
    await admin.post(`/tickets/${first}/updates/${said?.id ?? 0}`, { body }).expect(303)
    expect(await timeline(dora, others)).not.toContain('nuisance')
    await ann.post(await undo(`/tickets/${first}`)).expect(303)
    expect(await timeline(ann, others)).toContain('nuisance')
    expect(await timeline(dora, others)).not.toContain('nuisance')
  })

  it('makes who asked a watcher where that is wished, and takes it back', async () => {
    const { ann, first, others, undo } = await openOffice()
    const plan = (await ann.get(`/tickets/${others}/merge?other=${first}`).expect(200)).text
    expect(mainOf(plan)).toContain('Dora Other watches')
    expect(/name="watch"[^>]*checked/.exec(plan)).toBeNull()
    await ann.post(`/tickets/${others}/merge`, { into: String(first), watch: 'on' }).expect(303)
    const html = await page(ann, first)
    expect(factsOf(html).Watchers ?? '').toContain('Dora Other')
    await ann.post(/action="(\/undo\/\d+)"/.exec(html)?.[1] ?? '').expect(303)
    expect(factsOf(await page(ann, first)).Watchers ?? '').not.toContain('Dora Other')
    await ann.get(`/tickets/${others}`).expect(200)
    expect(await undo(`/tickets/${first}`)).toBe('')
  })

  it('follows chains, allows no circle, and comes apart from its end', async () => {
    const { ann, desk, first, second, others } = await openOffice()
    await ann.post(`/tickets/${others}/merge`, { into: String(second) }).expect(303)
    await ann.post(`/tickets/${second}/merge`, { into: String(first) }).expect(303)
    await ann.get(`/tickets/${others}`).expect(303).expect('location', `/tickets/${first}`)
    const back = await ann.post(`/tickets/${first}/merge`, { into: String(others) })
    expect(back.status).toBe(422)
    const self = await ann.post(`/tickets/${first}/merge`, { into: String(first) }).expect(422)
    expect(mainOf(self.text)).toContain('cannot be merged into itself')

    expect((await ann.post(`/tickets/${others}/unmerge`)).status).toBe(409)
    await ann.post(`/tickets/${second}/unmerge`).expect(303)
    await ann.post(`/tickets/${others}/unmerge`).expect(303)

    for (const id of [second, others]) expect(ticketOf(desk, id)).toMatchObject({ status: 'open', mergedIntoId: null })
    expect(await timeline(ann, first)).not.toContain('Flames.')
  })

  it('can be taken apart later than other changes, from the ticket that stayed', async () => {
    const { ann, as, clock, first, second } = await openOffice()
    await ann.post(`/tickets/${second}/merge`, { into: String(first) }).expect(303)
    clock.pass(3 * 24 * 3_600_000)
    const bob = await as('agent', 'Bob Brown')
    const html = await page(bob, first)
    expect(html).toContain(`action="/tickets/${second}/unmerge"`)
    await bob.post(`/tickets/${second}/unmerge`).expect(303)
    await bob.get(`/tickets/${second}`).expect(200)
    expect(eventsOf(await page(bob, first)).at(-1)).toContain(`Bob Brown took ${second} out of this ticket again`)
  })

  it('answers in words what is sent to the old number, and gives a reply back unsent', async () => {
    const { ann, carla, first, second } = await openOffice()
    await ann.post(`/tickets/${second}/merge`, { into: String(first) }).expect(303)
    const answer = await ann.post(`/tickets/${second}/updates`, { kind: 'reply', body: 'Typed for long.' }).expect(409)
    expect(answer.text).toContain('Typed for long.')
    expect(problemAt(answer.text, 'body')).toContain(`${second} was merged into ${first}`)
    expect(answer.text).toContain(`action="/tickets/${first}/updates"`)
    await carla.post(`/tickets/${second}/updates`, { body: 'Still burning.' }).expect(409)
    await ann.post(`/tickets/${second}/pick-up`).expect(303)
    expect(wordsOf((await ann.get(`/tickets/${first}`)).text)).toContain('so nothing was changed there')
    expect(await timeline(carla, first)).not.toMatch(/Typed for long|Still burning/)
  })

  it('takes a link by token along, and to nobody else', async () => {
    const { ann, visitor, first, second, others } = await openOffice()
    const token = async (id: number) =>
      /\/t\/[\w-]{43}/.exec((await ann.post(`/tickets/${id}/links`, { days: '7' }).expect(201)).text)?.[0] ?? ''
    const [own, foreign] = [await token(second), await token(others)]
    await ann.post(`/tickets/${second}/merge`, { into: String(first) }).expect(303)
    await ann.post(`/tickets/${others}/merge`, { into: String(first) }).expect(303)
    expect(mainOf((await visitor().get(own).expect(200)).text)).toContain('Printer on fire')
    const seen = mainOf((await visitor().get(foreign).expect(200)).text)
    expect(seen).toContain('Our printer burns')
    expect(seen).not.toContain('Printer on fire')
  })

  it('is refused for mirrored tickets, either way', async () => {
    const { ann, desk, first, second } = await openOffice()
    await desk.db.write(({ hot }) => {
      const sourceId = hot.insert('Source', { kind: 'folder', name: 'Elsewhere', state: 'ok', createdAt: 1 })
      hot.update('Ticket', second, { sourceId, externalId: '77', externalData: '{}' })
    })
    for (const [from, into] of [
      [second, first],
      [first, second],
    ] as const) {
      expect(mainOf((await ann.get(`/tickets/${from}/merge?other=${into}`).expect(200)).text)).toContain('Elsewhere')
      await ann.post(`/tickets/${from}/merge`, { into: String(into) }).expect(422)
    }
    expect(ticketOf(desk, second)?.mergedIntoId).toBeNull()
  })

  it('waits for a reply that is still on its way', async () => {
    const { ann, desk, first, second } = await openOffice()
    const me = desk.db.sql.get<{ id: number }>(`SELECT id FROM Person WHERE name = 'Ann Green'`)?.id ?? 0
    await desk.db.write(({ hot }) => {
      hot.insert('HeldReply', { ticketId: second, personId: me, form: '{}', createdAt: 1, leavesAt: 2 })
    })
    const { text } = await ann.post(`/tickets/${second}/merge`, { into: String(first) }).expect(422)
    expect(mainOf(text)).toContain('still on its way')
  })

  it('takes along what is being written there, with its files, and lets an old page go on with it', async () => {
    const { ann, first, second, desk } = await openOffice()
    const opened = formOf(await page(ann, second), `/tickets/${second}/updates`)
    await ann.post(`/tickets/${second}/updates`, { kind: 'note', body: 'Meanwhile.' }).expect(303)
    await desk.db.write(({ hot }) => hot.run(`UPDATE "Update" SET authorId = NULL WHERE body = 'Meanwhile.'`))
    const file = { field: 'attachments', name: 'plan.txt', content: 'a plan' }
    await ann.upload(`/tickets/${second}/updates`, { ...opened, body: 'See the plan.' }, [file]).expect(409)
    const typed = async (body: string) => {
      const fields = {
        _csrf: await ann.token(),
        draft: '..w1',
        fields: JSON.stringify({ kind: ['reply'], body: [body] }),
      }
      return ann.raw.post(`/tickets/${second}/draft/update`).field(fields).expect(200)
    }
    await typed('Half a')
    await ann.post(`/tickets/${second}/merge`, { into: String(first) }).expect(303)

    const after = await page(ann, first)
    expect(mainOf(after)).toContain(`It was written on ${second}, which became part of ${first}.`)
    const composer = formOf(after, `/tickets/${first}/updates`)
    expect(composer.body).toBe('Half a')
    expect(composer.kept).toMatch(/^\d+$/)
    await typed('Half a thought')
    await ann.post(`/tickets/${second}/presence`, { writing: 'reply' }).expect(204)
    const later = await page(ann, first)
    expect(formOf(later, `/tickets/${first}/updates`).body).toBe('Half a thought')
    expect(mainOf(later)).not.toContain('Another draft')
    expect(wordsOf(later)).not.toContain('so nothing was changed there')
  })

  it('says that the ticket to stay went over meanwhile', async () => {
    const { ann, first, second, others } = await openOffice()
    await ann.post(`/tickets/${second}/merge`, { into: String(first) }).expect(303)
    const { text } = await ann.post(`/tickets/${others}/merge`, { into: String(second) }).expect(422)
    expect(mainOf(text)).toContain(`${second} was merged into ${first} meanwhile. Choose that one.`)
    await ann.post(`/tickets/${others}/relations`, { kind: 'blocks', other: String(second) }).expect(303)
    expect(mainOf(await page(ann, others))).toContain(`Blocks ${first} Printer on fire`)
  })

  it('makes one of many, all or none', async () => {
    const { ann, desk, first, second, others, undo } = await openOffice()
    const ids = [first, second, others].map(String)
    const asked = await ann.post('/tickets/merge', { ids }).expect(200)
    expect(mainOf(asked.text)).toContain('Merge 3 tickets')
    await ann.post('/tickets/merge', { ids: ids.join(','), into: String(first) }).expect(303)
    expect([second, others].map((id) => ticketOf(desk, id)?.mergedIntoId)).toEqual([first, first])
    await ann.post(await undo(`/tickets/${first}`)).expect(303)
    expect([second, others].map((id) => ticketOf(desk, id)?.mergedIntoId)).toEqual([null, null])
    const few = await ann.post('/tickets/merge', { ids: [ids[0] ?? ''], search: '?status=all' }).expect(303)
    expect(few.headers.location).toBe('/tickets?status=all')
    expect((await ann.get('/tickets?status=all')).text).toContain('Choose at least two tickets first.')
    await ann.post('/tickets/merge', { ids, into: '4711' }).expect(422)
  })
})
