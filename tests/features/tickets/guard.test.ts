import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openTown } from '../town.ts'
import { formOf, mainOf } from '../page.ts'
import type { Browser } from '../../support/house.ts'

const openDesk = async (config: object = {}) => {
  const { admin, agents, carla, tickets, desk } = await openTown(config)
  const id = tickets.carla
  const path = `/tickets/${id}/updates`
  const shown = async (browser: Browser) => formOf((await browser.get(`/tickets/${id}`).expect(200)).text, path)
  return { admin, eva: agents.everywhere, carla, desk, id, path, shown }
}

const MEANWHILE: readonly [string, (desk: Awaited<ReturnType<typeof openDesk>>) => Promise<unknown>, string][] = [
  [
    'a reply of the client',
    ({ carla, path }) => carla.post(path, { kind: 'reply', body: 'Never mind.' }).expect(303),
    'Never mind.',
  ],
  [
    'a note of an agent',
    ({ eva, path }) => eva.post(path, { kind: 'note', body: 'I am on it.' }).expect(303),
    'I am on it.',
  ],
  ['a move', ({ eva, id }) => eva.post(`/tickets/${id}/status`, { to: 'in_progress' }).expect(303), 'In Progress'],
]

describe('a reply', () => {
  it.each(MEANWHILE)(
    'stops for %s that its page had not shown, and leaves when sent anyway',
    async (_what, act, words) => {
      const town = await openDesk()
      const { admin, carla, path, id } = town
      const form = await town.shown(admin)
      await act(town)
      const stopped = await admin.post(path, { ...form, body: 'Have you tried again?' }).expect(409)
      const page = mainOf(stopped.text)
      expect(page).toContain('was here while you were writing Your reply has not left.')
      expect(page).toContain(words)
      const again = formOf(stopped.text, path)
      expect(again.body).toBe('Have you tried again?')
      expect(mainOf((await carla.get(`/tickets/${id}`)).text)).not.toContain('Have you tried again?')

      await admin.post(path, again).expect(303)
      expect(mainOf((await carla.get(`/tickets/${id}`)).text)).toContain('Have you tried again?')
    },
  )

  it('does not stop for what one did oneself, for other changes, or as a note', async () => {
    const town = await openDesk()
    const { admin, eva, id, path } = town
    const form = await town.shown(admin)
    await admin.post(path, { kind: 'note', body: 'My own.' }).expect(303)
    const edit = formOf((await eva.get(`/tickets/${id}/edit`)).text, `/tickets/${id}/edit`)
    await eva.post(`/tickets/${id}/edit`, { ...edit, tags: 'vpn' }).expect(303)
    await admin.post(path, { ...form, body: 'Not stopped.' }).expect(303)
    await eva.post(path, { kind: 'note', body: 'Of Eva.' }).expect(303)
    await admin.post(path, { ...form, kind: 'note', body: 'Not stopped either.' }).expect(303)
  })

  it('stops for the reply of a colleague that has not left yet', async () => {
    const town = await openDesk({ tickets: { undo_send_seconds: 10 } })
    const form = await town.shown(town.admin)
    await town.eva.post(town.path, { kind: 'reply', body: 'Eva answers.' }).expect(303)
    const stopped = await town.admin.post(town.path, { ...form, body: 'Adam answers.' }).expect(409)
    expect(mainOf(stopped.text)).toContain('Eva Everywhere was here while you were writing')
    expect(town.desk.db.sql.all('SELECT id FROM HeldReply')).toHaveLength(1)
  })

  it('keeps the files that came with it', async () => {
    const town = await openDesk()
    const { admin, eva, carla, path, id } = town
    const form = await town.shown(admin)
    await eva.post(path, { kind: 'note', body: 'Wait.' }).expect(303)
    const file = { field: 'attachments', name: 'plan.txt', content: 'a plan' }
    const stopped = await admin.upload(path, { ...form, body: 'See the plan.' }, [file]).expect(409)
    expect(mainOf(stopped.text)).toContain('plan.txt')
    await admin.post(path, formOf(stopped.text, path)).expect(303)
    const page = mainOf((await carla.get(`/tickets/${id}`)).text)
    expect(page).toContain('See the plan.')
    expect(page).toContain('plan.txt')
  })

  it('keeps the files of what is refused for another reason, too', async () => {
    const { admin, path } = await openDesk()
    const file = { field: 'attachments', name: 'plan.txt', content: 'a plan' }
    const refused = await admin.upload(path, { kind: 'reply', body: 'Wait.', status: 'on_hold' }, [file]).expect(422)
    expect(mainOf(refused.text)).toContain('plan.txt')
    expect(formOf(refused.text, path).kept).toMatch(/^\d+$/)
  })

  it('keeps the files of what could not even be read', async () => {
    const { admin, carla, path, id } = await openDesk()
    const file = { field: 'attachments', name: 'plan.txt', content: 'a plan' }
    const form = { kind: 'reply', body: 'See the plan.', links: 'javascript:alert(1)' }
    const refused = await admin.upload(path, form, [file]).expect(422)
    expect(mainOf(refused.text)).toContain('plan.txt')
    await admin.post(path, { ...formOf(refused.text, path), links: '' }).expect(303)
    expect(mainOf((await carla.get(`/tickets/${id}`)).text)).toContain('plan.txt')
  })

  it.each([0, 10])('keeps them when it is overtaken on its way to the database, held for %d s', async (seconds) => {
    const town = await openDesk({ tickets: { undo_send_seconds: seconds } })
    const { admin, desk, path, id } = town
    const form = await town.shown(admin)
    const file = { field: 'attachments', name: 'plan.txt', content: 'a plan' }
    let overtake: () => void = () => undefined
    const overtaken = new Promise<void>((resolve) => (overtake = resolve))
    const note = { ticketId: id, kind: 'note', authorName: 'Eva', body: 'Overtaking.', createdAt: desk.clock.now() }
    const before = desk.db.write(async ({ hot }) => {
      await overtaken
      hot.insert('Update', note)
    })
    const sent = admin.upload(path, { ...form, body: 'See the plan.' }, [file])
    await sleep(300)
    overtake()
    await before

    const page = (await sent.expect(409)).text
    expect(mainOf(page)).toContain('Overtaking.')
    expect(mainOf(page)).toContain('plan.txt')
    expect(formOf(page, path).body).toBe('See the plan.')
    expect(desk.db.sql.all('SELECT 1 FROM Attachment a JOIN HeldReply h ON h.id = a.heldReplyId')).toHaveLength(1)
  })
})
